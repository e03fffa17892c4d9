"""Days of a year as people type them or copy them from an announcement, read and written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from checklists.errors import N_, WordedError
from checklists.work_calendar import CalendarYear, WorkCalendar

LONGEST = 2000
"""So many signs are read; a year's days need far fewer."""

_PIECES = re.compile(r"[,，、;；\n]+")
_DAY = (
    r"(?:(?P<year{0}>\d{{4}})[-/.年])?(?:(?P<month{0}>\d{{1,2}})[-/.月])?(?P<day{0}>\d{{1,2}})日?"
)
_WEEKDAY = r"(?:[（(][^）)]*[）)])?"
_TO = r"\s*(?:至|到|~|～|—|–|--| - |(?<=日)-)\s*"
_RANGE = re.compile(_DAY.format(1) + _WEEKDAY + rf"(?:{_TO}" + _DAY.format(2) + _WEEKDAY + ")?")


class DaysUnread(WordedError):
    """A piece of what was typed is no day and no range of days."""

    def __init__(self, piece: str, year: int) -> None:
        super().__init__(
            N_(
                "“{piece}” is no day of {year}. Write days like {year}-01-01 or 1月1日, and ranges "
                "like {year}-01-01 至 {year}-01-03 or 1月1日至3日, one a line or with commas."
            ),
            piece=piece[:40],
            year=str(year),
        )


def read_days(typed: str, year: int) -> list[date]:
    """The days of a text, in order, each once; without a year they are of `year`.

    Raises DaysUnread with the piece that is no day.
    """
    if len(typed) > LONGEST:
        raise DaysUnread(typed[-40:], year)
    found: set[date] = set()
    for piece in _PIECES.split(typed):
        if piece.strip():
            found.update(_days(piece.strip(), year))
    return sorted(found)


def written_days(days: frozenset[date]) -> str:
    """Days as `read_days` reads them: those that follow each other as one range a line."""
    lines = []
    for first, last in _runs(sorted(days)):
        lines.append(first.isoformat() if first == last else f"{first} 至 {last}")
    return "\n".join(lines)


def workdays_of(days: CalendarYear) -> list[int]:
    """How many working days each month of a year has."""
    calendar = WorkCalendar([days])
    first = date(days.year, 1, 1).toordinal()
    counted = [0] * 12
    for ordinal in range(first, date(days.year + 1, 1, 1).toordinal()):
        day = date.fromordinal(ordinal)
        counted[day.month - 1] += calendar.is_workday(day)
    return counted


def _days(piece: str, year: int) -> Iterator[date]:
    said = _RANGE.fullmatch(piece)
    if said is None or said["month1"] is None:
        raise DaysUnread(piece, year)
    try:
        first = date(int(said["year1"] or year), int(said["month1"]), int(said["day1"]))
        last = first
        if said["day2"]:
            month = int(said["month2"] or first.month)
            last = date(int(said["year2"] or first.year), month, int(said["day2"]))
    except ValueError:
        raise DaysUnread(piece, year) from None
    if not 0 <= (last - first).days <= 366:
        raise DaysUnread(piece, year)
    for after in range((last - first).days + 1):
        yield first + timedelta(days=after)


def _runs(days: list[date]) -> Iterator[tuple[date, date]]:
    start = last = None
    for day in days:
        if last is not None and day - last == timedelta(days=1):
            last = day
            continue
        if start is not None and last is not None:
            yield start, last
        start = last = day
    if start is not None and last is not None:
        yield start, last
