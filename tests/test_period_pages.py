"""The page of periods without a browser: each state, for administrators and for heads."""

from __future__ import annotations

import pytest
import streamlit as st
from streamlit.testing.v1.element_tree import Button

from checklists.errors import N_
from checklists.periods import Period
from dashboard import coefficients, ending
from dashboard.forecasts.gathering import NoForecast
from dashboard.forecasts.making import at_month_end
from dashboard.periods import desk as period_desk
from dashboard.periods.freezing import ChangedSinceLook
from dashboard.standings import standings
from dashboard.widgets.periods import steps
from dashboard.words import LANGUAGES, speak
from db.actors import Actor, Role
from tests.screens import SIGNS, enter, opened, rows, spoken, tables, texts
from tests.staff import seal_as_seen
from tests.test_sealing_periods import OCTOBER, audited, sealed
from tests.test_standings import Company

STATES = ("open", "closing", "sealed", "restating", "restated")


@pytest.fixture
def company(own_url: str) -> Company:
    found = Company()
    audited(found, 1, 3, 2)
    return found


@pytest.fixture(autouse=True)
def nothing_is_left() -> object:
    yield
    st.cache_data.clear()
    speak(None)


def bring(company: Company, state: str) -> None:
    """Bring October as far as this."""
    if state == "closing":
        period_desk.close(company.actor(), OCTOBER)
    elif state != "open":
        sealed(company, OCTOBER)
    if state.startswith("restat"):
        period_desk.restate(company.actor(), OCTOBER, "漏记一次检查")
        audited(company, 0)
    if state == "restated":
        seal_as_seen(company.actor(), OCTOBER)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.DIVISION_HEAD])
def test_each_state_is_shown_with_the_steps_of_those_who_may(
    company: Company, monkeypatch: pytest.MonkeyPatch, role: Role, state: str, language: str
) -> None:
    bring(company, state)
    enter(monkeypatch, company.people[role])
    page = opened("periods", language, period=str(OCTOBER))
    said = texts(page)
    assert not SIGNS.search(said), said
    words = {
        "open": "Close {period}",
        "closing": "Seal and lock {periods}",
        "sealed": "Open {periods} for a restatement",
        "restating": "Seal and lock {periods}",
        "restated": "Open {periods} for a restatement",
    }
    wanted = spoken(words[state], language, period=OCTOBER, periods=OCTOBER)
    labels = [button.label for button in page.button]
    assert (wanted in labels) is (role is Role.ADMINISTRATOR)
    if state == "restated":
        (change,) = [drawn for key, drawn in tables(page).items() if key.startswith("restated-")]
        names = {row["name"] for row in rows(change)}
        assert spoken("Company", language) in names or role is Role.DIVISION_HEAD
        other = company.b1.name_zh if language == "zh" else company.b1.name_en
        assert (other in names) is (role is Role.ADMINISTRATOR)


@pytest.mark.parametrize("state", ["closing", "restating"])
def test_a_seal_asks_first_and_shows_what_a_restatement_changes(
    company: Company, monkeypatch: pytest.MonkeyPatch, state: str
) -> None:
    bring(company, state)
    enter(monkeypatch, company.people[Role.ADMINISTRATOR])
    page = opened("periods", period=str(OCTOBER))
    label = spoken("Seal and lock {periods}", "zh", periods=OCTOBER)

    def button() -> Button:
        (found,) = [one for one in page.button if one.label == label]
        return found

    assert button().disabled
    (sure,) = page.checkbox
    sure.check().run()
    assert not button().disabled
    told = tables(page).get(f"to-restate-{OCTOBER}")
    assert (told is None) is (state == "closing")
    button().click().run()
    newest = period_desk.history(company.actor(), OCTOBER)[0]
    assert newest.number == (1 if state == "closing" else 2)
    if told is not None:
        (after,) = [drawn for key, drawn in tables(page).items() if key.startswith("restated-")]
        assert rows(after) == rows(told) != []


@pytest.mark.parametrize("failure", [NoForecast(N_("There is nothing.")), RuntimeError("broken")])
def test_a_seal_stands_and_is_told_also_where_nothing_can_be_forecast(
    company: Company, monkeypatch: pytest.MonkeyPatch, failure: Exception
) -> None:
    def fails(_actor: Actor) -> int:
        raise failure

    monkeypatch.setattr(steps, "at_month_end", fails)
    bring(company, "closing")
    enter(monkeypatch, company.people[Role.ADMINISTRATOR])
    page = opened("periods", period=str(OCTOBER))
    page.checkbox[0].check().run()
    label = spoken("Seal and lock {periods}", "zh", periods=OCTOBER)
    next(one for one in page.button if one.label == label).click().run()
    assert period_desk.state_of(company.actor(), OCTOBER) == "sealed"
    assert not page.error
    sealed = spoken("{periods}: sealed.", "zh", periods=OCTOBER)
    assert sealed in [one.value for one in page.success]
    (warning,) = page.warning
    assert warning.value.startswith(
        spoken("What was done stands; only the forecasts were not made anew.", "zh")[:-1]
    )
    page.run()
    assert not page.warning


@pytest.mark.parametrize("failure", [None, RuntimeError("broken")])
def test_closing_a_month_forecasts_like_sealing_and_stands_also_where_that_fails(
    company: Company, monkeypatch: pytest.MonkeyPatch, failure: Exception | None
) -> None:
    asked = []

    def forecasting(actor: Actor) -> int:
        asked.append(actor.person_id)
        if failure is not None:
            raise failure
        return at_month_end(actor)

    monkeypatch.setattr(steps, "at_month_end", forecasting)
    enter(monkeypatch, company.people[Role.ADMINISTRATOR])
    page = opened("periods", period=str(OCTOBER))
    label = spoken("Close {period}", "zh", period=OCTOBER)
    next(one for one in page.button if one.label == label).click().run()
    assert period_desk.state_of(company.actor(), OCTOBER) == "closing"
    assert asked == [company.actor().person_id]
    assert not page.error and len(page.warning) == (failure is not None)
    page.run()
    assert len(asked) == 1 and not page.warning


def test_what_changed_after_the_box_was_ticked_is_looked_at_again(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring(company, "closing")
    enter(monkeypatch, company.people[Role.ADMINISTRATOR])
    page = opened("periods", period=str(OCTOBER))
    label = spoken("Seal and lock {periods}", "zh", periods=OCTOBER)
    page.checkbox[0].check().run()
    actor = company.actor()
    found = coefficients.preview(actor, OCTOBER, {company.a1.id: "1.4"})
    coefficients.settle(actor, found, "重新核定")
    next(one for one in page.button if one.label == label).click().run()
    assert [error.value for error in page.error] == [spoken(str(ChangedSinceLook()), "zh")]
    assert period_desk.state_of(actor, OCTOBER) == "closing"
    page.checkbox[0].uncheck().run()
    page.checkbox[0].check().run()
    next(one for one in page.button if one.label == label).click().run()
    assert period_desk.state_of(actor, OCTOBER) == "sealed"


@pytest.mark.parametrize("state", STATES)
def test_the_ranking_says_from_which_seal_it_is(
    company: Company, monkeypatch: pytest.MonkeyPatch, state: str
) -> None:
    bring(company, state)
    enter(monkeypatch, company.people[Role.ADMINISTRATOR])
    page = opened("ranking", period=str(OCTOBER))
    seals = period_desk.history(company.actor(), OCTOBER)
    said = texts(page)
    assert [seal.hash[:12] in said for seal in seals] == [True, False][: len(seals)]
    assert bool(page.info) is (state == "restating")


def test_a_period_nobody_knows_is_not_opened(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter(monkeypatch, company.people[Role.ADMINISTRATOR])
    page = opened("periods", period="2031-05")
    assert any(str(OCTOBER) in heading.value for heading in page.subheader)
    assert tables(page)["periods"]["chosen"] == str(OCTOBER)
    assert Period.parse("2031-05") not in {
        line.period for line in period_desk.every_period(company.actor())
    }


def test_what_is_sealed_is_no_more_to_be_confirmed_and_nothing_is_listed_twice(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = company.actor(Role.DIVISION_HEAD)
    audited(company, 1, period="2026-11")
    assert [row.period for row in ending.waiting_for(head).page.rows] == [
        "2026-11",
        *["2026-10"] * 2,
    ]
    sealed(company, OCTOBER)
    waiting = ending.waiting_for(head)
    assert [row.period for row in waiting.page.rows] == ["2026-11"]
    assert (waiting.page.total, waiting.needed) == (1, 0)
    enter(monkeypatch, company.people[Role.DIVISION_HEAD])
    drawn = tables(opened("start"))
    ids = [row["id"] for key in ("waiting", "newest") for row in drawn[key]["rows"]]
    assert len(ids) == len(set(ids)) == 3


@pytest.mark.parametrize("state", ["open", "sealed"])
def test_the_list_of_periods_counts_the_units_whose_score_is_provisional(
    company: Company, monkeypatch: pytest.MonkeyPatch, state: str
) -> None:
    bring(company, state)
    enter(monkeypatch, company.people[Role.ADMINISTRATOR])
    listed = {row["period"]: row for row in rows(tables(opened("periods"))["periods"])}
    for period in (OCTOBER, Period.parse("2026")):
        told = standings(company.actor(), period)
        provisional = sum(unit.provisional for unit in told.units)
        assert provisional > 0
        assert listed[str(period)]["provisional"] == str(provisional)
