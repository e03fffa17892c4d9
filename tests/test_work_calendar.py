"""The work calendar knows holidays and make-up days, and says which years it does not know."""

from datetime import date

import pytest

from checklists.work_calendar import (
    CalendarYear,
    NoWorkday,
    UnknownYear,
    WorkCalendar,
    calendar_as_of,
)


def entered(year: int, *off: date, made_up: tuple[date, ...] = ()) -> CalendarYear:
    return CalendarYear(year, frozenset(off), frozenset(made_up))


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 11, 20), True),  # Friday
        (date(2026, 11, 21), False),  # Saturday
        (date(2026, 2, 14), True),  # Saturday made up before Spring Festival
        (date(2026, 2, 16), False),  # Monday of Spring Festival
        (date(2026, 2, 28), True),  # Saturday made up after it
        (date(2026, 10, 10), True),  # Saturday made up after National Day
        (date(2026, 1, 1), False),
    ],
)
def test_holidays_and_make_up_days_are_known(day: date, works: bool) -> None:
    assert WorkCalendar().is_workday(day) is works


def test_an_unknown_year_is_said_not_guessed() -> None:
    calendar = WorkCalendar()
    assert calendar.knows(2026) and not calendar.knows(2027)
    with pytest.raises(UnknownYear, match="2027"):
        calendar.is_workday(date(2027, 1, 4))
    with pytest.raises(UnknownYear, match="2027"):
        calendar.workday_after(date(2026, 12, 31))
    assert calendar.workday_after(date(2026, 12, 30)) == date(2026, 12, 31)


def test_an_entered_year_holds_in_place_of_the_published_one() -> None:
    extra = entered(2026, date(2026, 11, 20), made_up=(date(2026, 11, 22),))
    calendar = WorkCalendar([extra])
    assert not calendar.is_workday(date(2026, 11, 20))
    assert calendar.is_workday(date(2026, 11, 22))
    assert calendar.is_workday(date(2026, 10, 1))  # No longer off: the entry says all of a year.


def test_of_several_entries_for_a_year_the_last_one_holds() -> None:
    first, second = entered(2027, date(2027, 1, 1)), entered(2027, date(2027, 1, 4))
    assert WorkCalendar([first, second]).is_workday(date(2027, 1, 1))
    assert not WorkCalendar([first, second]).is_workday(date(2027, 1, 4))


def test_a_calendar_without_working_days_is_refused_not_searched_for_ever() -> None:
    days = [date.fromordinal(o) for o in range(date(2027, 1, 1).toordinal(), 740_200)]
    empty = entered(2027, *(day for day in days if day.year == 2027))
    with pytest.raises(NoWorkday, match="2027-03-01"):
        WorkCalendar([empty]).workday_from(date(2027, 3, 1))


def test_the_fingerprint_says_which_days_were_known() -> None:
    one, other = WorkCalendar(), WorkCalendar([entered(2027, date(2027, 1, 1))])
    assert one.fingerprint == WorkCalendar().fingerprint
    assert one.fingerprint != other.fingerprint
    assert "+1:" in other.fingerprint and len(other.fingerprint) <= 64


def test_an_order_keeps_its_calendar_and_learns_only_years_unknown_then() -> None:
    before = entered(2026, date(2026, 11, 20))
    later = entered(2026, date(2026, 11, 24))
    first, corrected = entered(2027, date(2027, 1, 1)), entered(2027, date(2027, 1, 5))
    opened_under = WorkCalendar([before]).fingerprint
    calendar = calendar_as_of([before, later, first, corrected], opened_under)
    assert not calendar.is_workday(date(2026, 11, 20))
    assert calendar.is_workday(date(2026, 11, 24))
    assert not calendar.is_workday(date(2027, 1, 1))
    assert calendar.is_workday(date(2027, 1, 5))


@pytest.mark.parametrize("fingerprint", ["", "nothing", "1.11.0+9:abc"])
def test_a_fingerprint_of_elsewhere_gives_the_calendar_as_it_is_now(fingerprint: str) -> None:
    rows = [entered(2027, date(2027, 1, 1))]
    assert calendar_as_of(rows, fingerprint) == WorkCalendar(rows)
