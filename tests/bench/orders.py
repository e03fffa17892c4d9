"""The clocks of a hundred thousand orders in columns, beside the exact rules in a loop."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import pandas as pd

from checklists.clock_moments import Moments, read_pauses
from checklists.clocks import clocks
from checklists.columnar_clocks import due_times
from checklists.order_classes import ORDER_CLASSES, TIMES
from checklists.order_rules import OrderRules, order_rules
from checklists.work_calendar import WorkCalendar
from tests.bench import Figure

ORDERS = 100_000
SAMPLE = 2_000
MOST_SECONDS = 5.0
LEAST_TIMES = 5
NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
FIRST = datetime(2024, 11, 15, tzinfo=UTC)
DAYS = 730


def run() -> list[Figure]:
    """Compute all clocks in columns; the same ones exactly, and compare a random sample."""
    rules, calendar, frame = order_rules(date(2026, 11, 22)), WorkCalendar(), orders()
    begin = time.perf_counter()
    found = due_times(frame, calendar, rules, NOW)
    in_columns = time.perf_counter() - begin
    begin = time.perf_counter()
    exact = [clocks(one, calendar, rules) for one in moments(frame)]
    one_by_one = time.perf_counter() - begin
    assert len(found) == sum(map(len, exact))
    compare(found, frame, calendar, rules)
    return [
        Figure(
            f"all clocks of {ORDERS:,} orders in columns",
            in_columns,
            "s",
            f"≤ {MOST_SECONDS:g} s",
            f"one by one {one_by_one:.1f} s; equal on {SAMPLE:,} random orders",
            in_columns <= MOST_SECONDS,
        ),
        Figure(
            "columns are faster than one by one",
            one_by_one / in_columns,
            "times",
            f"≥ {LEAST_TIMES} times",
            "the exact rules in a loop",
            one_by_one / in_columns >= LEAST_TIMES,
        ),
    ]


def orders() -> pd.DataFrame:
    """Orders of two years, one in fifteen with a pause, one in ten with an appointment."""
    random = Random(6)
    made = [order(random) for _ in range(ORDERS)]
    frame = pd.DataFrame(made)
    return frame.astype(dict.fromkeys(TIMES, "datetime64[us, UTC]"))


def order(random: Random) -> dict[str, Any]:
    """One order as the data layer gives it."""
    at = FIRST + timedelta(minutes=random.randrange(DAYS * 1440))
    values: dict[str, Any] = dict.fromkeys(TIMES)
    values["reported_at"] = values["opened_at"] = at
    # An order stops at some moment; the later ones are not there yet.
    steps = ("dispatched_at", "taken_at", "arrived_at", "answered_at", "restored_at", "closed_at")
    for name in steps[: random.choice((1, 2, 6, 6, 6, 6))]:
        at += timedelta(minutes=random.randrange(1, 240))
        values[name] = at
    if random.random() < 0.1:
        values["appointment_at"] = values["opened_at"] + timedelta(hours=random.randrange(1, 60))
    paused = random.random() < 1 / 15
    since = values["opened_at"] + timedelta(hours=1)
    until = since + timedelta(hours=random.randrange(1, 9))
    return {
        **values,
        "order_class": random.choice(ORDER_CLASSES),
        "appointment_proof": random.choice(("", "通话 1")),
        "insists": random.random() < 0.1,
        "imported": random.random() < 0.3,
        "pauses": [[since.isoformat(), until.isoformat(), "等候配件"]] if paused else [],
    }


def moments(frame: pd.DataFrame) -> list[Moments]:
    """The orders of a frame as the exact rules take them."""
    rows = frame.to_dict("records")
    return [
        Moments(
            order_class=row["order_class"],
            appointment_proof=row["appointment_proof"],
            insists=row["insists"],
            imported=row["imported"],
            pauses=read_pauses(row["pauses"]),
            **{n: None if row[n] is pd.NaT else row[n].to_pydatetime() for n in TIMES},
        )
        for row in rows
    ]


def compare(
    found: pd.DataFrame, frame: pd.DataFrame, calendar: WorkCalendar, rules: OrderRules
) -> None:
    """Stop where columns and the exact rules differ on a random sample."""
    sample = frame.sample(SAMPLE, random_state=6)
    rows = found[found["order"].isin(sample.index)]
    shown = ["order", "code", "due_at", "state", "event"]
    table = rows[shown].astype("object")
    given = {tuple(None if v is pd.NaT else v for v in row) for row in table.to_numpy().tolist()}
    exact = {
        (label, clock.code, clock.due_at, clock.state(NOW), clock.event)
        for label, one in zip(sample.index, moments(sample), strict=True)
        for clock in clocks(one, calendar, rules)
    }
    assert given == exact, sorted(given ^ exact, key=str)[:6]
