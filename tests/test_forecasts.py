"""Forecasts of the demo's year and season as they are made, shown and held against what came."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest

from checklists.periods import Period
from dashboard.charts.frame import Ink
from dashboard.charts.reliability import reliability_chart
from dashboard.forecasts.accounts import of_accounts
from dashboard.forecasts.gathering import NoForecast, everything, made
from dashboard.forecasts.ranking import moved, prospects, scope_of
from dashboard.forecasts.reckoning import reckoned
from dashboard.forecasts.stored import newest
from dashboard.forecasts.year import known_of
from dashboard.points import outlook
from dashboard.points.outlook import Read
from dashboard.risk.funnel import funnel
from dashboard.risk.scored_audits import Audits
from dashboard.risk.words import record_words
from dashboard.standings import standings
from dashboard.standings.official import before
from dashboard.widgets.forecasts.record import against_naive, record_sentence
from dashboard.words import speaking
from db import grants, persons
from db.actors import SYSTEM, Actor
from db.forecasts.rows import Ended, NewForecast
from db.session import database
from tests.conftest import DEMO_DAY

YEAR, LAST, SEASON = Period.parse("2026"), Period.parse("2025"), Period.parse("2026-HS")


def actor(code: str) -> Actor:
    with database().read(SYSTEM) as session:
        found = grants.actor_of(session, persons.person_by_code(session, code).id, DEMO_DAY)
    assert found is not None
    return found


def forecast(who: Actor, period: Period, division: int | None, on: date = DEMO_DAY) -> NewForecast:
    with database().read(who) as session:
        return made(session, period, division, on)


def test_the_year_is_forecast_for_all_units_that_were_audited(on_the_demo: None) -> None:
    told = forecast(SYSTEM, YEAR, None)
    stands = standings(SYSTEM, YEAR)
    exact = {one.row.id: float(one.exact) for one in stands.units if one.exact is not None}
    rated = [one for one in told.units if one.rated]
    assert {one.unit for one in rated} == set(exact)
    for one in rated:
        assert one.now == pytest.approx(exact[one.unit], abs=8)
        assert one.spread is not None and list(one.spread) == sorted(one.spread)
    assert sum(one.last or 0 for one in rated) == pytest.approx(1, abs=0.01)
    assert (told.line, told.settled, told.as_of) == (600.0, False, DEMO_DAY)


def test_the_same_is_forecast_whoever_asks_and_has_the_same_inputs(on_the_demo: None) -> None:
    head = actor("H01")
    (division,) = head.divisions(next(one.role for one in head.roles))
    mine, whole = forecast(head, YEAR, division), forecast(SYSTEM, YEAR, division)
    assert mine == whole
    later = forecast(SYSTEM, YEAR, division, date(2026, 6, 30))
    assert later.inputs != mine.inputs


def test_a_year_that_is_over_is_what_came_to_the_digit(on_the_demo: None) -> None:
    told = forecast(SYSTEM, LAST, None)
    stands = standings(SYSTEM, LAST)
    assert told.settled
    for one in stands.units:
        (found,) = [row for row in told.units if row.unit == one.row.id]
        assert (found.best, found.worst) == (one.place, one.place)
        assert found.rated == (one.exact is not None)
    assert sum(one.last or 0 for one in told.units) == 1


def test_nothing_is_forecast_of_a_month_nor_of_a_year_without_audits(on_the_demo: None) -> None:
    for period in ("2026-10", "2026-HS", "2031"):
        with pytest.raises(NoForecast):
            forecast(SYSTEM, Period.parse(period), None)


def test_months_to_come_are_planned_also_for_units_audited_only_now(on_the_demo: None) -> None:
    with database().read(SYSTEM) as session:
        known = known_of(session, YEAR, DEMO_DAY, None)
    audited = np.unique(known.audits.unit)
    assert set(np.unique(known.planned.unit)) == set(audited)
    assert known.planned.month.min() >= 10
    held = set(zip(known.audits.unit, known.audits.month, known.audits.sheet, strict=True))
    planned = set(zip(known.planned.unit, known.planned.month, known.planned.sheet, strict=True))
    assert not held & planned


def test_whoever_heads_divisions_makes_theirs_and_the_program_makes_all(on_the_demo: None) -> None:
    with database().read(SYSTEM) as session:
        all_of_them = everything(session, DEMO_DAY)
    assert {one.method for one in all_of_them} == {"A", "B"}
    assert None in {one.division for one in all_of_them}
    head = actor("H04")
    with database().read(head) as session:
        own = everything(session, DEMO_DAY)
    assert {(one.method, str(one.period)) for one in own} == {("A", "2025-HS"), ("A", "2026-HS")}


def test_the_demo_has_forecasts_of_past_month_ends(on_the_demo: None) -> None:
    shown = newest(SYSTEM, YEAR, None)
    assert shown is not None and shown.forecast.made_by is None
    assert shown.forecast.as_of == date(2026, 10, 31)
    assert len(shown.earlier) == 9
    rows = prospects(SYSTEM, standings(SYSTEM, YEAR), None)
    assert all(row.forecast is not None for row in rows.rows)
    rose = moved(SYSTEM, rows, YEAR)
    places = {row.unit.row.id: row.unit.place for row in rows.rows}
    with database().read(SYSTEM) as session:
        was = before(session, YEAR)
    assert was is not None
    earlier = {one.row.id: one.place for one in was.units if one.place is not None}
    assert rose == {unit: earlier[unit] - places[unit] for unit in earlier if places.get(unit)}
    assert any(rose.values())


def test_before_there_were_rules_nothing_is_forecast_and_nothing_is_compared(
    on_the_demo: None,
) -> None:
    with database().read(SYSTEM) as session:
        found = everything(session, date(2025, 12, 31))
    assert {str(one.period) for one in found if one.method == "B"} == {"2025"}
    rows = prospects(SYSTEM, standings(SYSTEM, LAST), None)
    assert moved(SYSTEM, rows, LAST) == {}
    assert rows.shown is not None and rows.shown.forecast.settled


def test_a_season_is_read_once_and_only_the_divisions_asked_for_are_projected(
    on_the_demo: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads, projected, read, project = [], [], Read.of, outlook.project

    def counted(session: Any, season: Period, on: date) -> Read:
        reads.append(season)
        return read(session, season, on)

    def counting(known: Any) -> Any:
        projected.append(known)
        return project(known)

    monkeypatch.setattr(Read, "of", staticmethod(counted))
    monkeypatch.setattr(outlook, "project", counting)
    with database().read(SYSTEM) as session:
        (own,) = of_accounts(session, SEASON, DEMO_DAY)
        assert own.division is not None
        assert of_accounts(session, SEASON, DEMO_DAY, [own.division]) == [own]
        assert len(projected) == 2
        assert of_accounts(session, SEASON, DEMO_DAY, []) == []
        assert len(projected) == 2
        reads.clear()
        everything(session, DEMO_DAY)
    assert reads == [SEASON.previous, SEASON]


def test_a_representative_is_shown_no_forecast_of_others(on_the_demo: None) -> None:
    who = actor("R01")
    assert scope_of(who, standings(who, YEAR), None) == []


def ended(last: tuple[float, ...], was: int, now: tuple[float, ...], year: int = 2026) -> Ended:
    came = tuple(float(place == was) for place in range(len(last)))
    return Ended("B", Period.parse(str(year)), DEMO_DAY, now, last, came, last, came)


def test_a_record_holds_forecasts_against_today_s_last() -> None:
    none = reckoned("B", [])
    assert (none.number, none.brier, none.withheld, none.last) == (0, None, False, ())
    good = reckoned("B", [ended((0.1, 0.9), 1, (700.0, 900.0))])
    assert good.brier == pytest.approx(0.01) and good.naive == 1.0
    assert (good.enough, good.withheld) == (False, False)
    poor = [ended((0.9, 0.1), 1, (900.0, 700.0), 2020 + n // 12) for n in range(60)]
    told = reckoned("B", poor)
    assert (told.number, told.periods, told.enough, told.withheld) == (120, 5, True, True)
    assert [one.came for one in told.last] == [1.0, 0.0]
    assert not reckoned("B", poor[:40]).withheld


def test_units_without_a_chance_do_not_enter_the_record() -> None:
    one = replace(ended((0.5, 0.5), 0, (700.0, 900.0)), last=(None, None))
    assert reckoned("B", [one]).number == 0


def test_a_score_from_few_audits_has_wide_limits() -> None:
    random = np.random.default_rng(4)
    unit = np.repeat(np.arange(4), [2, 50, 50, 50])
    sheet = random.integers(0, 3, len(unit))
    score = 850 + 30 * (sheet == 1) - 60 * (unit == 3) + random.normal(0, 40, len(unit))
    zero = np.zeros(len(unit), dtype=np.int64)
    audits = Audits(unit, zero, sheet, zero, score)
    means = np.array([score[unit == one].mean() for one in range(4)])
    found = funnel(audits, 4, means)
    assert found is not None and found.spread == pytest.approx(40, rel=0.15)
    assert found.beyond(50, means[3]) == 2
    few, many = (found.limits(np.array([float(n)]), 1)[0][0] for n in (2, 50))
    assert few < many < found.mean
    assert found.beyond(2, found.mean - 60) < found.beyond(50, found.mean - 60)


def test_without_scores_there_is_no_funnel_and_with_one_audit_no_limits() -> None:
    nothing = np.empty(0, dtype=np.int64)
    none = Audits(nothing, nothing, nothing, nothing, np.empty(0))
    assert funnel(none, 2, np.array([np.nan, np.nan])) is None
    zero = np.zeros(1, dtype=np.int64)
    one = funnel(Audits(zero, zero, zero, zero, np.array([900.0])), 1, np.array([900.0]))
    assert one is not None and one.spread is None
    assert one.beyond(1, 0.0) == 0


@pytest.mark.parametrize("language", ["zh", "en"])
def test_our_record_is_said_with_none_with_few_and_with_many(language: str) -> None:
    some = ended((0.3, 0.7), 1, (700.0, 900.0))
    none, few, many = (reckoned("B", [some] * number) for number in (0, 3, 60))
    with speaking(language):
        told = [record_sentence(one) for one in (none, few, many)]
        assert len(set(told)) == 3
        assert "6" in told[1] and "100" in told[1] and "120" in told[2]
        assert "0.090" in against_naive(many) and "1.000" in against_naive(many)
        lines = [record_words(held, many.number) for held in many.last]
        said = lines[1].replace(" %", "%")
        assert "70%" in said and "100%" in said
    drawn = reliability_chart(many.last, Ink.of(dark=False))
    assert list(drawn.data[1].x) == pytest.approx([30, 70])
    assert list(drawn.data[1].y) == [0, 100]
