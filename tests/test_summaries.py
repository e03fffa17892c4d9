"""A shift's orders by class: each happening counts once, and what changes later is a difference."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from checklists.order_rules import order_rules
from checklists.shifts import Roster
from dashboard.summaries.counting import COUNTS, Counts, counted, differences, shared, total

ZONE = ZoneInfo("Asia/Shanghai")
DAY = date(2026, 11, 20)
RULES = order_rules(DAY).orders
ROSTER = Roster(RULES.shifts, timedelta(minutes=RULES.summary_minutes), ZONE)
LATE = ROSTER.span("late", DAY)
LATER = LATE.end + timedelta(days=3)
MOMENTS = ("reported_at", "dispatched_at", "answered_at", "closed_at")


def at(clock: str, day: date = DAY) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock), ZONE)


def frame(*orders: dict[str, Any]) -> pd.DataFrame:
    whole = [
        {"order_class": "hotline", "state": "received", **dict.fromkeys(MOMENTS), **one}
        for one in orders
    ]
    made = pd.DataFrame(whole)
    for name in MOMENTS:
        made[name] = pd.to_datetime(made[name], utc=True).astype("datetime64[us, UTC]")
    return made


def count(
    orders: pd.DataFrame, now: datetime = LATER, shift: str = "late", **ran_out: Any
) -> Counts:
    which = pd.Series(ran_out.get("ran_out", [False] * len(orders)), index=orders.index)
    returned = ran_out.get("returned", {})
    return counted(orders, which, returned, ROSTER.span(shift, DAY), now)


def test_each_happening_counts_in_the_shift_in_which_it_was() -> None:
    orders = frame(
        {"reported_at": at("13:00"), "dispatched_at": at("14:30"), "answered_at": at("16:00")},
        {"reported_at": at("15:00"), "dispatched_at": at("15:10")},
        {
            "order_class": "repair",
            "state": "closed",
            "reported_at": at("14:40"),
            "closed_at": at("21:59"),
        },
    )
    nothing = dict.fromkeys(COUNTS, 0)
    assert count(orders) == {
        "hotline": nothing | {"taken": 1, "dispatched": 2, "answered": 1, "open": 2},
        "repair": nothing | {"taken": 1, "closed": 1},
    }
    assert total(count(orders))["taken"] == 2


def test_what_happens_at_the_change_of_shifts_is_the_next_ones() -> None:
    orders = frame({"reported_at": at("14:30")}, {"reported_at": at("22:00")})
    assert count(orders)["hotline"]["taken"] == 1
    assert count(orders, shift="early") == {}
    assert count(orders, shift="night")["hotline"]["taken"] == 1
    assert shared(orders, LATE, LATER) == 1


def test_a_shift_that_goes_on_is_counted_as_far_as_it_has_come() -> None:
    orders = frame({"reported_at": at("15:00")}, {"reported_at": at("18:00")})
    assert count(orders, now=at("16:00"))["hotline"] == dict.fromkeys(COUNTS, 0) | {
        "taken": 1,
        "open": 1,
    }


def test_an_order_is_still_open_where_it_was_not_closed_at_the_end_of_the_shift() -> None:
    orders = frame(
        {"state": "closed", "reported_at": at("09:00"), "closed_at": at("22:00")},
        {"state": "closed", "reported_at": at("09:00"), "closed_at": at("21:59")},
        {"state": "answered", "reported_at": at("09:00")},
    )
    assert count(orders)["hotline"]["open"] == 2


def test_void_orders_count_nowhere() -> None:
    orders = frame({"state": "void", "reported_at": at("15:00")})
    assert count(orders, ran_out=[True]) == {}
    assert shared(frame({"state": "void", "reported_at": at("14:40")}), LATE, LATER) == 0


def test_late_and_redone_are_counted_by_class() -> None:
    orders = frame({"reported_at": at("11:00")}, {"reported_at": at("11:30")})
    found = count(orders, ran_out=[True, False], returned={"hotline": 2, "government": 1})
    assert found["hotline"]["late"] == 1
    assert found["hotline"]["redone"] == 2
    assert found["government"] == dict.fromkeys(COUNTS, 0) | {"redone": 1}


def test_a_later_change_of_what_was_signed_is_told_with_both_figures() -> None:
    before = frame({"reported_at": at("15:00")})
    after = frame(
        {"reported_at": at("15:00"), "state": "closed", "closed_at": at("16:00")},
        {"order_class": "urgent", "reported_at": at("21:00")},
    )
    assert differences(count(before), count(before)) == []
    told = {
        (one["order_class"], one["count"]): (one["signed"], one["live"])
        for one in differences(count(before), count(after))
    }
    assert told == {
        ("hotline", "closed"): (0, 1),
        ("hotline", "open"): (1, 0),
        ("urgent", "taken"): (0, 1),
        ("urgent", "open"): (0, 1),
    }


@settings(deadline=None, max_examples=20)
@given(st.lists(st.integers(0, 24 * 60 - 1), max_size=40))
def test_the_shifts_of_a_day_add_up_to_it(minutes: list[int]) -> None:
    start = at("07:00")
    orders = frame(*({"reported_at": start + timedelta(minutes=one)} for one in minutes or [0]))
    taken = [total(count(orders, shift=shift.code))["taken"] for shift in RULES.shifts]
    assert sum(taken) == len(minutes or [0])
