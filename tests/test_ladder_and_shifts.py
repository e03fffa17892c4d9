"""The steps an unhandled order climbs, and which moments each shift sums up."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklists.ladder import steps_reached
from checklists.order_rules import order_rules
from checklists.shifts import Roster

HOURS = (24, 48, 72, 96)
TAKEN = datetime(2026, 11, 20, 1, 30, tzinfo=UTC)
SHANGHAI = ZoneInfo("Asia/Shanghai")
DAY = date(2026, 11, 20)
RULES = order_rules(DAY).orders
SHIFTS = RULES.shifts
ROSTER = Roster(SHIFTS, timedelta(minutes=RULES.summary_minutes), SHANGHAI)


def after(hours: float) -> datetime:
    return TAKEN + timedelta(hours=hours)


def reached(now: datetime, handled: datetime | None = None) -> list[int]:
    return [step.hours for step in steps_reached(TAKEN, handled, HOURS, now)]


@pytest.mark.parametrize(
    ("hours", "told"),
    [(23.99, []), (24, [24]), (47, [24]), (48, [24, 48]), (95.9, [24, 48, 72]), (500, [*HOURS])],
)
def test_a_step_is_reached_at_its_very_hour(hours: float, told: list[int]) -> None:
    assert reached(after(hours)) == told


def test_a_missed_step_carries_the_time_it_was_reached_and_not_when_somebody_looked() -> None:
    found = steps_reached(TAKEN, None, HOURS, after(80))
    assert [step.reached_at for step in found] == [after(24), after(48), after(72)]


def test_an_order_climbs_no_further_once_it_is_handled() -> None:
    assert reached(after(500), handled=after(50)) == [24, 48]
    assert reached(after(500), handled=after(48)) == [24], "it was handled at that very moment"
    assert reached(after(500), handled=after(3)) == []


def at(clock: str, day: date = DAY) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock), SHANGHAI)


@pytest.mark.parametrize(
    ("clock", "shift", "day"),
    [
        ("07:00", "early", DAY),
        ("14:29", "early", DAY),
        ("14:30", "late", DAY),
        ("14:59", "late", DAY),
        ("21:59", "late", DAY),
        ("22:00", "night", DAY),
        ("22:29", "night", DAY),
        ("23:59", "night", DAY),
        ("00:00", "night", DAY - timedelta(days=1)),
        ("06:59", "night", DAY - timedelta(days=1)),
    ],
)
def test_a_moment_at_which_two_shifts_are_there_is_the_next_ones(
    clock: str, shift: str, day: date
) -> None:
    found = ROSTER.at(at(clock))
    assert (found.shift, found.day) == (shift, day)


@given(st.integers(0, 2 * 365 * 24 * 60))
def test_every_moment_belongs_to_exactly_one_shift(minutes: int) -> None:
    moment = TAKEN + timedelta(minutes=minutes)
    local = moment.astimezone(SHANGHAI).date()
    days = (local - timedelta(days=1), local, local + timedelta(days=1))
    spans = [ROSTER.span(shift.code, day) for day in days for shift in SHIFTS]
    assert sum(one.start <= moment < one.end for one in spans) == 1


def test_a_shift_is_summed_up_half_an_hour_before_its_people_leave() -> None:
    ready = {shift.code: ROSTER.span(shift.code, DAY).ready_at for shift in SHIFTS}
    tomorrow = DAY + timedelta(days=1)
    assert ready == {"early": at("14:30"), "late": at("22:00"), "night": at("06:30", tomorrow)}


def test_the_half_hours_two_shifts_share_are_told() -> None:
    shared = {shift.code: ROSTER.span(shift.code, DAY).shared_until for shift in SHIFTS}
    assert shared == {"early": None, "late": at("15:00"), "night": at("22:30")}


def test_there_is_no_other_shift() -> None:
    with pytest.raises(KeyError):
        ROSTER.span("noon", DAY)
