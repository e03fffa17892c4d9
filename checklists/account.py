"""The 100-point account of a unit over a season: what is taken off, when, and what is left.

HEAT: points are taken off 100; below 80 the unit is proposed for elimination, and people decide.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from checklists.account_rules import AccountRules
from checklists.periods import Period

State = Literal["waiting", "confirmed", "rejected", "withdrawn"]


@dataclass(frozen=True)
class SeasonDays:
    """The days of an account, first and last included; `code` is that of the period: 2026-HS."""

    code: str
    first: date
    last: date

    @staticmethod
    def of(rules: AccountRules, season: Period) -> SeasonDays:
        """The days of a heating season by the rules."""
        return SeasonDays(str(season), *rules.season.days(season))

    def holds(self, day: date) -> bool:
        """Whether a day is one of the season's."""
        return self.first <= day <= self.last

    def days_left(self, on: date) -> int:
        """How many of the season's days come after a day: 0 on the last one."""
        after = max(on, self.first - timedelta(days=1))
        return max(0, (self.last - after).days)


@dataclass(frozen=True)
class Bounds:
    """With how many points an account begins, below how many it is a matter for people.

    `in_force` is the first day on which anything is taken off.
    """

    start: Decimal
    line: Decimal
    in_force: date

    @staticmethod
    def of(rules: AccountRules) -> Bounds:
        """The bounds by the rules."""
        return Bounds(rules.points.value, rules.line.value, rules.in_force.value)

    def takes_off(self, season: SeasonDays, day: date) -> bool:
        """Whether what happens on a day takes points off the account of a season."""
        return season.holds(day) and day >= self.in_force


@dataclass(frozen=True)
class Deduction:
    """Points to be taken off for what happened on a day, and what people decided on it."""

    day: date
    points: Decimal
    state: State


@dataclass(frozen=True)
class DayBalance:
    """What was left after a day, and what would be if all that waits were confirmed."""

    day: date
    left: Decimal
    if_all: Decimal


@dataclass(frozen=True)
class Account:
    """An account as it stands on a day; `left` may be below 0.

    `days` begin with the season's first day and end with the day it stands on, or the season's
    last one; a day on which nothing changes is left out, but for the first and the last.
    """

    season: SeasonDays
    bounds: Bounds
    taken: Decimal
    waiting: Decimal
    number: dict[State, int]
    days: tuple[DayBalance, ...]
    days_left: int

    @property
    def left(self) -> Decimal:
        """What is left of the points: only what was confirmed is taken off."""
        return self.bounds.start - self.taken

    @property
    def if_all(self) -> Decimal:
        """What would be left if all that waits were confirmed."""
        return self.left - self.waiting

    @property
    def below(self) -> bool:
        """Whether it is below the line: exactly on it still passes."""
        return self.left < self.bounds.line

    @property
    def may_fall_below(self) -> bool:
        """Whether it is not below the line, and would be if all that waits were confirmed."""
        return not self.below and self.if_all < self.bounds.line


def account(
    season: SeasonDays, bounds: Bounds, deductions: Iterable[Deduction], on: date
) -> Account:
    """The account of a unit on a day.

    What happened outside the season's days, before the rules were in force or after `on` takes
    nothing off; nor does what was rejected, or withdrawn by the program.
    """
    counted = [
        one
        for one in deductions
        if bounds.takes_off(season, one.day) and one.day <= max(on, season.first)
    ]
    number: dict[State, int] = {"waiting": 0, "confirmed": 0, "rejected": 0, "withdrawn": 0}
    for one in counted:
        number[one.state] += 1
    return Account(
        season=season,
        bounds=bounds,
        taken=_sum(one for one in counted if one.state == "confirmed"),
        waiting=_sum(one for one in counted if one.state == "waiting"),
        number=number,
        days=tuple(_days(season, bounds, counted, on)),
        days_left=season.days_left(on),
    )


def _days(
    season: SeasonDays, bounds: Bounds, counted: Iterable[Deduction], on: date
) -> Iterable[DayBalance]:
    taken: dict[date, list[Decimal]] = {}
    for one in counted:
        if one.state in ("waiting", "confirmed"):
            here = taken.setdefault(one.day, [Decimal(0), Decimal(0)])
            here[0] += one.points if one.state == "confirmed" else 0
            here[1] += one.points
    last = min(max(on, season.first), season.last)
    left = if_all = bounds.start
    for day in sorted({season.first, last, *taken}):
        confirmed, every = taken.get(day, (Decimal(0), Decimal(0)))
        left, if_all = left - confirmed, if_all - every
        yield DayBalance(day, left, if_all)


def _sum(found: Iterable[Deduction]) -> Decimal:
    return sum((one.points for one in found), Decimal(0))
