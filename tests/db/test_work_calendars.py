"""Years of the work calendar are entered with a reason, one over another, and none is changed."""

from collections.abc import Collection
from datetime import date, timedelta

import pytest
from sqlalchemy import delete, update
from sqlalchemy import exc as sql
from sqlalchemy.orm import Session

from checklists.work_calendar import WorkCalendar
from db import trail
from db.actors import Actor, Held, Role
from db.errors import EntryRefused, ReasonMissing
from db.models_orders import WorkCalendarDays
from db.work_calendars import (
    CalendarChanged,
    DayRefused,
    YearUnchanged,
    calendars_as_opened,
    checked,
    enter_year,
    entries,
    work_calendar,
)
from tests.factories import DAY, NOW, make_person

NEW_YEAR = date(2027, 1, 1)
WHY = "国务院办公厅通知"


@pytest.fixture(autouse=True)
def administrator(session: Session) -> None:
    """The tests act as an administrator, whose name stands beside what is entered."""
    person = make_person(session, name="沈清源")
    session.info["actor"] = Actor(person.id, person.name, (Held(Role.ADMINISTRATOR),), DAY)


def put(session: Session, off: Collection[date], made_up: Collection[date] = ()) -> int:
    return enter_year(session, 2027, (off, made_up), WHY, NOW)


def test_an_unknown_year_is_known_once_it_was_entered(session: Session) -> None:
    before = work_calendar(session)
    assert not before.knows(2027)
    put(session, [NEW_YEAR, date(2027, 1, 2)], [date(2027, 1, 3)])
    after = work_calendar(session)
    assert not after.is_workday(NEW_YEAR)
    assert after.is_workday(date(2027, 1, 3)) and after.is_workday(date(2027, 1, 4))
    assert after.fingerprint != before.fingerprint
    (one,) = entries(session)
    assert (one.days.off, one.reason, one.entered_by) == ({NEW_YEAR}, WHY, "沈清源")


def test_an_order_keeps_the_days_it_was_opened_under(session: Session) -> None:
    opened = work_calendar(session).fingerprint
    put(session, [NEW_YEAR])
    middle = work_calendar(session).fingerprint
    put(session, [NEW_YEAR, date(2027, 1, 4)])
    as_opened = calendars_as_opened(session)
    assert as_opened(opened).is_workday(date(2027, 1, 4))
    assert as_opened(middle).is_workday(date(2027, 1, 4))
    now = work_calendar(session)
    assert not as_opened(now.fingerprint).is_workday(date(2027, 1, 4))
    assert as_opened("") == now


def test_what_is_entered_stands_in_the_trail_before_and_after(session: Session) -> None:
    put(session, [NEW_YEAR])
    put(session, [NEW_YEAR, date(2027, 1, 4)])
    found, total = trail.entries(session, trail.TrailFilter(action="work_calendar_entered"))
    assert total == 2
    assert (found[0].object_id, found[0].reason) == ("2027", WHY)
    assert found[0].before == {"off": ["2027-01-01"], "made_up": []}
    assert found[0].after == {"off": ["2027-01-01", "2027-01-04"], "made_up": []}
    assert found[1].before is None


@pytest.mark.parametrize(
    ("year", "off", "made_up", "words"),
    [
        (2027, [date(2026, 12, 31)], [], "2026-12-31 does not lie in 2027"),
        (2027, [], [date(2027, 1, 4)], "2027-01-04 is a weekday"),
        (2027, [date(2027, 1, 3)], [date(2027, 1, 3)], "2027-01-03 is both off and made up"),
        (2027, [NEW_YEAR + timedelta(days=n) for n in range(40)], [], "More than 29 days off"),
        (1999, [], [], "The year 1999 cannot be entered"),
        (2027, [], [], "No weekday of 2027 is off"),
        (2027, [date(2027, 1, 2)], [], "No weekday of 2027 is off"),
    ],
)
def test_days_that_cannot_be_are_refused_by_their_day(
    session: Session, year: int, off: list[date], made_up: list[date], words: str
) -> None:
    with pytest.raises(DayRefused, match=words):
        enter_year(session, year, (off, made_up), WHY, NOW)
    assert work_calendar(session) == WorkCalendar()


def test_all_that_is_wrong_with_the_days_is_told_at_once() -> None:
    with pytest.raises(DayRefused) as refused:
        checked(2027, [date(2026, 12, 31), date(2027, 1, 3)], [date(2027, 1, 3), date(2027, 1, 4)])
    told = [str(one) for one in (refused.value, *refused.value.others)]
    assert [words[:10] for words in told] == ["2026-12-31", "2027-01-03", "2027-01-04"]


def test_what_holds_already_is_not_entered_again(session: Session) -> None:
    put(session, [NEW_YEAR])
    with pytest.raises(YearUnchanged, match="2027"):
        put(session, [NEW_YEAR, date(2027, 1, 2)])
    published = WorkCalendar().year(2026)
    with pytest.raises(YearUnchanged, match="2026"):
        enter_year(session, 2026, (published.off, published.made_up), WHY, NOW)


def test_a_year_that_somebody_else_entered_meanwhile_is_not_written_over(session: Session) -> None:
    seen = len(entries(session))
    put(session, [NEW_YEAR])
    with pytest.raises(CalendarChanged):
        enter_year(session, 2027, ([date(2027, 1, 4)], ()), WHY, NOW, seen=seen)
    assert len(entries(session)) == 1


@pytest.mark.parametrize("why", ["", "  "])
def test_a_year_needs_a_reason(session: Session, why: str) -> None:
    with pytest.raises(ReasonMissing, match="where these days come from"):
        enter_year(session, 2027, ([NEW_YEAR], ()), why, NOW)
    with pytest.raises(EntryRefused):
        enter_year(session, 2027, ([NEW_YEAR], ()), "长" * 501, NOW)


@pytest.mark.parametrize("change", ["update", "delete"])
def test_no_entry_is_changed_or_taken_out(session: Session, change: str) -> None:
    put(session, [NEW_YEAR])
    statement = (
        update(WorkCalendarDays).values(reason="")
        if change == "update"
        else delete(WorkCalendarDays)
    )
    with pytest.raises(sql.DatabaseError, match="never changed or taken out"):
        session.execute(statement)
