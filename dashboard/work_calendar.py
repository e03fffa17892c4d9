"""The work calendar for administrators: which days of a year are worked, and entering them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from checklists.work_calendar import CalendarYear
from dashboard.calendar_days import DaysUnread, read_days
from dashboard.looks import today
from db import work_calendars as stored
from db.actors import Actor, Role, require
from db.session import database
from db.work_calendars import YearEntry


@dataclass(frozen=True)
class Year:
    """A year of the calendar; `days` are None where it is not known.

    `entered` is the entry that holds, None where the published days do; `seen` is how many entries
    there were at this look.
    """

    year: int
    days: CalendarYear | None
    entered: YearEntry | None
    seen: int


def years(actor: Actor) -> list[int]:
    """The years to choose from, the newest first: all that are known, and up to two years ahead.

    Raises Forbidden.
    """
    with database().read(actor) as session:
        require(session, Role.ADMINISTRATOR)
        known = stored.work_calendar(session).years
    return sorted({*known, *range(today().year, today().year + 3)}, reverse=True)


def unknown_years(actor: Actor) -> list[int]:
    """This year and the next one, where they are not known. Raises Forbidden."""
    with database().read(actor) as session:
        require(session, Role.ADMINISTRATOR)
        calendar = stored.work_calendar(session)
    return [year for year in (today().year, today().year + 1) if not calendar.knows(year)]


def year_of(actor: Actor, year: int) -> Year:
    """A year as it holds now. Raises Forbidden."""
    with database().read(actor) as session:
        found = stored.entries(session)
        calendar = stored.work_calendar(session)
    entered = next((one for one in found if one.days.year == year), None)
    days = calendar.year(year) if calendar.knows(year) else None
    return Year(year, days, entered, len(found))


def history(actor: Actor, year: int) -> list[YearEntry]:
    """Every entry of a year, the newest first. Raises Forbidden."""
    with database().read(actor) as session:
        return [one for one in stored.entries(session) if one.days.year == year]


def read(actor: Actor, year: int, off: str, made_up: str) -> CalendarYear:
    """What was typed as the days of a year; nothing is written.

    Raises Forbidden, or DaysUnread or DayRefused with all that is wrong.
    """
    with database().read(actor) as session:
        require(session, Role.ADMINISTRATOR)
    found, unread = [], list[str]()
    for typed in (off, made_up):
        try:
            found.append(read_days(typed, year))
        except DaysUnread as error:
            unread += error.pieces
    if unread:
        raise DaysUnread(unread, year)
    return stored.checked(year, *found)


def enter(actor: Actor, year: Year, off: str, made_up: str, reason: str) -> None:
    """Let the days that were typed hold for the year that was looked at.

    Raises Forbidden, DaysUnread, DayRefused, ReasonMissing, EntryRefused, YearUnchanged or
    CalendarChanged.
    """
    days = read(actor, year.year, off, made_up)
    entered: tuple[frozenset[date], frozenset[date]] = (days.off, days.made_up)
    with database().write(actor) as session:
        now = datetime.now(UTC)
        stored.enter_year(session, year.year, entered, reason, now, seen=year.seen)
