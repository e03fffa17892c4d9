"""Days, nights and working days of many moments at once: the twin of `clock_times` in columns.

Moments are whole microseconds since 1970 in UTC, days are counted from 1970 where the
organisation is; NONE stands where there is none. A day that cannot be known is -YEAR.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import numpy as np

from checklists.account_rules import Season
from checklists.errors import ChecklistError
from checklists.order_classes import GovernmentSlip, Night
from checklists.work_calendar import LONGEST, ZONE, NoWorkday, WorkCalendar

Micros = np.ndarray[Any, np.dtype[np.int64]]
Flags = np.ndarray[Any, np.dtype[np.bool_]]

NONE = np.iinfo(np.int64).min
SECOND = 1_000_000
DAY = 86_400 * SECOND
EPOCH = date(1970, 1, 1).toordinal()
# The zone has known no summer time since 1991, so that local time is a fixed distance away.
AHEAD = int(datetime(2020, 1, 1, tzinfo=ZONE).utcoffset().total_seconds()) * SECOND  # type: ignore[union-attr]


def of_time(clock: time) -> int:
    """A time of the day in microseconds since its midnight."""
    return (clock.hour * 3600 + clock.minute * 60 + clock.second) * SECOND + clock.microsecond


def day_of(moments: Micros) -> Micros:
    """The local day of each moment."""
    return (moments + AHEAD) // DAY


def time_of(moments: Micros) -> Micros:
    """The local time of the day of each moment."""
    return (moments + AHEAD) % DAY


def at(days: Micros, clock: time) -> Micros:
    """A time of each day; NONE for days that are none or not known."""
    return np.where(days < 0, NONE, days * DAY + of_time(clock) - AHEAD)


def first_known(*columns: Micros) -> Micros:
    """The first moment of each row that there is."""
    found = columns[0]
    for column in columns[1:]:
        found = np.where(found == NONE, column, found)
    return found


def in_season(moments: Micros, season: Season) -> Flags:
    """Whether each moment lies within the days of a season."""
    days = day_of(moments).astype("datetime64[D]")
    months = days.astype("datetime64[M]")
    of_year = (months.astype(np.int64) % 12 + 1) * 100
    of_year += (days - months.astype("datetime64[D]")).astype(np.int64) + 1
    first = season.first_month * 100 + season.first_day
    last = season.last_month * 100 + season.last_day
    return np.asarray((of_year >= first) | (of_year <= last))


def night_call_due(called: Micros, night: Night) -> Micros:
    """When what customers called for at night is due, NONE for calls by day."""
    return night_due(called, np.full(len(called), NONE, dtype=np.int64), night)


def night_due(called: Micros, sent: Micros, night: Night) -> Micros:
    """When orders units got at night, or for the morning, are due, NONE for those by day."""
    due = np.full(len(called), NONE, dtype=np.int64)
    for moments in (called, sent):
        times, days = time_of(moments), day_of(moments)
        evening = times >= of_time(night.begins)
        morning = np.where(evening, days + 1, days)
        by_night = (moments != NONE) & (evening | (times < of_time(night.ends)))
        early = (sent == NONE) | (sent <= at(morning, night.sent_by))
        due = np.where((due == NONE) & by_night & early, at(morning, night.due), due)
    return due


class WorkDays:
    """The working days of a calendar between two moments, and two months beyond."""

    def __init__(self, calendar: WorkCalendar, first: int, last: int) -> None:
        self.first = first
        self._start = (first + AHEAD) // DAY - 1
        end = (last + AHEAD) // DAY + 2 * LONGEST
        self._works = np.array([_works(calendar, day) for day in range(self._start, end)])
        self._next = self._works.copy()
        following = 0
        for place in range(len(self._works) - 1, -1, -1):
            works = self._works[place]
            following = self._start + place if works == 1 else (works if works < 0 else following)
            self._next[place] = following

    def works(self, days: Micros) -> Micros:
        """1 for a working day, 0 for a day off, -YEAR where the year is not known."""
        return self._works[self._places(days)]

    def workday_from(self, days: Micros) -> Micros:
        """The first working day from each day on, -YEAR where that cannot be known.

        A day that is not known stays so. Raises NoWorkday.
        """
        known = days >= 0
        found = np.where(known, self._next[self._places(np.where(known, days, self._start))], days)
        far = known & (found >= 0) & ((found == 0) | (found - days >= LONGEST))
        if far.any():
            raise NoWorkday(date.fromordinal(EPOCH + int(days[far][0])))
        return found

    def workday_after(self, days: Micros) -> Micros:
        """The first working day after each day, -YEAR where that cannot be known."""
        return self.workday_from(np.where(days < 0, days, days + 1))

    def morning_from(self, moments: Micros, clock: time) -> Micros:
        """The first working day whose time `clock` is not before each moment."""
        days = day_of(moments)
        return self.workday_from(np.where(time_of(moments) <= of_time(clock), days, days + 1))

    def fetched(self, collected: Micros, sent: Micros, slip: GovernmentSlip) -> Micros:
        """The days on which slips are to be fetched, -YEAR where that cannot be known."""
        days = day_of(collected)
        in_time = time_of(collected) <= of_time(slip.collected_by)
        works = self.works(days)
        on_it = np.where(in_time & (works != 0), np.where(works < 0, works, days), NONE)
        counted = np.where(on_it == NONE, self.workday_after(days), on_it)
        fetched = self.workday_after(counted)
        late = (fetched >= 0) & (sent > at(fetched, slip.fetched_by))
        return np.where(
            late, self.morning_from(np.where(late, sent, collected), slip.fetched_by), fetched
        )

    def _places(self, days: Micros) -> Micros:
        places = days - self._start
        if len(places) and not (places.min() >= 0 and places.max() < len(self._works)):
            raise ChecklistError("a day lies outside the table of working days")
        return places


def _works(calendar: WorkCalendar, day: int) -> int:
    on = date(1970, 1, 1) + timedelta(days=day)
    return int(calendar.is_workday(on)) if calendar.knows(on.year) else -on.year
