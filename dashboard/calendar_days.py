"""Days of a year as people type them or copy them from an announcement, read and written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from checklists.errors import N_, WordedError
from checklists.work_calendar import CalendarYear, WorkCalendar

LONGEST = 2000
"""So many signs are read; a year's days need far fewer."""

MOST_NAMED = 8
"""So many pieces are named in one message."""

_PIECES = re.compile(r"[,、;。\n]+")
_DAY = (
    r"(?:(?P<year{0}>\d{{4}})[-/.年])?(?:(?P<month{0}>\d{{1,2}})[-/.月])?"
    r"(?P<day{0}>\d{{1,2}})(?P<called{0}>[日号])?"
)
_WEEKDAY = r"(?:\([^)]*\))?"
_TO = r"\s*(?:至|到|~|—|–|--| - )\s*"
_TOLD = r"\s*(?:放假|休息|公休|调休|补休|上班|补班|\s)*"
_RANGE = re.compile(
    _DAY.format(1) + _WEEKDAY + rf"(?:{_TO}" + _DAY.format(2) + _WEEKDAY + ")?" + _TOLD
)
_IDLE = re.compile(r"共\d{1,2}天")
"""What an announcement adds to the days it names."""

_SIGNS = re.compile(r"\b(20\d\d)(\d\d)(\d\d)\b")


class DaysUnread(WordedError):
    """A piece of what was typed is no day and no range of days."""

    def __init__(self, pieces: Sequence[str], year: int) -> None:
        self.pieces = tuple(pieces)
        super().__init__(
            N_(
                "“{piece}” is no day of {year}. Write days like {year}-01-01 or 1月1日, and ranges "
                "like {year}-01-01 至 {year}-01-03 or 1月1日至3日, one a line or with commas."
            ),
            piece="” “".join(piece[:40] for piece in self.pieces[:MOST_NAMED]),
            year=str(year),
        )


def read_days(typed: str, year: int) -> list[date]:
    """The days of a text, in order, each once; without a year they are of `year`.

    Raises DaysUnread with every piece that is no day.
    """
    if len(typed) > LONGEST:
        raise DaysUnread([typed[-40:]], year)
    found: set[date] = set()
    unread: list[str] = []
    before: date | None = None
    for piece in _pieces(typed):
        days = _days(piece, year, before)
        if days is None:
            unread.append(piece)
        else:
            found.update(days)
            before = days[-1]
    if unread:
        raise DaysUnread(unread, year)
    return sorted(found)


def weekends_in(off: str, year: int) -> list[date]:
    """The Saturdays and Sundays among the days off that were typed. Raises DaysUnread."""
    return [day for day in read_days(off, year) if day.weekday() > 4]


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


def _pieces(typed: str) -> Iterator[str]:
    for piece in _PIECES.split(unicodedata.normalize("NFKC", typed)):
        bare = piece.strip()
        if not bare or _IDLE.fullmatch(bare):
            continue
        # Days with blanks between them are pieces of their own.
        alone = bare.split()
        yield from alone if len(alone) > 1 and all(map(_match, alone)) else [bare]


def _match(piece: str) -> re.Match[str] | None:
    plain = _SIGNS.sub(r"\1-\2-\3", piece)
    # One dash among points, strokes or characters says from and to.
    if plain.count("-") == 1 and re.search(r"[./月]", plain):
        plain = plain.replace("-", "至")
    said = _RANGE.fullmatch(plain)
    known = said is not None and (said["month1"] is not None or said["called1"] is not None)
    return said if known else None


def _days(piece: str, year: int, before: date | None) -> list[date] | None:
    """The days of a piece; one without a month is of the month before it. None for no days."""
    said = _match(piece)
    if said is None or (said["month1"] is None and before is None):
        return None
    month = int(said["month1"]) if said["month1"] else before.month if before else 0
    try:
        first = date(int(said["year1"] or year), month, int(said["day1"]))
        last = first
        if said["day2"]:
            month = int(said["month2"] or first.month)
            last = date(int(said["year2"] or first.year), month, int(said["day2"]))
    except ValueError:
        return None
    if not 0 <= (last - first).days <= 366:
        return None
    return [first + timedelta(days=after) for after in range((last - first).days + 1)]


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
