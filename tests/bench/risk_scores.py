"""Method B over 200 units: fitting the scores of nine months, and reporting ten thousand ends."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from dashboard.commands.project import ROOT
from dashboard.risk.scores import learn, look_ahead
from tests.backtest._score_years import LINE, full_year, until
from tests.bench import Figure

UNITS = 200
INSPECTORS = 40
MONTHS = 9
SHEETS = 5
NUMBERS = 24_000_000
RUNS = 5
MOST_PASSES = 90.0
MOST_SECONDS = 2.5


def run() -> list[Figure]:
    """Measures in a process with one thread, as the figures are about one."""
    one_thread = os.environ | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    told = subprocess.run(
        [sys.executable, "-m", "tests.bench.risk_scores"],
        cwd=ROOT,
        env=one_thread,
        capture_output=True,
        text=True,
        check=True,
    )
    one_pass, fitting, reporting, audits = map(float, told.stdout.split())
    passes = reporting / one_pass
    scene = f"{UNITS} units, {audits:,.0f} audits"
    return [
        Figure(
            f"fit of audited scores, {scene}",
            fitting,
            "s",
            f"<= {MOST_SECONDS:g} s",
            "one thread",
            fitting <= MOST_SECONDS,
        ),
        Figure(
            f"report of 10,000 year ends, {scene}",
            passes,
            "passes",
            f"< {MOST_PASSES:g} passes",
            f"numpy sums {NUMBERS:,} numbers in {one_pass * 1000:.1f} ms",
            passes < MOST_PASSES,
        ),
    ]


def measure() -> None:
    """Prints the seconds of a pass, of the fit and of the report, and how many audits there are."""
    numbers = np.random.default_rng(0).random(NUMBERS)
    year, audits = full_year(UNITS, INSPECTORS, 12, SHEETS)
    known, planned = until(audits, MONTHS)
    learned = learn(year, known)
    one_pass = best(numbers.sum)
    fitting = best(lambda: learn(year, known))
    reporting = best(lambda: look_ahead(learned, planned, line=LINE))
    print(one_pass, fitting, reporting, len(known))


def best(work: Callable[[], Any]) -> float:
    """The shortest time of some runs: what the work takes when nothing else is going on."""
    times = []
    for _number in range(RUNS):
        begin = time.perf_counter()
        work()
        times.append(time.perf_counter() - begin)
    return min(times)


if __name__ == "__main__":
    measure()
