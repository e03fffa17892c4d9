"""The figures of the 100-point account, of call-backs, of the ladder and of temperatures."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from itertools import pairwise
from typing import Literal, Self

from pydantic import Field, model_validator

from checklists.periods import Period
from checklists.resting import Code, Frozen, Resting, Text
from checklists.scheme import Number

EVENTS = tuple(f"HEV-{number:02d}" for number in range(1, 13))
"""The codes of all events that take points off an account."""

COMMITMENTS = tuple(f"COM-{number:02d}" for number in range(1, 12))
"""The codes of all commitments."""


class AccountEvent(Resting):
    """What takes points off a unit's account; `found_by` says who can propose it.

    `at_least` says from how many times on it is one: what happened less often takes nothing off.
    """

    code: Code
    name: Text
    points: Decimal = Field(gt=0, le=100)
    found_by: Literal["clock", "redo", "call", "person"]
    at_least: int = Field(default=1, ge=1, le=20)
    consequence: Text | None = None


class CallExemption(Resting):
    """A ground on which dissatisfaction with the result is no event (HEV-12)."""

    code: Code
    name: Text


class Season(Resting):
    """The days of a heating season: from a day of autumn to a day of the next spring."""

    first_month: int = Field(ge=7, le=12)
    first_day: int = Field(ge=1, le=30)
    last_month: int = Field(ge=1, le=6)
    last_day: int = Field(ge=1, le=30)

    def days(self, season: Period) -> tuple[date, date]:
        """The first and the last day of a season like 2026-HS."""
        first = date(season.year, self.first_month, self.first_day)
        return first, date(season.year + 1, self.last_month, self.last_day)

    def of(self, day: date) -> Period | None:
        """The season a day lies in, None between two seasons."""
        season = Period.parse(f"{day.year - (day.month < 7)}-HS")
        first, last = self.days(season)
        return season if first <= day <= last else None


class InForce(Resting):
    """The day from which something holds."""

    value: date


class AccountRules(Frozen):
    """The account of a unit and a season: points, line, days and what is deducted."""

    in_force: InForce
    points: Number
    line: Number
    season: Season
    below_zero: Resting
    events: tuple[AccountEvent, ...]
    exemptions: tuple[CallExemption, ...]

    @model_validator(mode="after")
    def _has_every_event_once(self) -> Self:
        if sorted(one.code for one in self.events) != list(EVENTS):
            raise ValueError(f"events: name each of {EVENTS[0]} to {EVENTS[-1]} once")
        if self.line.value >= self.points.value:
            raise ValueError("line: below the points an account begins with")
        return self

    def event(self, code: str) -> AccountEvent:
        """The event with a code. Raises KeyError where there is none."""
        return {one.code: one for one in self.events}[code]


class SampleBand(Frozen):
    """The share of orders to call back up to a number of orders; the last band has no bound."""

    up_to: int | None = Field(default=None, gt=0)
    share: Decimal = Field(gt=0, le=1)


class UnitSample(Resting):
    """How many of a unit's orders are called back, by their number (HEAT)."""

    bands: tuple[SampleBand, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _leaves_no_gap(self) -> Self:
        bounds = [band.up_to for band in self.bands]
        known = [bound for bound in bounds if bound is not None]
        if bounds[-1] is not None or len(known) != len(bounds) - 1:
            raise ValueError("bands: all but the last one have `up_to`")
        if any(lower >= upper for lower, upper in pairwise(known)):
            raise ValueError("bands: each `up_to` is larger than the one before")
        return self

    def share(self, orders: int) -> Decimal:
        """The share of so many orders."""
        return next(b.share for b in self.bands if b.up_to is None or orders <= b.up_to)


class ClassSample(Resting):
    """The share of a class of business that is called back (GAS art. 7); 1 is everybody.

    `orders` names the classes of work orders that belong to it.
    """

    code: Code
    name: Text
    share: Decimal = Field(gt=0, le=1)
    orders: tuple[Code, ...] = ()


class CallingHours(Resting):
    """The time of the day in which customers are called: from `begins` until before `ends`."""

    begins: time
    ends: time

    @model_validator(mode="after")
    def _lie_in_one_day(self) -> Self:
        if not self.begins < self.ends:
            raise ValueError("hours: begins comes before ends")
        return self

    @property
    def words(self) -> dict[str, str]:
        """Both times for a sentence: 7:00."""
        both = (("begins", self.begins), ("ends", self.ends))
        return {name: f"{at.hour}:{at.minute:02d}" for name, at in both}


class CallbackRules(Frozen):
    """By which shares orders are called back, how a share becomes a number, and when one calls."""

    rounding: Resting
    hours: CallingHours
    unit: UnitSample
    classes: tuple[ClassSample, ...]


class LadderStep(Resting):
    """Who is told of an order that is not handled after so many hours."""

    hours: int = Field(ge=1, le=1000)
    code: Code
    name: Text


class LadderRules(Frozen):
    """The escalation of what is not handled: classes, the moment it counts from, the steps."""

    classes: tuple[Code, ...]
    starts: Resting
    steps: tuple[LadderStep, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _climbs(self) -> Self:
        if any(lower.hours >= upper.hours for lower, upper in pairwise(self.steps)):
            raise ValueError("steps: each comes later than the one before")
        return self


class RoomPoints(Resting):
    """How many points a room below so many square metres is measured at, and where."""

    below: Decimal | None = Field(default=None, gt=0)
    points: int = Field(ge=1, le=20)
    place: Text


class TemperatureRules(Frozen):
    """How room temperatures are measured and judged, in degrees Celsius."""

    target: Number
    tolerance: Number
    mean: Resting
    signature: Resting
    rooms: tuple[RoomPoints, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _covers_every_room(self) -> Self:
        bounds = [room.below for room in self.rooms]
        known = [bound for bound in bounds if bound is not None]
        if bounds[-1] is not None or len(known) != len(bounds) - 1 or known != sorted(set(known)):
            raise ValueError("rooms: by area, only the last one without `below`")
        return self

    @property
    def least(self) -> Decimal:
        """The lowest temperature that still keeps the promise."""
        return self.target.value - self.tolerance.value

    def room(self, area: Decimal) -> RoomPoints:
        """How a room of so many square metres is measured."""
        return next(one for one in self.rooms if one.below is None or area < one.below)
