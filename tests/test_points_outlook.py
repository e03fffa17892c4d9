"""The forecast of the accounts, fed from the deductions of the demo's heating division."""

import numpy as np
import pytest

from checklists.periods import Period
from dashboard.demo.account import WORST
from dashboard.points.outlook import Outlook, Read, outlooks
from dashboard.points.overview import overview
from dashboard.risk.fan import fan
from db import grants, persons
from db.account.places import account_units
from db.actors import SYSTEM, Actor
from db.session import database
from tests.conftest import DEMO_DAY

LAST, RUNNING = Period.parse("2025-HS"), Period.parse("2026-HS")


def actor(code: str) -> Actor:
    with database().read(SYSTEM) as session:
        person = persons.person_by_code(session, code)
        found = grants.actor_of(session, person.id, DEMO_DAY)
    assert found is not None
    return found


def only(who: str, season: Period) -> Outlook:
    (found,) = outlooks(actor(who), season)
    return found


def test_the_season_under_way_is_forecast_with_what_waits(on_the_demo: None) -> None:
    found = only("H04", RUNNING)
    left = {
        one.unit.code: float(one.account.if_all) for one in overview(actor("H04"), RUNNING).units
    }
    assert [one.code for one in found.units] == sorted(left)
    assert found.known.balance.tolist() == [left[one.code] for one in found.units]
    taken = found.known.events.sum(axis=1) @ found.known.points
    assert found.known.balance.tolist() == (100 - taken).tolist()
    assert found.known.past is not None and found.known.past.events.sum() > 0
    assert not found.forecast.settled
    assert 1 <= found.forecast.last.sum() < 1.5
    assert ((found.forecast.below > 0) & (found.forecast.below < 1)).all()


def test_the_fan_of_a_unit_has_a_row_for_today_and_each_week_to_come(on_the_demo: None) -> None:
    found = only("H04", RUNNING)
    opened = fan(found.forecast, 0, found.known.start)
    assert len(opened) == len(found.ends)
    assert found.ends[0] == DEMO_DAY
    assert found.ends[-1].isoformat() == "2027-03-20"
    assert (opened[0] == found.known.balance[0]).all()


def test_a_season_that_is_over_is_settled(on_the_demo: None) -> None:
    found = only("H04", LAST)
    assert found.forecast.settled
    codes = [one.code for one in found.units]
    assert found.forecast.last.tolist() == [float(code == WORST) for code in codes]
    assert found.forecast.below.tolist() == found.forecast.last.tolist()
    assert found.ends == (found.ends[0],)


def test_a_representative_s_forecast_knows_the_own_unit_alone(on_the_demo: None) -> None:
    found = only("R03", RUNNING)
    assert len(found.units) == 1
    assert np.isnan(found.forecast.last).all()


@pytest.mark.parametrize("who", ["A01", "G01"])
def test_others_who_look_at_accounts_see_the_same(on_the_demo: None, who: str) -> None:
    assert only(who, RUNNING).forecast.last.tolist() == only("H04", RUNNING).forecast.last.tolist()


@pytest.mark.parametrize("who", ["H04", "R03", "A01"])
@pytest.mark.parametrize("season", [LAST, RUNNING], ids=str)
def test_the_units_of_each_week_are_those_with_an_account_on_its_last_day(
    on_the_demo: None, who: str, season: Period
) -> None:
    whoever = actor(who)
    with database().read(whoever) as session:
        read = Read.of(session, season, DEMO_DAY)
        weeks = (*read.weeks, *read.past.weeks)
        asked = [account_units(session, week.first, week.last) for week in weeks]
    assert [week.units for week in weeks] == [{one.id for one in each} for each in asked]
    assert any(week.units for week in weeks)
