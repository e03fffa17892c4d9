"""Due times and deductions of 100,000 orders at once; and a unit's page with its forecast."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import numpy as np
import pandas as pd

from checklists import columnar_events as columnar
from checklists.account import Bounds, SeasonDays
from checklists.account_events import FoundEvent, within
from checklists.columnar_clocks import due_times
from checklists.order_classes import TIMES
from checklists.order_rules import order_rules
from checklists.periods import Period
from checklists.work_calendar import WorkCalendar
from dashboard.demo.loading import load
from dashboard.looks import today
from dashboard.points.ground import season_at
from db import persons
from db.actors import SYSTEM
from tests.bench import Figure
from tests.bench._stage import median, milliseconds_to, serving, tablet
from tests.test_account import as_rows, as_told, exactly

ORDERS = 100_000
SAMPLE = 2_000
MOST_SECONDS = 5.0
RUNS = 3
PAINTS = 5
PAINT_MS = 1500
UNIT = "HC-03"
SENTENCE = "[data-testid=stMain] .st-key-risk"
"""How the season may end, above the chart."""
START = "[data-testid=stMain] h1"
CHART = "[data-testid=stMain] .js-plotly-plot .main-svg"
RULES = order_rules(date(2026, 1, 10))
DAYS = SeasonDays.of(RULES.account, Period.parse("2025-HS"))
BOUNDS = Bounds.of(RULES.account)
NOW = datetime(2026, 4, 1, tzinfo=UTC)
CLASSES = ("hotline", "government", "urgent", "repair", "complaint", "heating_fault")


def run() -> list[Figure]:
    """Find the deductions of a whole season of orders, some of them paused and redone."""
    orders = season_of_orders(Random(ORDERS))
    redos = redone(orders)
    calendar = WorkCalendar()
    found, times = pd.DataFrame(), []
    for _number in range(RUNS):
        begin = time.perf_counter()
        found = deductions(orders, redos, calendar)
        times.append(time.perf_counter() - begin)
    seconds = sorted(times)[RUNS // 2]
    check(orders, redos, found)
    return [
        *page_of_a_unit(),
        Figure(
            f"due times and deductions of {ORDERS:,} orders",
            seconds,
            "s",
            f"<= {MOST_SECONDS:g} s",
            f"{len(found):,} deductions, equal to the exact rules on {SAMPLE:,} orders",
            seconds <= MOST_SECONDS,
        ),
    ]


def page_of_a_unit() -> list[Figure]:
    """Open the account of a unit of the demo until the sentence on its risk is there."""
    with serving("account") as server, tablet() as context:
        load(server.url, today())
        with server.database.read(SYSTEM) as session:
            head = persons.person_by_code(session, "H04").id
        server.start()
        server.let_in(context, head)
        said, drawn, starts = [], [], []
        address = f"{server.address}/points?season={season_at(today())}&unit={UNIT}"
        for _number in range(PAINTS + 1):
            page = context.new_page()
            said.append(milliseconds_to(page, address, SENTENCE))
            page.wait_for_selector(CHART)
            drawn.append(float(page.evaluate("performance.now()")))
            starts.append(milliseconds_to(page, server.address, START))
            page.close()
    first, chart, start = (median(times[1:]) for times in (said, drawn, starts))
    return [
        Figure(
            f"account of a unit with its forecast, first paint, median of {PAINTS}",
            first,
            "ms",
            f"<= {PAINT_MS} ms",
            f"{chart:.0f} ms with the fan drawn; {first / start:.2f} x the start page "
            f"({start:.0f} ms)",
            first <= PAINT_MS,
        )
    ]


def deductions(orders: pd.DataFrame, redos: pd.DataFrame, calendar: WorkCalendar) -> pd.DataFrame:
    """Everything the program does between reading the orders and proposing."""
    due = due_times(orders, calendar, RULES, NOW)
    least = RULES.account.event("HEV-04").at_least
    parts = (columnar.late_events(orders, due), columnar.redo_events(orders, redos, least))
    return columnar.within(pd.concat(parts, ignore_index=True), DAYS, BOUNDS)


def season_of_orders(random: Random) -> pd.DataFrame:
    """Orders as db.orders.columns gives them."""
    numbers = np.random.default_rng(random.randrange(2**32))
    first = np.datetime64("2025-11-16T00:00:00", "us")
    reported = first + numbers.integers(0, 120 * 86400, ORDERS) * np.timedelta64(1_000_000, "us")
    frame = pd.DataFrame({"reported_at": reported})
    frame["opened_at"] = frame["reported_at"] + _minutes(numbers, 5)
    frame["dispatched_at"] = frame["opened_at"] + _minutes(numbers, 30)
    frame["taken_at"] = frame["dispatched_at"] + _minutes(numbers, 40)
    frame["arrived_at"] = frame["taken_at"] + _minutes(numbers, 150)
    frame["answered_at"] = frame["arrived_at"] + _minutes(numbers, 200)
    frame["restored_at"] = frame["answered_at"]
    frame["closed_at"] = frame["answered_at"] + _minutes(numbers, 900)
    frame["appointment_at"] = pd.NaT
    for name in TIMES:
        frame[name] = pd.to_datetime(frame[name], utc=True).astype("datetime64[us, UTC]")
    return frame.assign(
        id=[f"o{number}" for number in range(ORDERS)],
        order_class=numbers.choice(np.array(CLASSES, dtype=object), ORDERS),
        state="closed",
        unit_id=pd.array(numbers.integers(1, 21, ORDERS), dtype="Int64"),
        division_id=1,
        redos=numbers.choice([0, 0, 0, 0, 0, 0, 0, 0, 1, 2], ORDERS),
        insists=numbers.random(ORDERS) < 0.05,
        imported=numbers.random(ORDERS) < 0.3,
        appointment_proof="",
        pauses=[_pauses(at, random) for at in frame["taken_at"]],
        rules=RULES.valid_from,
    )


def redone(orders: pd.DataFrame) -> pd.DataFrame:
    """The moments of the redos, one a redo."""
    told = orders[orders["redos"] > 0]
    told = told.loc[told.index.repeat(told["redos"])]
    after = pd.to_timedelta(told.groupby("id", sort=False).cumcount() * 30, unit="min")
    return pd.DataFrame({"order_id": told["id"], "at": told["answered_at"] + after})


def check(orders: pd.DataFrame, redos: pd.DataFrame, found: pd.DataFrame) -> None:
    """AssertionError unless the exact rules find the same of a random sample."""
    chosen = orders.sample(SAMPLE, random_state=1)
    moments = redos.groupby("order_id")["at"].apply(list).to_dict()
    exact: list[FoundEvent] = []
    for row in chosen.to_dict("records"):
        exact += exactly(row, moments.get(row["id"], []), NOW)
    here = found[found["order_id"].isin(chosen["id"])].reset_index(drop=True)
    assert as_rows(here) == [as_told(one) for one in within(exact, DAYS, BOUNDS)]


def _minutes(numbers: Any, mean: float) -> Any:
    return pd.to_timedelta(numbers.exponential(mean, ORDERS).round(), unit="min")


def _pauses(taken: Any, random: Random) -> list[list[str]]:
    if random.random() > 0.04:
        return []
    since = taken.to_pydatetime() + timedelta(minutes=random.randint(1, 90))
    until = since + timedelta(minutes=random.randint(10, 600))
    return [[since.isoformat(), until.isoformat(), "等待用户开门"]]
