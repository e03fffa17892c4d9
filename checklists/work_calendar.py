"""Which days are working days: Chinese holidays and make-up days, and what was entered by hand."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from importlib.metadata import version
from zoneinfo import ZoneInfo

from chinese_calendar import constants

from checklists.errors import N_, ChecklistError

ZONE = ZoneInfo("Asia/Shanghai")
"""Where the organisation is: days and times of the day are meant there."""

LONGEST = 60
"""A working day is looked for so many days ahead; no break is that long."""


YEAR_UNKNOWN = N_(
    "The work calendar does not know the year {about} yet. "
    "An administrator enters it on the page “Work calendar”."
)


class UnknownYear(ChecklistError):
    """Nobody has said which days of a year are working days."""

    def __init__(self, year: int) -> None:
        self.year = year
        # As text, so that no thousands are marked.
        super().__init__(YEAR_UNKNOWN, about=str(year))


class NoWorkday(ChecklistError):
    """No working day follows within a stretch in which there always is one."""

    def __init__(self, day: date) -> None:
        super().__init__(
            N_("No working day follows {day} within {most} days. Correct the work calendar."),
            day=day.isoformat(),
            most=LONGEST,
        )


@dataclass(frozen=True)
class CalendarYear:
    """What was entered for a year: weekdays that are off, and weekend days that are worked."""

    year: int
    off: frozenset[date]
    made_up: frozenset[date]


@lru_cache(maxsize=1)
def published() -> dict[int, CalendarYear]:
    """The years that chinesecalendar knows; those it has no holiday of are not among them."""
    years = sorted({day.year for day in constants.holidays})
    return {
        year: CalendarYear(
            year,
            frozenset(day for day in constants.holidays if day.year == year and day.weekday() < 5),
            frozenset(day for day in constants.workdays if day.year == year and day.weekday() > 4),
        )
        for year in years
    }


class WorkCalendar:
    """The published years with entered ones in their place; of several the last one holds."""

    def __init__(self, entered: Iterable[CalendarYear] = ()) -> None:
        self._entered = tuple(entered)
        self._years = published() | {one.year: one for one in self._entered}

    def knows(self, year: int) -> bool:
        """Whether the working days of a year are known."""
        return year in self._years

    def year(self, year: int) -> CalendarYear:
        """The days off and the days made up of a year. Raises UnknownYear."""
        if year not in self._years:
            raise UnknownYear(year)
        return self._years[year]

    @property
    def years(self) -> tuple[int, ...]:
        """The years that are known, the earliest first."""
        return tuple(sorted(self._years))

    def is_workday(self, day: date) -> bool:
        """Whether people work on a day. Raises UnknownYear."""
        known = self.year(day.year)
        return day in known.made_up or (day.weekday() < 5 and day not in known.off)

    def workday_from(self, day: date) -> date:
        """The first working day on or after a day. Raises UnknownYear or NoWorkday."""
        for ahead in range(LONGEST):
            found = day + timedelta(days=ahead)
            if self.is_workday(found):
                return found
        raise NoWorkday(day)

    def workday_after(self, day: date) -> date:
        """The first working day after a day. Raises UnknownYear or NoWorkday."""
        return self.workday_from(day + timedelta(days=1))

    @property
    def fingerprint(self) -> str:
        """What an order keeps of the calendar it was opened under, 56 characters at most.

        The version of chinesecalendar and how many entries were made, then the first 32 digits
        of the SHA-256 over all its days: `1.11.0+2:` and the digits.
        """
        return _fingerprint(self._entered)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, WorkCalendar) and self._years == other._years

    def __hash__(self) -> int:
        return hash(self.fingerprint)


def calendar_as_of(entered: Sequence[CalendarYear], fingerprint: str) -> WorkCalendar:
    """The calendar an order was opened under, with later entries only for years unknown then.

    `entered` are all entries, the earliest first. A fingerprint that was not made by `fingerprint`
    gives the calendar as it is now: nothing is known of how it was.
    """
    head = fingerprint.partition(":")[0].partition("+")[2]
    if not head.isdigit() or int(head) > len(entered):
        return WorkCalendar(entered)
    then = entered[: int(head)]
    known = {one.year for one in then} | set(published())
    later: dict[int, CalendarYear] = {}
    for one in entered[int(head) :]:
        if one.year not in known:
            later.setdefault(one.year, one)
    return WorkCalendar((*then, *later.values()))


@lru_cache(maxsize=256)
def _fingerprint(entered: tuple[CalendarYear, ...]) -> str:
    years = published() | {one.year: one for one in entered}
    text = ";".join(
        f"{year}:{','.join(sorted(day.isoformat() for day in one.off))}"
        f"/{','.join(sorted(day.isoformat() for day in one.made_up))}"
        for year, one in sorted(years.items())
    )
    digest = hashlib.sha256(text.encode()).hexdigest()[:32]
    return f"{version('chinesecalendar')}+{len(entered)}:{digest}"
