"""Every page in one session of the program: nobody there yet, a few there, and the demo."""

import json
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from checklists.catalogue_loader import load_catalogue
from checklists.exact import plain
from checklists.periods import Period
from checklists.rollup import AuditPoints, UnitScore, score_unit
from dashboard import desk, gate, tokens
from dashboard.looks import GRADES, PROVISIONAL, ROLES, grade_look, moment_text, score_text, today
from dashboard.sheet_form import assets
from dashboard.sheet_form.words import FORM_WORDS
from dashboard.widgets.sheets import SCORED
from dashboard.words import speak, speaking
from db import organisation
from db.actors import SYSTEM, Role
from db.closing import submit_audit
from db.scores import scores_of_period
from db.session import database
from tests.factories import (
    NOT_APPLICABLE,
    NOW,
    deduction,
    full_answers,
    give_answers,
    make_audit,
    make_division,
    make_person,
    make_sheet,
    make_unit,
)
from tests.screens import (
    CHINESE,
    SIGNS,
    components,
    enter,
    opened,
    rows,
    sound,
    spoken,
    tables,
    texts,
    title,
    turned,
)
from tests.staff import actor_of, give, make_administrator

LANGUAGES = ["zh", "en"]
TITLES = {
    "measured": "Measured figures",
    "audits": "Audits",
    "ranking": "Ranking",
    "documents": "Meeting documents",
    "explain": "Where a score comes from",
    "trends": "Trends",
    "orders": "Work orders",
    "board": "Order board",
    "summaries": "Shift summaries",
    "calling": "Call-backs",
    "points": "100-point account",
    "order_import": "Import orders",
    "temperature": "Room temperatures",
    "catalogue": "Catalogue",
    "organisation": "Organisation",
    "people": "People",
    "periods": "Periods",
    "coefficients": "Difficulty coefficients",
    "commitments": "Commitments",
    "calendar": "Work calendar",
    "releases": "Releases",
    "trail": "Trail",
    "account": "My account",
}
ADMINISTRATOR = ROLES[Role.ADMINISTRATOR]
PAGES = ["start", *SCORED, *TITLES]


@pytest.fixture(autouse=True)
def nothing_is_left() -> Iterator[None]:
    yield
    st.cache_data.clear()
    speak(None)


@pytest.fixture
def empty(own_url: str, monkeypatch: pytest.MonkeyPatch) -> int:
    """Nothing but an administrator, who is signed in."""
    with database().write(SYSTEM) as session:
        administrator = make_administrator(session)
    enter(monkeypatch, administrator)
    return administrator


@pytest.fixture
def demo(demo_url: str, own_secret: None, on_its_day: None, monkeypatch: pytest.MonkeyPatch) -> str:
    """The demo, with its administrator chosen to begin with."""
    monkeypatch.setenv("DATABASE_URL", demo_url)
    monkeypatch.setenv("HENG_DEMO", "1")
    enter(monkeypatch, None)
    people = gate.demo_people()
    (administrator,) = (person for person, (_name, role) in people.items() if role == ADMINISTRATOR)
    first = {administrator: people[administrator], **people}
    monkeypatch.setattr(gate, "demo_people", lambda: first)
    return demo_url


class Small:
    """Two units; one hotline audit was submitted for the first, one is a draft, one is void.

    Their inspector, who is the administrator too, is signed in.
    """

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        sheet = make_sheet()
        with database().write(SYSTEM) as session:
            division = make_division(session, name_zh="甲事业部", name_en="Division A")
            person = make_person(session, name="张三")
            give(session, person.id, Role.ADMINISTRATOR)
            give(session, person.id, Role.INSPECTOR, division_id=division.id)
            self.scored = make_unit(session, division, name_zh="东站", name_en="East")
            self.unscored = make_unit(session, division, name_zh="西站", name_en="West")
            who = {"unit_id": self.scored.id, "inspector_id": person.id}
            self.submitted = make_audit(session, **who)
            give_answers(session, self.submitted, full_answers(sheet, HOT_01=deduction(1)))
            submit_audit(session, self.submitted.id, person.id, NOW)
            self.draft = make_audit(session, **who)
            give_answers(session, self.draft, {"HOT-01": deduction(1)})
            self.void = make_audit(session, **who)
        self.actor = actor_of(person.id)
        desk.make_void(self.actor, self.void.id, "填错单位")
        self.person = person
        enter(patch, person.id)


@pytest.fixture
def small(own_url: str, monkeypatch: pytest.MonkeyPatch) -> Small:
    return Small(monkeypatch)


def expected_title(page: str, language: str) -> str:
    if page == "start":
        return "衡 Heng"
    if page in SCORED:
        return load_catalogue().sheet(page, today()).name.get(language)
    return spoken(TITLES[page], language)


def check_every_page(language: str) -> None:
    session = opened(language=language)
    for page in PAGES:
        turned(session, page)
        assert title(session) == expected_title(page, language)
        if page != "start":
            assert bool(CHINESE.search(title(session))) is (language == "zh")
        assert not SIGNS.search(texts(session)), page


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_opens_where_nobody_is_yet(empty: int, language: str) -> None:
    check_every_page(language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_opens_for_a_few(small: Small, language: str) -> None:
    check_every_page(language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_opens_on_the_demo(demo: str, language: str) -> None:
    check_every_page(language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_ranking_leads_to_the_first_sheet(empty: int, language: str) -> None:
    session = opened("ranking", language)
    words = "Nothing has been submitted yet. A ranking appears with the first submitted audit."
    assert spoken(words, language) in texts(session)
    pressed(session, spoken("Score a sheet", language))
    assert title(session) == "衡 Heng"


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_organisation_leads_to_its_page(empty: int, language: str) -> None:
    session = opened("hotline", language)
    words = "There are no units yet. Add divisions and units first."
    assert spoken(words, language) in texts(session)
    pressed(session, spoken("Set up the organisation", language))
    assert title(session) == spoken("Organisation", language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_empty_tables_say_what_comes_next(empty: int, language: str) -> None:
    said = {
        ("start", "drafts"): "No draft is open.",
        ("audits", "audits"): (
            "No audit fits these filters. Take a filter out, or start an audit."
        ),
        ("organisation", "units"): "There is no unit yet. Add a division first, then its units.",
        ("organisation", "divisions"): (
            "There is no division yet. Add one below, or read a workbook."
        ),
        ("start", "newest"): "Nothing has been submitted yet.",
    }
    session = opened(language=language)
    for (page, key), words in said.items():
        drawn = tables(turned(session, page))[key]
        assert (drawn["rows"], drawn["empty"]) == ([], spoken(words, language))


def test_the_language_is_switched_on_the_page_and_kept(small: Small) -> None:
    session = opened("ranking")
    assert title(session) == spoken("Ranking", "zh")
    session.button_group(key="lang").set_value("en").run()
    assert title(sound(session)) == "Ranking"
    speak("en")
    assert title(turned(session, "audits")) == "Audits"
    session.button_group(key="lang").set_value("zh").run()
    assert title(sound(session)) == spoken("Audits", "zh")


def test_the_address_names_the_language_by_its_code_and_older_links_hold(small: Small) -> None:
    session = opened("ranking")
    session.button_group(key="lang").set_value("en").run()
    assert session.query_params["lang"] == "en"
    for older, code in {"English": "en", "中文": "zh", "nonsense": "zh"}.items():
        session = opened("start", older)
        assert session.button_group(key="lang").value == code
        assert session.query_params["lang"] == code


def test_the_language_in_the_address_stays_when_a_button_leads_elsewhere(small: Small) -> None:
    session = opened("counter", "en")
    session.selectbox(key="unit").set_value(small.unscored.id)
    pressed(session, "Start the audit")
    (given,) = components(session, "heng_sheet_form")
    assert given["language"] == "en"
    session = opened("hotline", "en", audit=small.submitted.id)
    pressed(session, "All audits")
    assert title(session) == "Audits"


def test_the_person_stays_when_the_language_changes(small: Small) -> None:
    session = opened()
    session.button_group(key="lang").set_value("en").run()
    assert sound(session).session_state["signed"].actor.me == small.person.id
    assert "张三" in texts(session)


def test_nobody_is_let_in_without_a_session(own_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    enter(monkeypatch, None)
    for page in PAGES:
        session = opened(page)
        assert title(session) == "衡 Heng"
        assert session.session_state["signed"] is None
        assert not tables(session)
        assert not components(session, "heng_sheet_form")


def test_the_demo_s_role_is_switched_on_the_page(demo: str) -> None:
    session = opened()
    assert session.session_state["signed"].actor.holds(Role.ADMINISTRATOR)
    for person, (name, _role) in gate.demo_people().items():
        session.selectbox(key="demo-person").set_value(person).run()
        assert sound(session).session_state["signed"].actor.name == name


def test_an_unknown_language_is_chinese(empty: int) -> None:
    session = opened("ranking", "kl")
    assert title(session) == spoken("Ranking", "zh")


def test_only_the_demo_says_that_it_is_one(small: Small) -> None:
    session = opened()
    assert not demo_labels(session)
    assert "demo-person" not in {box.key for box in session.selectbox}


def test_the_demo_says_so_on_every_page(demo: str) -> None:
    session = opened()
    for page in PAGES:
        assert len(demo_labels(turned(session, page))) == 1, page


def demo_labels(session: AppTest) -> list[str]:
    bodies = [str(element.proto.body) for element in session.get("html")]
    return [body for body in bodies if 'class="heng-demo"' in body]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_draft_opens_its_form_with_what_was_answered(small: Small, language: str) -> None:
    session = opened("hotline", language, audit=small.draft.id)
    (given,) = components(session, "heng_sheet_form")
    assert given["audit"]["id"] == small.draft.id
    assert given["audit"]["unit"] == small.scored.name(language)
    assert given["language"] == language
    assert given["answers"]["HOT-01"]["answer"] == deduction(1)
    assert given["score"]["answered"] == 1
    with speaking(language):
        texts = assets.texts(make_sheet())
    assert given["files"]["texts"] == texts.address
    given |= json.loads(texts.body)
    items = [item for section in given["sections"] for item in section["items"]]
    assert [item["code"] for item in items] == [item.code for item in make_sheet().items]
    assert all(bool(CHINESE.search(item["wording"])) is (language == "zh") for item in items)
    bearer = tokens.read(given["token"], small.draft.id)
    assert (bearer.person, bearer.language) == (small.person.id, language)
    assert given["words"]["submit"] == spoken(FORM_WORDS["submit"], language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_submitted_audit_shows_where_every_point_went(small: Small, language: str) -> None:
    session = opened("hotline", language, audit=small.submitted.id)
    name = make_sheet().name.get(language)
    assert title(session) == spoken("Result: {sheet}", language, sheet=name)
    assert not components(session, "heng_sheet_form")
    ledger = {row["item"]: row for row in rows(tables(session)[f"ledger-{small.submitted.id}"])}
    lost = ledger.pop("HOT-01")
    assert (lost["available"], lost["deducted"], lost["left"]) == ("2", "2", "0")
    # What else is listed was not scored: its points are in K3.
    assert {row["left"] for row in ledger.values()} <= {spoken("not scored", language)}
    open_audit = desk.look_at(small.actor, small.submitted.id)
    assert f"**{plain(open_audit.score.k or Fraction(0))}**" in texts(session)
    session.button_group(key="ledger-shown").set_value("all").run()
    every = rows(tables(sound(session))[f"ledger-{small.submitted.id}"])
    assert [line["item"] for line in every] == [item.code for item in make_sheet().items]


def test_a_void_audit_gives_its_reason(small: Small) -> None:
    session = opened("hotline", audit=small.void.id)
    assert [w.value for w in session.warning] == [spoken("Void: {reason}", "zh", reason="填错单位")]


def test_making_an_audit_void_takes_a_reason(small: Small) -> None:
    session = opened("hotline", audit=small.submitted.id)
    void = spoken("Make void, which cannot be undone", "zh")
    button(session, void).click().run()
    assert not session.exception
    assert len(session.error) == 1
    session.text_input(key=f"void-{small.submitted.id}").set_value("填错单位")
    pressed(session, void)
    assert desk.look_at(small.actor, small.submitted.id).audit.state == "void"
    assert len(session.warning) == 1


def test_an_audit_there_is_not_is_said(small: Small) -> None:
    session = AppTest.from_file(opened()._script_path, default_timeout=60).run()
    session.query_params["audit"] = "nothing"
    session.switch_page("../pages/hotline.py").run()
    assert not session.exception
    assert [error.value for error in session.error] == [spoken("There is no such audit.", "zh")]
    button(session, spoken("All audits", "zh")).click().run()
    assert title(sound(session)) == spoken("Audits", "zh")


def test_an_audit_of_another_sheet_opens_on_its_own_page(small: Small) -> None:
    session = opened("counter", audit=small.draft.id)
    (given,) = components(session, "heng_sheet_form")
    assert given["audit"]["id"] == small.draft.id


def test_an_audit_is_begun_from_the_page_of_its_sheet(small: Small) -> None:
    session = opened("counter")
    start = spoken("Start the audit", "zh")
    button(session, start).click().run()
    assert len(session.error) == 1
    session.selectbox(key="unit").set_value(small.unscored.id)
    session.text_input(key="subject-counter").set_value("3 号窗口")
    pressed(session, start)
    (given,) = components(session, "heng_sheet_form")
    audit = desk.look_at(small.actor, given["audit"]["id"]).audit
    assert (audit.unit.id, audit.sheet, audit.subject, audit.state) == (
        small.unscored.id,
        "counter",
        "3 号窗口",
        "draft",
    )
    assert (audit.period, audit.audited_on) == (str(Period.month_of(today())), today())


def test_a_draft_of_the_month_is_offered_before_a_second_one_is_begun(small: Small) -> None:
    month = str(Period.month_of(today()))
    with database().write(SYSTEM) as session:
        who = {"unit_id": small.unscored.id, "inspector_id": small.person.id}
        draft = make_audit(session, period=month, **who)
    shown = opened("hotline")
    assert draft.id not in {one.key for one in shown.button}
    shown.selectbox(key="unit").set_value(small.unscored.id).run()
    (offered,) = [one for one in sound(shown).button if one.key == draft.id]
    assert "张三" in offered.label
    offered.click().run()
    (given,) = components(sound(shown), "heng_sheet_form")
    assert given["audit"]["id"] == draft.id


def test_the_organisation_grows_by_its_forms(empty: int) -> None:
    session = opened("organisation")
    entered(session, "division", {"code": "D1", "zh": "甲事业部", "en": "Division A"})
    entered(session, "unit", {"code": "U1", "zh": "东站", "en": ""})
    (unit,) = rows(tables(session)["units"])
    assert (unit["code"], unit["unit"], unit["division"]) == ("U1", "东站", "甲事业部")
    (division,) = rows(tables(session)["divisions"])
    assert (division["code"], division["name"], division["units"]) == ("D1", "甲事业部", "1")
    with database().read(SYSTEM) as read:
        assert [unit.name_en for unit in organisation.units(read)] == ["东站"]


def test_a_person_can_be_added_before_there_is_a_division(empty: int) -> None:
    session = opened("people")
    entered(session, "person", {"code": "X1", "name": "张三"})
    shown = rows(tables(session)["people"])
    assert ("X1", "张三") in {(row["code"], row["name"]) for row in shown}


def test_a_code_that_is_taken_is_said_and_nothing_is_lost(small: Small) -> None:
    session = opened("people")
    fill(session, "person", {"code": small.person.code, "name": "李四"})
    assert len(session.error) == 1
    assert CHINESE.search(session.error[0].value)
    assert session.text_input(key="person-name-0").value == "李四"


def test_audits_are_filtered_and_paged(demo: str) -> None:
    session = opened("audits")
    everything = rows(tables(session)["audits"])
    assert len(everything) == 50
    session.selectbox(key="audits-sheet").set_value("venting").run()
    venting = rows(tables(sound(session))["audits"])
    assert {row["sheet"] for row in venting} == {expected_title("venting", "zh")}
    session.selectbox(key="audits-period").set_value("2026-Q3").run()
    quarter = rows(tables(sound(session))["audits"])
    assert {row["period"] for row in quarter} == {"2026-07", "2026-08", "2026-09"}
    session.button_group(key="audits-state").set_value("draft").run()
    assert rows(tables(sound(session))["audits"]) == []


def test_the_start_page_lists_the_own_drafts(small: Small) -> None:
    session = opened()
    (row,) = rows(tables(session)["drafts"])
    assert row["unit"] == "东站"
    assert (row["sheet"], row["period"]) == (expected_title("hotline", "zh"), small.draft.period)
    must = sum(1 for item in make_sheet().items if not item.rule.OPTIONAL)
    assert row["answered"] == f"1 / {must}"
    assert row["saved"] == moment_text(NOW)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_unit_without_a_score_stands_apart_and_not_last(small: Small, language: str) -> None:
    session = opened("ranking", language)
    assert [row["unit"] for row in rows(tables(session)["ranking"])] == [
        small.scored.name(language)
    ]
    assert spoken("Not scored", language) in [head.value for head in session.subheader]
    names = f"{small.unscored.division.name(language)} · {small.unscored.name(language)}"
    assert names in [block.value for block in session.markdown]


def test_only_nothing_scored_still_makes_a_page(empty: int) -> None:
    sheet = make_sheet()
    skipped = {item.code: NOT_APPLICABLE for item in sheet.items}
    skipped |= {item.code: {"verdict": "met"} for item in sheet.items if item.rule.OPTIONAL}
    with database().write(SYSTEM) as write:
        audit = make_audit(write)
        give_answers(write, audit, skipped)
        submit_audit(write, audit.id, audit.inspector.id, NOW)
    session = opened("ranking")
    assert rows(tables(session)["ranking"]) == []
    shown = "\n".join(block.value for block in session.markdown)
    assert audit.unit.name_zh in shown
    result = opened("hotline", audit=audit.id)
    assert spoken("Not scored", "zh") in texts(result)


def expected_scores(url: str, period: str) -> dict[str, UnitScore]:
    """The units' scores from the single audits' rows, one by one."""
    asked = Period.parse(period)
    on = min(asked.last_day, today())
    catalogue = load_catalogue()
    in_force = {code: sheet.points for code, sheet in catalogue.sheets(on).items()}
    points: dict[str, list[AuditPoints]] = defaultdict(list)
    with database(url).read(SYSTEM) as session:
        units = organisation.units(session)
        for row in scores_of_period(session, asked.months[0], asked.months[-1]):
            points[row.unit_code].append(AuditPoints(row.sheet, row.k1, row.k2, row.k3))
    scheme = catalogue.scheme("gas-1000", on)
    return {unit.name_zh: score_unit(scheme, in_force, points[unit.code]) for unit in units}


@pytest.mark.parametrize("period", ["2026", "2025", "2026-Q2", "2026-01", "2026-11"])
def test_the_ranking_is_what_the_roll_up_of_the_rows_gives(demo: str, period: str) -> None:
    session = opened("ranking")
    session.selectbox(key="ranking-period").set_value(period).run()
    shown = rows(tables(sound(session))["ranking"])
    expected = {unit: score for unit, score in expected_scores(demo, period).items() if score.k}
    with speaking("zh"):
        assert {row["unit"]: (row["k"], row["grade"]) for row in shown} == {
            unit: (score_text(score.k), grade_look(score.grade).label.split(" ", 1)[1])
            for unit, score in expected.items()
        }
    assert {row["unit"]: row["audits"] for row in shown} == {
        unit: str(score.audits) for unit, score in expected.items()
    }
    rates = [expected[row["unit"]].rate or Fraction(0) for row in shown]
    assert rates == sorted(rates, reverse=True)
    assert [int(row["place"]) for row in shown] == [
        1 + sum(other > rate for other in rates) for rate in rates
    ]


def test_scores_are_sorted_as_numbers(demo: str) -> None:
    session = opened("ranking")
    ranking = tables(session)["ranking"]
    assert sorts(ranking, "k") == list(range(len(ranking["rows"])))[::-1]
    session = turned(session, "audits")
    audits = tables(session)["audits"]
    scores = [row["k"] for row in rows(audits)]
    by_rank = sorted(
        (rank, Decimal(k))
        for rank, k in zip(sorts(audits, "k"), scores, strict=True)
        if rank is not None
    )
    assert [k for _rank, k in by_rank] == sorted(k for _rank, k in by_rank)
    assert len({k for _rank, k in by_rank}) > 20


def sorts(table: dict[str, Any], column: str) -> list[Any]:
    place = [one["key"] for one in table["columns"]].index(column)
    return [row["cells"][place]["sort"] for row in table["rows"]]


def test_the_chart_shows_the_same_scores_with_shape_and_word(demo: str) -> None:
    session = opened("ranking")
    ranked = {row["unit"]: row["k"] for row in rows(tables(session)["ranking"])}
    session.button_group(key="ranking-view").set_value("chart").run()
    (chart,) = session.get("plotly_chart")
    traces = json.loads(chart.proto.spec)["data"]
    points = {
        name: text.removesuffix(f" {PROVISIONAL.shape}")
        for trace in traces
        for name, text in zip(trace["y"], trace["text"], strict=True)
    }
    assert points == ranked
    assert {trace["name"] for trace in traces} <= {spoken(look.word, "zh") for look in GRADES}


def test_a_new_unit_is_not_scored_in_the_months_before_it(demo: str) -> None:
    session = opened("ranking")
    session.selectbox(key="ranking-period").set_value("2026-03").run()
    shown = {row["unit"] for row in rows(tables(sound(session))["ranking"])}
    assert "北新服务站" not in shown
    assert any("北新服务站" in block.value for block in session.markdown)


def test_a_period_in_the_address_is_opened(demo: str) -> None:
    session = opened("ranking", period="2026-Q1")
    assert session.selectbox(key="ranking-period").value == "2026-Q1"
    assert tables(session)["ranking"]["caption"] == spoken(
        "Ranking {period}", "zh", period="2026-Q1"
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_shows_every_sheet_whole(empty: int, language: str) -> None:
    session = opened("catalogue", language)
    for code, sheet in load_catalogue().sheets(today()).items():
        session.selectbox(key="catalogue-sheet").set_value(code).run()
        drawn = tables(sound(session))
        shown = [
            row
            for section in sheet.sections
            for row in rows(drawn[f"catalogue-{code}-{section.code}"])
        ]
        assert [row["code"] for row in shown] == [item.code for item in sheet.items]
        assert len(rows(drawn["catalogue-grades"])) == 4
        assert not SIGNS.search(texts(session)), code


def button(session: AppTest, label: str) -> Any:
    """The button with this label."""
    (found,) = [one for one in session.button if one.label == label]
    return found


def pressed(session: AppTest, label: str) -> AppTest:
    """Press a button; the run after it must go well."""
    button(session, label).click().run()
    return sound(session)


def fill(session: AppTest, form: str, values: dict[str, str]) -> None:
    """Fill in one of the forms of people and organisation, and send it."""
    for field, value in values.items():
        (entry,) = [e for e in session.text_input if str(e.key).startswith(f"{form}-{field}-")]
        entry.set_value(value)
    (send,) = [one for one in session.button if one.form_id == form]
    send.click().run()
    assert not session.exception


def entered(session: AppTest, form: str, values: dict[str, str]) -> None:
    """Fill a form in; what it adds must be taken."""
    fill(session, form, values)
    sound(session)
