"""Where one unit's account may end: its fan, the risk, and which deductions weigh most in it.

Whoever sees no other unit is told nothing of the last place.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

import numpy as np

from checklists.account_rules import AccountEvent
from checklists.periods import Period
from dashboard.forecasts.reckoning import record_of
from dashboard.points.ground import rules_of
from dashboard.points.outlook import Outlook, outlook_of
from dashboard.risk.fan import fan
from dashboard.risk.ranks import Floats
from dashboard.risk.supposed import Supposed, suppose
from db.actors import Actor
from db.rows import UnitRow
from db.session import database


@dataclass(frozen=True)
class Driver:
    """A clause by which points were taken off so often, waiting ones too; and how the risk would
    be with one deduction of it less, or without any. NaN is a last place of which nothing is said.
    """

    rule: AccountEvent
    times: int
    below_one_less: float
    below_without: float
    last_one_less: float
    last_without: float


@dataclass(frozen=True)
class Prospect:
    """The forecast of one account, with what waits counted as confirmed.

    `balances` (ends, levels of `risk.balances.LEVELS`) are today's balance and that after each
    week to come, whose last days are `ends`. `below` is P(below the line), `last` P(last), NaN for
    whoever sees no other unit, and where it is `withheld`: forecasts of it were no better so far
    than saying that today's last stays last. `field` counts the units among which there is a last
    one, `best` and `worst` bound the likely places, 0 where there are none.
    """

    unit: UnitRow
    ends: tuple[date, ...]
    balances: Floats
    below: float
    last: float
    last_if_no_more: float
    best: int
    worst: int
    field: int
    rankable: float | None
    comparable: bool
    settled: bool
    withheld: bool
    drivers: tuple[Driver, ...]
    outlook: Outlook

    def under(self, more: Decimal, *, stays: bool) -> Supposed:
        """The account with so many more points taken off it; `stays`: and nothing else to come."""
        place = self.outlook.units.index(self.unit)
        known, forecast = self.outlook.known, self.outlook.forecast
        found = suppose(known, forecast, place, float(more), stays=stays)
        return replace(found, last=float("nan")) if self.withheld else found


def prospect(actor: Actor, season: Period, unit: str) -> Prospect:
    """The forecast of the unit with a code.

    Raises Forbidden, NotInForce or UnitNotFound, also for a unit one does not see.
    """
    outlook = outlook_of(actor, season, unit)
    forecast, known = outlook.forecast, outlook.known
    place = next(at for at, one in enumerate(outlook.units) if one.code == unit)
    found = Prospect(
        unit=outlook.units[place],
        ends=outlook.ends,
        balances=fan(forecast, place, known.start),
        below=float(forecast.below[place]),
        last=float(forecast.last[place]),
        last_if_no_more=float(forecast.drivers.last_if_no_more[place]),
        best=int(forecast.best[place]),
        worst=int(forecast.worst[place]),
        field=int(forecast.field.sum()),
        rankable=forecast.rankable,
        comparable=bool(forecast.comparable[place]),
        settled=forecast.settled,
        withheld=False,
        drivers=_drivers(outlook, place, season),
        outlook=outlook,
    )
    return found if found.settled or np.isnan(found.last) else _as_may_be_said(actor, found)


def _as_may_be_said(actor: Actor, found: Prospect) -> Prospect:
    """The forecast without the last place where our own record speaks against it."""
    with database().read(actor) as session:
        if not record_of(session, "A").withheld:
            return found
    nan = float("nan")
    silent = [replace(one, last_one_less=nan, last_without=nan) for one in found.drivers]
    return replace(
        found, last=nan, last_if_no_more=nan, best=0, worst=0, withheld=True, drivers=tuple(silent)
    )


def _drivers(outlook: Outlook, place: int, season: Period) -> tuple[Driver, ...]:
    """Those that lower the risk most come first: of the line, then of the last place."""
    held, times = outlook.forecast.drivers, outlook.known.events[place].sum(axis=0)
    found = [
        Driver(
            rule,
            int(times[column]),
            float(held.below_with_one_less[place, column]),
            float(held.below_without[place, column]),
            float(held.last_with_one_less[place, column]),
            float(held.last_without[place, column]),
        )
        for column, rule in enumerate(rules_of(season).events)
        if times[column]
    ]
    return tuple(sorted(found, key=_weight))


def _weight(driver: Driver) -> tuple[float, float, Decimal, str]:
    """What is left of the risk without the clause; what cannot be said counts for nothing."""
    last = float(np.nan_to_num(driver.last_without))
    taken = driver.times * driver.rule.points
    return driver.below_without, last, -taken, driver.rule.code
