"""The projection of accounts: 200 units, 10,000 season ends with places, on one thread.

The bar is in passes of numpy over 24 million float64, measured beside it, so that it holds on any
machine; both are processor time, so that other work on the machine does not count.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable

# numpy reads it when it is first imported.
os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np

from dashboard.risk.account import project
from tests.backtest._years import make_year
from tests.bench import Figure
from tests.bench._stage import median

UNITS = 200
NUMBERS = 24_000_000
RUNS = 5
MOST_PASSES = 25.0
MOST_SECONDS = 1.0


def run() -> list[Figure]:
    """Project the same season, the first time apart."""
    season = make_year(UNITS, False, np.random.default_rng(1)).after(6)
    first = seconds(lambda: project(season), 1)
    numbers = np.random.default_rng(1).random(NUMBERS)
    passes, again = [], []
    for _ in range(RUNS):
        passes.append(seconds(numbers.sum, 1))
        again.append(seconds(lambda: project(season), 1))
    one = median(passes)
    compared = f"one pass over {NUMBERS // 10**6} million float64: {one * 1000:.1f} ms"
    name = f"projection of {UNITS} accounts, 10,000 ends with places"
    return [
        figure(f"{name}, the first time", first / one, "passes", MOST_PASSES, compared),
        figure(f"{name}, again", median(again) / one, "passes", MOST_PASSES, compared),
        figure(f"{name}, the first time", first, "s", MOST_SECONDS, "the bar"),
    ]


def figure(name: str, value: float, unit: str, bar: float, compared: str) -> Figure:
    """A figure that has to stay below its bar."""
    return Figure(name, value, unit, f"< {bar:g} {unit}", compared, value < bar)


def seconds(work: Callable[[], object], runs: int) -> float:
    """The median processor time of some runs."""
    times = []
    for _number in range(runs):
        begin = time.process_time()
        work()
        times.append(time.process_time() - begin)
    return median(times)
