"""The forecast of one account: its fan, what drives it, and what it says to whom."""

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest

from dashboard.charts.account import account_chart
from dashboard.charts.fan import Fan
from dashboard.forecasts.reckoning import Record
from dashboard.points.outlook import outlooks
from dashboard.points.overview import overview
from dashboard.points.prospect import Prospect, prospect
from dashboard.risk.account import project
from dashboard.risk.supposed import suppose
from dashboard.widgets.points.prospect import last_words, risk_words
from dashboard.words import speaking
from db.errors import UnitNotFound
from tests.test_points_outlook import LAST, RUNNING, actor
from tests.test_risk_account import season, some_events


def known(months: int = 7) -> tuple:
    found = season(some_events(5, 21), months)
    return found, project(found)


def accounts(who: str = "H04") -> dict[str, Prospect]:
    """The forecasts of the first accounts somebody sees, by unit."""
    (found,) = outlooks(actor(who), RUNNING)
    return {one.code: prospect(actor(who), RUNNING, one.code) for one in found.units[:3]}


def test_supposing_nothing_is_the_forecast() -> None:
    of, forecast = known()
    for unit in range(of.units):
        found = suppose(of, forecast, unit)
        assert found.balance.tolist() == forecast.balance[unit].tolist()
        assert (found.below, found.last) == (forecast.below[unit], forecast.last[unit])
        assert not found.settled


def test_a_deduction_less_is_what_the_drivers_say() -> None:
    of, forecast = known()
    held = forecast.drivers
    for unit, code in np.argwhere(of.events.sum(axis=1) > 0):
        found = suppose(of, forecast, int(unit), -float(of.points[code]))
        assert found.below == pytest.approx(held.below_with_one_less[unit, code], abs=1e-12)
        assert found.last == pytest.approx(held.last_with_one_less[unit, code], abs=1e-9)


def test_more_points_off_never_lower_the_risk_and_move_the_balance_by_themselves() -> None:
    of, forecast = known()
    steps = [suppose(of, forecast, 2, float(points)) for points in range(0, 40, 5)]
    assert (np.diff([one.below for one in steps]) >= 0).all()
    assert (np.diff([one.last for one in steps]) >= -1e-12).all()
    assert [(steps[0].balance - one.balance)[0] for one in steps] == list(range(0, 40, 5))


def test_without_a_further_deduction_the_line_is_arithmetic() -> None:
    of, forecast = known()
    for unit in range(of.units):
        room = of.balance[unit] - of.line
        stays = suppose(of, forecast, unit, stays=True)
        assert stays.settled
        assert set(stays.balance) == {of.balance[unit]}
        assert stays.below == float(room < 0)
        assert stays.last == forecast.drivers.last_if_no_more[unit]
        if room >= 0:
            assert suppose(of, forecast, unit, room, stays=True).below == 0
            assert suppose(of, forecast, unit, room + 1, stays=True).below == 1
        assert suppose(of, forecast, unit, 10_000.0, stays=True).last == pytest.approx(1)


def test_one_account_alone_has_no_last_place_under_any_supposition() -> None:
    of = season(some_events(1, 3), 5)
    assert np.isnan(suppose(of, project(of), 0, 5.0).last)


def test_each_unit_of_the_demo_has_the_forecast_of_its_division(on_the_demo: None) -> None:
    (whole,) = outlooks(actor("H04"), RUNNING)
    for at, (code, found) in enumerate(accounts().items()):
        assert found.unit.code == code
        assert (found.below, found.last) == (whole.forecast.below[at], whole.forecast.last[at])
        assert found.balances[0].tolist() == [whole.known.balance[at]] * 5
        assert found.ends == whole.ends
        assert found.under(Decimal(0), stays=False).below == found.below
        without = [one.below_without for one in found.drivers]
        assert without == sorted(without)
        taken = sum(one.times * one.rule.points for one in found.drivers)
        assert float(100 - taken) == whole.known.balance[at]


def test_a_representative_is_told_of_the_own_line_and_of_no_last_place(on_the_demo: None) -> None:
    (found,) = accounts("R03").values()
    assert np.isnan(found.last) and last_words(found) == ""
    assert np.isnan(found.under(Decimal(10), stays=False).last)
    with pytest.raises(UnitNotFound):
        prospect(actor("R03"), RUNNING, "HC-01")


def test_the_last_place_is_not_said_where_our_record_speaks_against_it(
    on_the_demo: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Record, "withheld", property(lambda _self: True))
    found = prospect(actor("H04"), RUNNING, "HC-03")
    assert found.withheld and np.isnan(found.last) and last_words(found) == ""
    assert np.isnan(found.under(Decimal(10), stays=False).last)
    assert all(np.isnan(one.last_without) for one in found.drivers)
    assert 0 < found.below < 1
    ended = prospect(actor("H04"), LAST, "HC-03")
    assert not ended.withheld and ended.last in (0, 1)


def test_the_risk_is_said_as_certain_only_where_it_is(on_the_demo: None) -> None:
    standing = {one.unit.code: one.account for one in overview(actor("H04"), RUNNING).units}
    code, found = next((code, one) for code, one in accounts().items() if one.below > 0.3)
    account = standing[code]
    with speaking("en"):
        assert "is below 80 points in about" in risk_words(found, account)
        fallen = replace(account, taken=Decimal(21))
        assert "already" in risk_words(found, fallen)
        waits = replace(account, taken=Decimal(0), waiting=Decimal(21))
        assert "as soon as all that waits" in risk_words(found, waits)
        assert "is last in" in last_words(found)


def test_the_end_of_a_season_is_said_as_it_was(on_the_demo: None) -> None:
    ended = overview(actor("H04"), LAST).units
    with speaking("en"):
        for one in ended[:2]:
            found = prospect(actor("H04"), LAST, one.unit.code)
            kept = "ended below 80" if one.account.below else "kept 80"
            told = "as soon as all" if one.account.may_fall_below else kept
            assert told in risk_words(found, one.account)
            assert found.settled and not Fan(found.ends, found.balances.tolist()).opens


def test_the_chart_holds_the_fan_s_lowest_balance_and_no_label_covers_another(
    on_the_demo: None,
) -> None:
    for one in overview(actor("H04"), RUNNING).units[:2]:
        found = prospect(actor("H04"), RUNNING, one.unit.code)
        fan = Fan(found.ends, found.balances.tolist())
        for account in (one.account, replace(one.account, days_left=3)):
            figure = account_chart(account, fan)
            assert figure.layout.yaxis.range[0] <= fan.lowest
            labels = [note for note in figure.layout.annotations if note.x == 1]
            scale = 296 / (figure.layout.yaxis.range[1] - figure.layout.yaxis.range[0])
            heights = sorted(note.y * scale + note.yshift for note in labels)
            assert len(heights) >= 3
            assert min(np.diff(heights)) > 16
        assert fan.ends[-1] == one.account.season.last
