"""Commitments are measured from orders, stops and readings; what was not measured is not 0."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pandas as pd
import pytest

from checklists.clock_moments import Moments
from checklists.columnar_clocks import due_times
from checklists.commitment_figures import Figure
from checklists.commitments import (
    NONE,
    NOT_RECORDED,
    OPEN,
    UNMEASURED,
    Reading,
    Rings,
    Stop,
    figures,
    order_cases,
    ring_figures,
    stop_cases,
    temperature_cases,
)
from checklists.order_rules import order_rules
from checklists.work_calendar import WorkCalendar
from dashboard.widgets.commitments.words import share_text
from tests.clock_cases import moment
from tests.test_columnar_clocks import frame_of

RULES = order_rules(date(2026, 11, 22))
NOW = moment("2026-11-22 12:00")
CALL = moment("2026-11-20 10:00")


def order(unit: int = 1, of: str = "repair", after: int | None = 30, **more: Any) -> dict[str, Any]:
    """An order at whose door somebody stood so many minutes after the call; None is nobody yet."""
    at = None if after is None else CALL + timedelta(minutes=after)
    done = None if after is None else CALL + timedelta(minutes=after + 60)
    moments = Moments(
        order_class=of,
        reported_at=CALL,
        opened_at=CALL,
        dispatched_at=CALL,
        taken_at=CALL,
        arrived_at=at,
        answered_at=done,
        restored_at=done,
        closed_at=done,
    )
    known = {"state": "closed", "satisfaction": "not_asked"}
    return {"moments": moments, "unit_id": unit, **known, **more}


def measured(*orders: dict[str, Any], called: tuple[str, ...] = (), calling: bool = False) -> Any:
    frame = frame_of([one["moments"] for one in orders])
    frame["id"] = frame.index
    for name in ("unit_id", "state", "satisfaction"):
        frame[name] = [one[name] for one in orders]
    frame["unit_id"] = frame["unit_id"].astype("Int64")
    clocks = due_times(frame, WorkCalendar(), RULES, NOW)
    cases = order_cases(frame, clocks, called, RULES, calling=calling)
    return figures(cases, RULES.commitments, [1, 2])


def test_a_clock_is_kept_by_the_orders_that_meet_it() -> None:
    found = measured(order(), order(after=60), order(after=61), order(unit=2, after=90))
    assert found[1]["COM-03"] == Figure("COM-03", 2, 3, 0)
    assert found[2]["COM-03"] == Figure("COM-03", 0, 1, 0)
    assert found[None]["COM-03"] == Figure("COM-03", 2, 4, 0)
    assert found[1]["COM-03"].share == Fraction(2, 3)
    assert found[1]["COM-03"].met(Decimal(1)) is False


def test_orders_that_still_run_are_told_and_not_counted() -> None:
    late = order(after=None, state="received")
    waiting = order(of="complaint", after=None, state="open")
    waiting["moments"] = Moments(
        order_class="complaint", reported_at=NOW - timedelta(hours=1), opened_at=NOW
    )
    found = measured(late, waiting)
    assert found[1]["COM-03"] == Figure("COM-03", 0, 1, 0)  # An hour is long over.
    assert found[1]["COM-06"] == Figure("COM-06", 0, 0, 1, OPEN)
    assert found[1]["COM-06"].met(Decimal(1)) is None


def test_what_was_not_measured_has_no_share_and_says_why() -> None:
    found = measured(order())
    assert found[2]["COM-03"] == Figure("COM-03", 0, 0, 0, NONE)
    assert found[2]["COM-03"].share is None
    assert found[1]["COM-10"].why == NOT_RECORDED
    assert found[None]["COM-10"].met(Decimal(1)) is None


def test_telephone_calls_are_measured_as_they_were_counted_elsewhere() -> None:
    rings = RULES.commitment("COM-10")
    found = ring_figures(rings, [Rings(1, 240, 240), Rings(2, 100, 97), Rings(9, 5, 0)], [1, 2, 3])
    assert found[1] == Figure("COM-10", 240, 240, 0)
    assert found[1].met(rings.least) is True
    assert found[2].met(rings.least) is False
    assert found[3] == Figure("COM-10", 0, 0, 0, NOT_RECORDED)
    assert found[None] == Figure("COM-10", 337, 340, 0)


def test_calls_that_were_taken_back_are_not_measured() -> None:
    found = ring_figures(RULES.commitment("COM-10"), [Rings(1, 0, 0)], [1])
    assert found[1].share is None
    assert found[None].why == NOT_RECORDED


def test_void_orders_and_those_without_a_unit_are_left_out() -> None:
    found = measured(order(after=90, state="void"), order(after=90, unit_id=None), order())
    assert found[None]["COM-03"] == Figure("COM-03", 1, 1, 0)


def test_satisfaction_counts_those_who_said_something() -> None:
    said = ["satisfied"] * 98 + ["dissatisfied"] * 2 + ["not_asked"] * 10 + [""]
    found = measured(*(order(satisfaction=one) for one in said))
    assert found[1]["COM-07"] == Figure("COM-07", 98, 100, 0)
    bound = RULES.commitment("COM-07").least
    assert found[1]["COM-07"].met(bound) is True
    fewer = measured(*(order(satisfaction=one) for one in [*said[1:], "dissatisfied"]))
    assert fewer[1]["COM-07"].met(bound) is False


def test_gas_faults_say_nothing_of_the_heating() -> None:
    found = measured(order(of="gas_fault", satisfaction="dissatisfied"))
    assert found[1]["COM-07"].share is None
    assert found[1]["COM-01"] == Figure("COM-01", 1, 1, 0)
    assert found[1]["COM-02"] == Figure("COM-02", 1, 1, 0)


def test_closed_repair_reports_are_to_be_called_back() -> None:
    repairs = [order() for _ in range(10)]
    unfinished, hotline = order(after=None, state="received"), order(of="hotline")
    called = tuple(f"o{place}" for place in range(9))
    found = measured(*repairs, unfinished, hotline, called=called)
    assert found[1]["COM-08"] == Figure("COM-08", 9, 10, 0)
    assert found[1]["COM-08"].met(RULES.commitment("COM-08").least) is True


def test_while_customers_are_called_those_not_reached_yet_are_open() -> None:
    found = measured(order(), order(), called=("o0",), calling=True)
    assert found[1]["COM-08"] == Figure("COM-08", 1, 1, 1)
    assert measured(order(), calling=True)[1]["COM-08"] == Figure("COM-08", 0, 0, 1, OPEN)


@pytest.mark.parametrize(("hours", "kept"), [(48, True), (47.99, False), (72, True)])
def test_notice_of_a_stop_is_given_48_hours_ahead(hours: float, kept: bool) -> None:
    stop = Stop("7", 1, NOW, NOW - timedelta(hours=hours))
    cases = stop_cases([stop], RULES)
    found = figures(cases, RULES.commitments, [1])[1]["COM-05"]
    assert found == Figure("COM-05", int(kept), 1, 0)
    assert cases["due_at"].iloc[0] == NOW - timedelta(hours=48)


def reading(*rooms: tuple[str, ...], **more: Any) -> Reading:
    points = tuple(tuple(map(Decimal, room)) for room in rooms)
    known: dict[str, Any] = {"signed": True, "sound": True, "insulated": True, "measured_at": NOW}
    return Reading("r", 1, rooms=points, **known | more)


@pytest.mark.parametrize(
    ("rooms", "kept"),
    [
        ([("16.0",)], True),
        ([("15.9", "16.1")], True),
        ([("15.9", "16.0")], False),
        ([("20", "21"), ("15.9",)], False),
    ],
)
def test_every_room_of_a_home_is_judged_by_its_mean(
    rooms: list[tuple[str, ...]], kept: bool
) -> None:
    found = figures(temperature_cases([reading(*rooms)], RULES), RULES.commitments, [1])
    assert found[1]["COM-09"] == Figure("COM-09", int(kept), 1, 0)


@pytest.mark.parametrize(
    "one",
    [
        reading(("10",), signed=False),
        reading(("10",), sound=False),
        reading(("10",), insulated=False),
        reading(("10",), measured_at=datetime(2026, 11, 14, 12, tzinfo=UTC)),
        reading(),
        reading(()),
    ],
)
def test_a_measurement_the_promise_is_not_about_is_left_out(one: Reading) -> None:
    found = figures(temperature_cases([one], RULES), RULES.commitments, [1])
    assert found[1]["COM-09"] == Figure("COM-09", 0, 0, 0, NONE)


def test_without_any_orders_nothing_was_measured() -> None:
    frame = (
        frame_of([order()["moments"]])
        .iloc[:0]
        .assign(id="", unit_id=pd.array([], "Int64"), state="", satisfaction="")
    )
    clocks = due_times(frame, WorkCalendar(), RULES, NOW)
    found = figures(order_cases(frame, clocks, (), RULES), RULES.commitments, [1])
    assert {figure.of for figure in found[1].values()} == {0}


def test_what_a_file_does_not_tell_is_in_no_share_and_counted_apart() -> None:
    told, silent = order(), order()
    silent["moments"] = replace(silent["moments"], imported=True, arrived_at=None)
    found = measured(told, silent)
    assert found[1]["COM-03"] == Figure("COM-03", 1, 1, 0, "", 1)
    assert found[1]["COM-03"].share == 1
    alone = measured(silent)[1]["COM-03"]
    assert (alone.share, alone.why, alone.unmeasured) == (None, UNMEASURED, 1)


def test_a_bound_is_reached_only_when_nothing_can_turn_it_any_more() -> None:
    bound, all_of_them = Decimal("0.9"), Decimal(1)
    assert Figure("COM-08", 1, 1, 547).met(bound) is None
    assert Figure("COM-08", 95, 95, 5).met(bound) is True
    assert Figure("COM-08", 80, 95, 5).met(bound) is False
    assert Figure("COM-08", 9, 10, 0).met(bound, over=False) is None
    assert Figure("COM-03", 9, 9, 0).met(all_of_them, over=False) is None
    assert Figure("COM-03", 9, 10, 3).met(all_of_them, over=False) is False
    assert Figure("COM-03", 10, 10, 0).met(all_of_them) is True


def test_a_share_is_rounded_and_never_all_unless_it_is() -> None:
    assert share_text(Fraction(11, 12)) == "91.7%"
    assert share_text(Fraction(28, 29)) == "96.6%"
    assert share_text(Fraction(2999, 3000)) == "99.9%"
    assert share_text(Fraction(1)) == "100%"
    assert share_text(Fraction(0)) == "0%"
