"""The organisation's work calendar: the published years and those entered in their place."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from checklists.errors import N_
from checklists.work_calendar import (
    LONGEST,
    CalendarYear,
    WorkCalendar,
    calendar_as_of,
)
from db.actors import Role, require
from db.errors import DataError, ReasonMissing
from db.models import Person
from db.models_orders import WorkCalendarDays
from db.texts import entry
from db.trail import note, one_at_a_time

FIRST_YEAR, LAST_YEAR = 2004, 2100


class DayRefused(DataError):
    """A day cannot be what it was entered as; `others` are what is wrong beside it."""

    others: tuple["DayRefused", ...] = ()


class YearUnchanged(DataError):
    """What was entered holds already."""

    def __init__(self, year: int) -> None:
        super().__init__(
            N_("These days hold for {year} already. Change a day to enter the year."),
            year=str(year),
        )


class CalendarChanged(DataError):
    """Somebody else entered a year since the calendar was looked at."""

    def __init__(self) -> None:
        super().__init__(
            N_(
                "Somebody else changed the work calendar meanwhile. Nothing was entered; "
                "look at the year again."
            )
        )


@dataclass(frozen=True)
class YearEntry:
    """A year as it was entered: by whom, when and why."""

    id: int
    days: CalendarYear
    reason: str
    entered_at: datetime
    entered_by: str


def work_calendar(session: Session) -> WorkCalendar:
    """The calendar as it is now; orders that are opened keep its fingerprint."""
    return WorkCalendar(_entered(session))


def calendars_as_opened(session: Session) -> Callable[[str], WorkCalendar]:
    """What gives the calendar an order was opened under, by the fingerprint it keeps.

    Years that were unknown then are as they were first entered afterwards.
    """
    rows = _entered(session)
    found: dict[str, WorkCalendar] = {}

    def as_opened(fingerprint: str) -> WorkCalendar:
        if fingerprint not in found:
            found[fingerprint] = calendar_as_of(rows, fingerprint)
        return found[fingerprint]

    return as_opened


def entries(session: Session) -> list[YearEntry]:
    """Every entry there was, the newest first. Raises Forbidden."""
    require(session, Role.ADMINISTRATOR)
    query = (
        select(WorkCalendarDays, Person.name)
        .join(Person, Person.id == WorkCalendarDays.person_id)
        .order_by(WorkCalendarDays.id.desc())
    )
    return [
        YearEntry(row.id, _year(row), row.reason, row.entered_at, name)
        for row, name in session.execute(query)
    ]


def enter_year(
    session: Session,
    year: int,
    days: tuple[Collection[date], Collection[date]],
    reason: str,
    now: datetime,
    *,
    seen: int | None = None,
) -> int:
    """Let days off and days made up hold for a year, in place of what holds; the entry's number.

    Orders that are open keep the calendar they were opened under. `seen` is how many entries
    there were when the year was looked at. Raises Forbidden, ReasonMissing, EntryRefused,
    DayRefused, YearUnchanged, or CalendarChanged where others were made since.
    """
    actor = require(session, Role.ADMINISTRATOR)
    if not reason.strip():
        raise ReasonMissing(N_("Say in a few words where these days come from."))
    reason = entry(reason, 500)
    entered = checked(year, *days)
    one_at_a_time(session)
    rows = _entered(session)
    if seen is not None and seen != len(rows):
        raise CalendarChanged
    before = WorkCalendar(rows)
    held = before.year(year) if before.knows(year) else None
    if held == entered:
        raise YearUnchanged(year)
    row = WorkCalendarDays(
        year=year,
        off=_written(entered.off),
        made_up=_written(entered.made_up),
        reason=reason,
        entered_at=now,
        person_id=actor.me,
    )
    session.add(row)
    session.flush()
    told = {"off": row.off, "made_up": row.made_up}
    was = held and {"off": _written(held.off), "made_up": _written(held.made_up)}
    note(session, "work_calendar_entered", "year", year, before=was, after=told, reason=reason)
    return row.id


def checked(year: int, off: Collection[date], made_up: Collection[date]) -> CalendarYear:
    """A year's days as they may be entered; weekends among the days off are left out.

    Raises DayRefused with the day; what is wrong beside it is told by its `others`.
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise DayRefused(
            N_("The year {year} cannot be entered. Choose one from {first} to {last}."),
            year=str(year),
            first=str(FIRST_YEAR),
            last=str(LAST_YEAR),
        )
    wrong = list(_wrong(year, off, made_up))
    if wrong:
        wrong[0].others = tuple(wrong[1:])
        raise wrong[0]
    days = CalendarYear(year, frozenset(d for d in off if d.weekday() < 5), frozenset(made_up))
    if not days.off:
        words = N_("No weekday of {year} is off. Enter the days off of the announcement.")
        raise DayRefused(words, year=str(year))
    _check_breaks(days)
    return days


def _wrong(year: int, off: Collection[date], made_up: Collection[date]) -> Iterator[DayRefused]:
    for day in sorted({*off, *made_up}):
        if day.year != year:
            yield _refused(N_("{day} does not lie in {year}. Take it out."), day, year)
    for day in sorted(made_up):
        if day.weekday() < 5:
            words = N_(
                "{day} is a weekday and needs no making up. Take it out of the days made up."
            )
            yield _refused(words, day, year)
        elif day in off:
            yield _refused(N_("{day} is both off and made up. Choose one of them."), day, year)


def _check_breaks(days: CalendarYear) -> None:
    calendar, free, day = WorkCalendar([days]), 0, date(days.year, 1, 1)
    while day.year == days.year:
        free = 0 if calendar.is_workday(day) else free + 1
        if free >= LONGEST // 2:
            words = N_("More than {most} days off follow each other up to {day}. Correct them.")
            raise DayRefused(words, day=day.isoformat(), most=LONGEST // 2 - 1)
        day += timedelta(days=1)


def _refused(words: str, day: date, year: int) -> DayRefused:
    return DayRefused(words, day=day.isoformat(), year=str(year))


def _entered(session: Session) -> list[CalendarYear]:
    rows = session.scalars(select(WorkCalendarDays).order_by(WorkCalendarDays.id))
    return [_year(row) for row in rows]


def _year(row: WorkCalendarDays) -> CalendarYear:
    off, made_up = (frozenset(map(date.fromisoformat, days)) for days in (row.off, row.made_up))
    return CalendarYear(row.year, off, made_up)


def _written(days: Collection[date]) -> list[str]:
    return [day.isoformat() for day in sorted(days)]
