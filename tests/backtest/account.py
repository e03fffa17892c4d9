"""The 100-point account forecast after three, six and nine months of invented years."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor

import numpy as np
from numpy.random import default_rng

from dashboard.risk.account import project
from dashboard.risk.ranks import chance_of_last
from tests.backtest import Section
from tests.backtest._judging import Judged, judge, told
from tests.backtest._simulation import simulate
from tests.backtest._years import make_year
from tests.bench import Figure

SEED = 2013
YEARS = {10: 1000, 50: 400, 200: 150}
MONTHS = (3, 6, 9)
DRAWS = 60_000
ENOUGH = 300
Place = tuple[bool, int, int]
"""Wrong model or not, units, months."""

MODES = {False: "base", True: "wrong"}
HEAD = """## The 100-point account

Twelve months, five of them heated; skill is 1 minus the Brier score by that of the reference, the
sum over all years, with the standard error of years in brackets. "Today's last" is the forecast
that whoever is last today ends last; "with its hit rate" gives it the share in which that came
true in these very years. Pace is the straight line by days; "weighted" counts heated days twice.
Base: Gamma rates that hold all year, Poisson events, weather by month. Wrong model: bursts of 1.5
events, log-normal rates with the tails of t(5), a drift of each unit (0.3 either way), weather that
lasts (AR(1), 0.5), and a unit below 88 points goes on at 0.7 of its rate.
"""


def run() -> Section:
    """Forecasts all years, on all processors; minutes."""
    places = list(_places())
    with ProcessPoolExecutor() as pool:
        return section(dict(zip(places, pool.map(_judged, places), strict=True)), _away())


def section(found: dict[Place, Judged], away: dict[tuple[bool, int], float]) -> Section:
    """The report of what was found."""
    figures = (*_figures(found), _exactness(away))
    parts = [HEAD, _years(), _bars(figures), _table(found), _bins(found), _dice(away)]
    return Section("\n".join(parts), figures)


def _places() -> Iterator[Place]:
    for wrong in MODES:
        for units in YEARS:
            for month in MONTHS:
                yield wrong, units, month


def _judged(place: Place) -> Judged:
    wrong, units, month = place
    return judge(list(told(units, wrong, YEARS[units], month, SEED)))


def _figures(found: dict[Place, Judged]) -> Iterator[Figure]:
    base = {place: one for place, one in found.items() if not place[0]}
    wrong = {place: one for place, one in found.items() if place[0]}
    early = [one for place, one in found.items() if place[2] < 9]
    late = [one for place, one in found.items() if place[2] == 9]
    everywhere = list(found.values())
    last, below = "P(last)", "P(below 80)"
    yield _least(f"{last}: skill against today's last, months 3 and 6", early, _naive, 0.25)
    yield _least(f"{last}: skill against today's last, month 9", late, _naive, 0.20)
    yield _least(f"{last}: skill against it with its hit rate", everywhere, _fair, 0.08)
    yield _least(f"{last}: that skill in standard errors", everywhere, _errors, 2.0)
    yield _least(f"{last}: logarithmic skill against it", everywhere, _logarithmic, 0.0)
    yield _most(f"{last}: calibration error", everywhere, lambda one: one.last_error, 0.02)
    yield _most(f"{below}: calibration error, base", base.values(), _below_error, 0.02)
    yield _most(f"{below}: calibration error, wrong", wrong.values(), _below_error, 0.05)
    yield _most("largest distance in a bin of 300 and more, base", base.values(), _farthest, 0.10)
    yield _most("90 % of places, base: at most covered", base.values(), _covered, 0.94)
    yield _least("90 % of places, base: at least covered", base.values(), _covered, 0.86)
    yield _least("90 % of places, wrong: at least covered", wrong.values(), _covered, 0.85)
    yield _least(f"{below}: skill against weighted pace", everywhere, _paced, 0.30)
    yield _least(f"{below}: skill against pace by days", everywhere, lambda j: j.below.value, 0.30)


def _naive(one: Judged) -> float:
    return one.naive.value


def _fair(one: Judged) -> float:
    return one.fair.value


def _paced(one: Judged) -> float:
    return one.below_weighted.value


def _errors(one: Judged) -> float:
    return one.fair.value / one.fair.error


def _logarithmic(one: Judged) -> float:
    return one.logarithmic.value


def _below_error(one: Judged) -> float:
    return one.below_error


def _covered(one: Judged) -> float:
    return one.covered


def _farthest(one: Judged) -> float:
    every = (*one.last_bins, *one.below_bins)
    return max((abs(b.said - b.came) for b in every if b.number >= ENOUGH), default=0.0)


def _least(
    name: str, found: Iterable[Judged], value: Callable[[Judged], float], bar: float
) -> Figure:
    worst = min(map(value, found))
    return Figure(name, worst, "", f">= {bar:g}", "the worst of all N and months", worst >= bar)


def _most(
    name: str, found: Iterable[Judged], value: Callable[[Judged], float], bar: float
) -> Figure:
    worst = max(map(value, found))
    return Figure(name, worst, "", f"<= {bar:g}", "the worst of all N and months", worst <= bar)


def _away() -> dict[tuple[bool, int], float]:
    """The largest distance of the exact P(last) from many simulations, by mode and month."""
    return {(wrong, month): _distance(wrong, month) for wrong in MODES for month in MONTHS}


def _distance(wrong: bool, month: int) -> float:
    random = default_rng((SEED, int(wrong), month))
    season = make_year(10, wrong, random).after(month)
    diced = chance_of_last(simulate(season, DRAWS, random)[:, season.field])
    return float(np.abs(project(season).last[season.field] - diced).max())


def _exactness(away: dict[tuple[bool, int], float]) -> Figure:
    worst = max(away.values())
    name = f"P(last): distance from {DRAWS:,} simulations"
    return Figure(name, worst, "", "<= 0.01", "the worst of modes and months", worst <= 0.01)


def _years() -> str:
    years = ", ".join(f"{number} with {units} units" for units, number in YEARS.items())
    return f"Years in each mode: {years}. Seed {SEED}; ties share the last place.\n"


def _bars(figures: Iterable[Figure]) -> str:
    rows = (
        f"| {one.name} | {one.value:.4f} | {one.bar} | {'met' if one.passed else '**not met**'} |"
        for one in figures
    )
    return "\n".join(["| bar | worst | asked | |", "| --- | --- | --- | --- |", *rows, ""])


def _table(found: dict[Place, Judged]) -> str:
    head = (
        "| model | N | month | years | today's last | with its hit rate | logarithmic | hit rate "
        "| error P(last) | against pace | weighted pace | error P(below) | places covered |"
    )
    rows = (_row(place, one) for place, one in found.items())
    return "\n".join([head, "| --- " * 13 + "|", *rows, ""])


def _row(place: Place, one: Judged) -> str:
    wrong, units, month = place
    cells = (
        *(MODES[wrong], str(units), str(month), str(one.years)),
        f"{one.naive.value:.2f} ({one.naive.error:.2f})",
        f"{one.fair.value:.2f} ({one.fair.error:.2f})",
        f"{one.logarithmic.value:.2f} ({one.logarithmic.error:.2f})",
        f"{one.hits:.2f}",
        f"{one.last_error:.3f}",
        f"{one.below.value:.2f} ({one.below.error:.2f})",
        f"{one.below_weighted.value:.2f} ({one.below_weighted.error:.2f})",
        f"{one.below_error:.3f}",
        f"{one.covered:.3f}",
    )
    return f"| {' | '.join(cells)} |"


def _bins(found: dict[Place, Judged]) -> str:
    lines = [
        "When so much was said, so often it came (10 units, after six months):",
        "",
        "| model | forecast | said | came | number |",
        "| --- | --- | --- | --- | --- |",
    ]
    for wrong, name in MODES.items():
        one = found[wrong, 10, 6]
        for what, held in (("P(last)", one.last_bins), ("P(below 80)", one.below_bins)):
            lines += [
                f"| {name} | {what} | {b.said:.2f} | {b.came:.2f} | {b.number} |" for b in held
            ]
    return "\n".join([*lines, ""])


def _dice(away: dict[tuple[bool, int], float]) -> str:
    said = "; ".join(
        f"{MODES[wrong]}, month {month}: {far:.4f}" for (wrong, month), far in away.items()
    )
    return (
        f"The exact P(last) of 10 units against {DRAWS:,} ends drawn step by step from the same "
        f"model, the largest distance of any unit: {said}.\n"
    )
