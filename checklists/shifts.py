"""The shifts of a service centre: which moments each one sums up, so that none counts twice.

Reading of HEAT, whose shifts overlap by half an hour and sum up 30 minutes before they end: where
two shifts are there at once the one that leaves is summing up, and what happens is the next
one's. So a shift sums up what happens from its beginning to the beginning of the next one: every
moment belongs to one shift, and the shifts of a day add up to it. The night belongs to the day on
which it begins; its last half hour, after it has summed up, is still its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Protocol


class Times(Protocol):
    """A shift of the rules: from when to when people are there, perhaps over midnight."""

    @property
    def code(self) -> str:
        """Its code."""

    @property
    def begins(self) -> time:
        """When its people come."""

    @property
    def ends(self) -> time:
        """When they leave."""


@dataclass(frozen=True)
class Span:
    """What a shift of a day sums up: from `start` until before `end`.

    It is summed up and signed from `ready_at` on. Until `shared_until` the shift before is still
    there; None where there is no such time.
    """

    shift: str
    day: date
    start: datetime
    end: datetime
    ready_at: datetime
    shared_until: datetime | None


@dataclass(frozen=True)
class Roster:
    """The shifts of a day in the order in which they begin, in the zone of the centre.

    `summary` is how long before its end a shift sums up.
    """

    shifts: Sequence[Times]
    summary: timedelta
    zone: tzinfo

    def span(self, shift: str, day: date) -> Span:
        """What a shift of a day sums up. Raises KeyError where there is no such shift."""
        codes = [one.code for one in self.shifts]
        if shift not in codes:
            raise KeyError(shift)
        place = codes.index(shift)
        before, this = self.shifts[place - 1], self.shifts[place]
        after = self.shifts[(place + 1) % len(self.shifts)]
        start, left = self._at(day, this.begins), self._at(day, before.ends)
        return Span(
            shift,
            day,
            start,
            end=self._at(day + timedelta(days=after.begins <= this.begins), after.begins),
            ready_at=self._at(day + timedelta(days=this.ends <= this.begins), this.ends)
            - self.summary,
            shared_until=left if left > start else None,
        )

    def at(self, moment: datetime) -> Span:
        """The shift that sums a moment up."""
        day = moment.astimezone(self.zone).date()
        days = (day - timedelta(days=1), day)
        spans = (self.span(one.code, on) for on in days for one in self.shifts)
        return next(found for found in spans if found.start <= moment < found.end)

    def _at(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, self.zone)
