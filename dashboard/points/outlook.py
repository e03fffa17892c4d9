"""Where the accounts of a season may end, as far as whoever asks may see them.

What waits for a decision is counted as if it were confirmed. The forecast of a unit's
representative knows that unit alone and says nothing of the last place.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

import numpy as np
from numpy.typing import NDArray

from checklists.account import SeasonDays
from checklists.periods import Period
from dashboard.looks import today
from dashboard.points.finding import find
from dashboard.points.ground import LOOKING, bounds, day_of, rules_of, season_days
from dashboard.points.reckoning import account_of, by_unit
from dashboard.risk.account import Forecast, project
from dashboard.risk.inputs import Past
from dashboard.risk.inputs import Season as Accounts
from db.account import places, reading
from db.account.places import Stay
from db.account.reading import EventRow
from db.actors import Actor, require
from db.errors import UnitNotFound
from db.rows import DivisionRow, UnitRow
from db.session import database

WEEK = 7


@dataclass(frozen=True)
class Outlook:
    """The forecast of a division's accounts; `units` in its order.

    `known` is what it was made from; `ends` are the last days of today's week and those to come.
    """

    division: DivisionRow
    units: tuple[UnitRow, ...]
    known: Accounts
    forecast: Forecast
    ends: tuple[date, ...]


@dataclass(frozen=True)
class Stretch:
    """Some days in a row, first and last included, and the units that were there, by id."""

    first: date
    last: date
    units: frozenset[int]

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1


def outlooks(actor: Actor, season: Period) -> tuple[Outlook, ...]:
    """The forecasts of a season, one for each division one sees, by its code.

    Raises Forbidden or NotInForce.
    """
    return _read(actor, season).outlooks()


def outlook_of(actor: Actor, season: Period, unit: str) -> Outlook:
    """The forecast of the division that the unit with a code is in, as far as one sees it.

    Raises Forbidden, NotInForce or UnitNotFound, also for a unit one does not see.
    """
    read = _read(actor, season)
    for division, members in read.divisions:
        if any(one.code == unit for one in members):
            return _outlook(division, members, read)
    raise UnitNotFound(unit)


def _read(actor: Actor, season: Period) -> Read:
    """What is known of a season today, and the units one sees."""
    with database().read(actor) as session:
        require(session, *LOOKING)
    find(season)
    with database().read(actor) as session:
        return Read.of(session, season, today())


@dataclass(frozen=True)
class Before:
    """The deductions of the season before, and its weeks with the units that were there."""

    rows: Sequence[EventRow]
    weeks: tuple[Stretch, ...]


@dataclass(frozen=True)
class Read:
    """What was read of a season as of a day: its units, weeks, deductions, the season before."""

    units: tuple[UnitRow, ...]
    season: Period
    weeks: tuple[Stretch, ...]
    rows: Sequence[EventRow]
    past: Before
    on: date

    @staticmethod
    def of(session: Any, season: Period, on: date) -> Read:
        """What stands in the database, as far as whoever acts sees it."""
        days = season_days(season)
        units = places.account_units(session, days.first, min(max(on, days.first), days.last))
        units.sort(key=lambda one: (one.division.code, one.code))
        stays = places.stays(session)
        weeks = _weeks(stays, days, bounds(season).in_force, on)
        rows = reading.events(session, str(season))
        past = _past(session, stays, season.previous)
        return Read(tuple(units), season, weeks, rows, past, on)

    @property
    def divisions(self) -> tuple[tuple[DivisionRow, tuple[UnitRow, ...]], ...]:
        """The units of each division, by their codes."""
        found = groupby(self.units, key=lambda one: one.division)
        return tuple((division, tuple(members)) for division, members in found)

    def outlooks(self, chosen: Collection[int] | None = None) -> tuple[Outlook, ...]:
        """The forecasts, one for each division or each of those chosen by id, by its code."""
        return tuple(
            _outlook(division, members, self)
            for division, members in self.divisions
            if chosen is None or division.id in chosen
        )

    @property
    def over(self) -> tuple[Stretch, ...]:
        """The weeks that have begun: the last of them ends today."""
        return tuple(week for week in self.weeks if week.first <= self.on)

    @property
    def coming(self) -> tuple[Stretch, ...]:
        """The weeks to come."""
        return self.weeks[len(self.over) :]


def _past(session: Any, stays: Sequence[Stay], season: Period) -> Before:
    days, in_force = season_days(season), bounds(season).in_force
    weeks = _weeks(stays, days, in_force, days.last) if days.last >= in_force else ()
    return Before(reading.events(session, str(season)), weeks)


def _weeks(
    stays: Sequence[Stay], days: SeasonDays, in_force: date, on: date
) -> tuple[Stretch, ...]:
    """The weeks in which points are taken off; one ends on the given day, if that lies within."""
    first, found = max(days.first, in_force), []
    while first <= days.last:
        last = min(first + timedelta(days=WEEK - 1), days.last)
        if first <= on < last:
            last = on
        there = frozenset(one.unit_id for one in stays if one.has_account(first, last))
        found.append(Stretch(first, last, there))
        first = last + timedelta(days=1)
    return tuple(found)


def _outlook(division: DivisionRow, units: tuple[UnitRow, ...], read: Read) -> Outlook:
    known = _accounts(units, read)
    today_s = min(read.on, read.weeks[-1].last) if read.weeks else read.on
    ends = (today_s, *(week.last for week in read.coming))
    return Outlook(division, units, known, project(known), ends)


def _accounts(units: Sequence[UnitRow], read: Read) -> Accounts:
    """The arrays of the projection: events by unit, week and code, exposure in days."""
    rules, limits = rules_of(read.season), bounds(read.season)
    codes = [one.code for one in rules.events]
    lasted = _days(units, read.past.weeks).sum(axis=1)
    return Accounts(
        events=_counts(units, codes, read.over, read.rows),
        points=np.array([float(one.points) for one in rules.events]),
        over=_days(units, read.over),
        ahead=_days(units, read.coming),
        # All of an account's days are heated.
        heating=np.ones(len(read.weeks), dtype=bool),
        balance=_balances(units, read),
        past=Past(
            _counts(units, codes, read.past.weeks, read.past.rows).sum(axis=1),
            np.stack([np.zeros(len(units)), lasted], axis=1),
        ),
        start=float(limits.start),
        line=float(limits.line),
    )


def _balances(units: Sequence[UnitRow], read: Read) -> NDArray[np.float64]:
    """What is left to each unit if all that waits is confirmed."""
    days, limits, own = season_days(read.season), bounds(read.season), by_unit(read.rows)
    left = [account_of(days, limits, own[one.id], read.on).if_all for one in units]
    return np.array(left, dtype=float)


def _counts(
    units: Sequence[UnitRow],
    codes: Sequence[str],
    weeks: Sequence[Stretch],
    rows: Iterable[EventRow],
) -> NDArray[np.float64]:
    """How often each code happened, (units, weeks, codes), but for what was refused."""
    place = {unit.id: number for number, unit in enumerate(units)}
    column = {code: number for number, code in enumerate(codes)}
    found = np.zeros((len(units), len(weeks), len(codes)))
    for row in rows:
        day = day_of(row.occurred_at)
        week = next((n for n, one in enumerate(weeks) if one.first <= day <= one.last), None)
        counts = row.state in ("waiting", "confirmed")
        if counts and week is not None and row.unit_id in place:
            found[place[row.unit_id], week, column[row.code]] += row.times
    return found


def _days(units: Sequence[UnitRow], weeks: Sequence[Stretch]) -> NDArray[np.float64]:
    """For how many days of each week each unit was there, (units, weeks)."""
    found = [[week.days * float(unit.id in week.units) for week in weeks] for unit in units]
    return np.array(found).reshape(len(units), len(weeks))
