"""The view that pages share: how it stands in the address, and what of it a reader may see."""

import json
from collections.abc import Iterator
from dataclasses import fields
from urllib.parse import parse_qs, urlsplit

import pytest
import streamlit as st
from hypothesis import given
from hypothesis import strategies as hs
from streamlit.testing.v1 import AppTest

from dashboard.choices import choices
from dashboard.view import WORDS, View, link
from dashboard.widgets.view_filter import FILTERS
from dashboard.words import speak
from db import grants
from db.actors import SYSTEM, Actor, Role
from db.closing import submit_audit
from db.session import database
from tests.factories import (
    NOW,
    full_answers,
    give_answers,
    make_audit,
    make_division,
    make_person,
    make_sheet,
    make_unit,
)
from tests.screens import enter, sound
from tests.staff import SINCE, actor_of, give

CODES = hs.none() | hs.text(min_size=1, max_size=12)
VIEWS = hs.builds(View, **{field.name: CODES for field in fields(View)})


def test_every_part_of_a_view_has_a_word() -> None:
    assert [field.name for field in fields(View)] == list(WORDS)


@given(VIEWS)
def test_a_view_is_read_from_the_address_it_was_written_into(view: View) -> None:
    query = urlsplit(link("trends", view)).query
    assert View.read({name: values[-1] for name, values in parse_qs(query).items()}) == view


@given(VIEWS)
def test_a_link_keeps_the_language_that_the_address_names(view: View) -> None:
    assert "lang=" not in link("trends", View(period="2026"))
    query = parse_qs(urlsplit(link("trends", view, "en")).query)
    assert query.pop("lang") == ["en"]
    assert View.read({name: values[-1] for name, values in query.items()}) == view


def test_another_division_lets_the_unit_go_and_the_same_one_keeps_it() -> None:
    view = View(division="D1", unit="U1", sheet="hotline", item="HOT-01")
    assert view.but(division="D2") == View(division="D2", sheet="hotline", item="HOT-01")
    assert view.but(division="D1") == view
    assert view.but(sheet=None) == View(division="D1", unit="U1")
    assert view.but(division="D2", unit="U9").unit == "U9"


def test_only_a_view_of_some_audits_is_filtered() -> None:
    assert View(inspector="P1").filtered and View(occasion="own").filtered
    assert not View(period="2026", division="D1", unit="U1", sheet="hotline").filtered


class Place:
    """Two divisions with a unit and a submitted audit each; the first one's head."""

    def __init__(self) -> None:
        with database().write(SYSTEM) as session:
            a = make_division(session, code="A", name_zh="甲事业部")
            b = make_division(session, code="B", name_zh="乙事业部")
            self.units = [make_unit(session, a, code="A1"), make_unit(session, b, code="B1")]
            inspector = make_person(session, code="P1", name="张三")
            self.head = make_person(session, code="H1").id
            self.administrator = make_person(session, code="S1").id
            give(session, self.head, Role.DIVISION_HEAD, division_id=a.id)
            give(session, self.administrator, Role.ADMINISTRATOR)
            for division in (a, b):
                give(session, inspector.id, Role.INSPECTOR, division_id=division.id)
            for unit in self.units:
                audit = make_audit(session, unit_id=unit.id, inspector_id=inspector.id)
                give_answers(session, audit, full_answers(make_sheet()))
                submit_audit(session, audit.id, inspector.id, NOW)
            self.month = audit.period

    def actor(self, person: int) -> Actor:
        return actor_of(person)


@pytest.fixture
def place(own_url: str) -> Iterator[Place]:
    yield Place()
    st.cache_data.clear()
    speak(None)


def test_what_is_not_the_readers_to_see_is_left_out_of_a_view(place: Place) -> None:
    asked = View(place.month, "B", "B1", "hotline", "HOT-01", "P1", "division")
    administrator = place.actor(place.administrator)
    assert choices(administrator, place.month).known(asked) == (asked, ())
    head = place.actor(place.head)
    seen, dropped = choices(head, place.month).known(asked)
    assert dropped == ("division", "unit")
    assert seen == View(place.month, None, None, "hotline", "HOT-01", "P1", "division")


def test_only_people_who_inspect_or_did_are_offered_as_inspectors(place: Place) -> None:
    with database().write(SYSTEM) as session:
        gone = make_person(session, code="P2").id
        over = give(session, gone, Role.INSPECTOR, unit_id=place.units[1].id)
        grants.end(session, over, SINCE)
    for person, expected in ((place.administrator, ["P1", "P2"]), (place.head, ["P1"])):
        offered = choices(place.actor(person), place.month).inspectors
        assert [row.code for row in offered] == expected


def test_a_period_without_audits_gives_way_to_the_newest_year(place: Place) -> None:
    offered = choices(place.actor(place.administrator), "2019")
    assert offered.known(View(period="2019")) == (View(period=place.month[:4]), ("period",))
    assert offered.known(View()) == (View(period=place.month[:4]), ())


def test_an_item_of_another_sheet_is_left_out(place: Place) -> None:
    offered = choices(place.actor(place.administrator), place.month)
    _view, dropped = offered.known(View(sheet="counter", item="HOT-01"))
    assert dropped == ("item",)
    assert offered.known(View(item="HOT-01"))[1] == ()


def filters() -> None:
    """A page with nothing but the filters."""
    import json

    import streamlit as st

    from dashboard.widgets.view_filter import pick_view
    from dashboard.widgets.who import recognise

    signed = recognise()
    assert signed is not None
    page = st.session_state.get("page", "trends")
    st.text(json.dumps(pick_view(signed.actor, page).query()))


def drawn(session: AppTest) -> dict[str, str]:
    (told,) = session.text
    query: dict[str, str] = json.loads(told.value)
    return query


def in_address(session: AppTest, name: str) -> list[str]:
    value = session.query_params.get(name) or []
    return [value] if isinstance(value, str) else value


@pytest.fixture
def session(place: Place, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    enter(monkeypatch, place.administrator)
    return AppTest.from_function(filters, default_timeout=30)


def test_a_choice_goes_into_the_address_and_out_of_it_again(session: AppTest, place: Place) -> None:
    sound(session.run())
    assert [box.key for box in session.selectbox] == [f"trends-{name}" for name in FILTERS]
    sound(session.selectbox("trends-division").set_value("A").run())
    sound(session.selectbox("trends-unit").set_value("A1").run())
    assert drawn(session) == {"period": place.month[:4], "division": "A", "unit": "A1"}
    assert in_address(session, "unit") == ["A1"]
    sound(session.selectbox("trends-division").set_value("B").run())
    assert drawn(session) == {"period": place.month[:4], "division": "B"}
    assert in_address(session, "unit") == []
    assert session.selectbox("trends-unit").value is None


def test_the_address_holds_and_what_it_may_not_name_is_said(session: AppTest) -> None:
    session.query_params["unit"] = "A1"
    session.query_params["sheet"] = "nothing"
    sound(session.run())
    assert session.selectbox("trends-unit").value == "A1"
    (word,) = session.caption
    assert "评分表" in word.value
    # As after the browser's back button.
    session.query_params["unit"] = "B1"
    sound(session.run())
    assert session.selectbox("trends-unit").value == "B1"


def test_the_next_page_keeps_the_view_unless_its_address_says_another(session: AppTest) -> None:
    sound(session.run())
    sound(session.selectbox("trends-unit").set_value("A1").run())
    session.query_params.clear()
    session.session_state["page"] = "explain"
    sound(session.run())
    assert drawn(session)["unit"] == "A1"
    assert in_address(session, "unit") == ["A1"]
    session.query_params.clear()
    session.query_params["unit"] = "B1"
    session.session_state["page"] = "ranking"
    sound(session.run())
    assert drawn(session)["unit"] == "B1"
