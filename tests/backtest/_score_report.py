"""The section on audited scores of docs/forecast.md, and its figures with their bars."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from dashboard.risk.records import coverage
from tests.backtest._score_tallies import (
    Tallies,
    Tally,
    calibration,
    farthest_bin,
    judge,
    quality_share,
    together,
)
from tests.backtest._score_years import LEVELS, LINE
from tests.bench import Figure

YEARS: Mapping[int, int] = {10: 400, 50: 150, 200: 80}
AFTER: Mapping[int, float] = {3: 0.25, 6: 0.25, 9: 0.20}
"""After how many months is forecast, and the skill that P(last) must reach there."""

DRAWS = 2_000
"""Fewer than on the screen, so that the run ends; chance makes of it 0.011 at most."""

SEED = 2026

HEADING = f"""## Audited scores

Years with {", ".join(f"{years} x {units}" for units, years in YEARS.items())} units, seeds from
{SEED} on, each forecast after 3, 6 and 9 months with {DRAWS:,} draws. A unit is audited in 85 %
of the months, one sheet a visit, by 4 inspectors or one for each 8 units; the sizes of all parts
are drawn anew for each year from the priors, and its level from {LEVELS[0]:g} to {LEVELS[1]:g}.
In 'base' the years follow the model. In 'other' the months follow each other, errors have heavy
tails (Student, 4), units drift, the weakest tenth improve by 25 points in the second half, and
three visits in ten are by the unit's usual inspector. The line is {LINE:g} points.

'Skill' is that of the Brier score of P(last) against 'today's last is last', then against that
forecast with its true hit rate (in brackets), with standard errors; 'log' by how much the log
score of a year is better than the latter's. 'ECE' is the expected calibration error in 10 bins,
'cover' the share of places within their 90 % interval, 'quality' the error of adjusted quality
over that of raw means, both against what lasts of a unit.

The model holds every level of a year for equally likely. Where levels hardly change from year to
year, as in an earlier run in which all began at 780, P(below) near the line is said up to 0.1 too
high in the middle bins after 3 months: the model does not know that the year will come back.

That the model is the one written out as one matrix (to 1e-9), and its variance components those of
statsmodels (within 2 %), is part of `make test`; how fast it is, of `make bench`."""


def table(mode: str, found: Mapping[int, Tallies]) -> str:
    """The figures of one mode, one line for each number of units and of months."""
    head = (
        f"### {'The years follow the model' if mode == 'base' else 'The years do otherwise'}\n\n"
        "| units | months | skill | against hit rate | log | ECE last | ECE below | cover "
        "| quality |\n"
        "|---|---|---|---|---|---|---|---|---|"
    )
    lines = [
        _line(units, months, tally)
        for units, tallies in found.items()
        for months, tally in tallies.items()
    ]
    return "\n".join([head, *lines])


def _line(units: int, months: int, tally: Tally) -> str:
    found, one = judge(tally), {months: tally}
    cells = (
        units,
        months,
        f"{found.skill.value:.2f} ± {found.skill.error:.2f}",
        f"{found.against_rate.value:.2f} ± {found.against_rate.error:.2f} ({found.rate:.0%})",
        f"{found.log_gain:.2f}",
        f"{calibration(one, 'last'):.3f}",
        f"{calibration(one, 'below'):.3f}",
        f"{coverage(together(one, 'pit')):.3f}",
        f"{quality_share(one):.2f}",
    )
    return "| " + " | ".join(str(cell) for cell in cells) + " |"


def reliability(found: Mapping[int, Tallies]) -> str:
    """When so much was said, how often did it happen, over all sizes and months of a mode."""
    every = {(units, months): one for units, two in found.items() for months, one in two.items()}
    lines = ["| | " + " | ".join(f"to {share} %" for share in range(10, 101, 10)) + " |"]
    lines.append("|---|" + "---|" * 10)
    for kind in ("last", "below"):
        said, came = together(every, kind), together(every, f"was_{kind}")
        which = np.minimum((said * 10).astype(int), 9)
        number = np.bincount(which, minlength=10)
        sums = (np.bincount(which, weights=column, minlength=10) for column in (said, came))
        shares = zip(*sums, number, strict=True)
        cells = (f"{s / n:.1%} → {c / n:.1%} ({n})" if n else "" for s, c, n in shares)
        lines.append(f"| P({kind}) | " + " | ".join(cells) + " |")
    return "\n".join(["What was said → how often it came (how many forecasts):\n", *lines])


def judged(name: str, tallies: Tallies, wrong: bool) -> list[Figure]:
    """The figures of one mode and number of units with their bars."""
    figures = []
    for months, least in AFTER.items():
        found = judge(tallies[months])
        where = f"{name}, {months} months"
        figures += [
            _least(f"skill of P(last), {where}", found.skill.value, least),
            _least(f"against its hit rate, {where}", found.against_rate.value, 0.08),
            _least(
                f"standard errors above 0, {where}",
                found.against_rate.value / found.against_rate.error,
                2.0,
            ),
            _least(f"log score better by, {where}", found.log_gain, 0.0),
        ]
    cover = coverage(together(tallies, "pit"))
    within = cover >= 0.85 if wrong else 0.86 <= cover <= 0.94
    bar = ">= 0.85" if wrong else "0.86 to 0.94"
    figures += [
        _most(f"calibration of P(last), {name}", calibration(tallies, "last"), 0.02),
        _most(
            f"calibration of P(below), {name}",
            calibration(tallies, "below"),
            0.05 if wrong else 0.02,
        ),
        Figure(f"coverage of places, {name}", cover, "", bar, "90 % wanted", within),
    ]
    if not wrong:
        for kind in ("last", "below"):
            off = farthest_bin(together(tallies, kind), together(tallies, f"was_{kind}"))
            figures.append(_most(f"farthest full bin of P({kind}), {name}", off, 0.10))
    return figures


def of_quality(mode: str, found: Mapping[int, Tallies]) -> Figure:
    """The error of the adjusted quality over that of raw means, over all years of a mode."""
    every = {(units, months): one for units, two in found.items() for months, one in two.items()}
    share = quality_share(every)
    return _most(f"quality against raw means, {mode}", share, 0.8)


def bars(figures: Sequence[Figure]) -> str:
    """Which bars were missed, in words."""
    missed = [figure for figure in figures if not figure.passed]
    told = f"{len(figures) - len(missed)} of {len(figures)} bars met."
    lines = [f"- Not met: {one.name}: {one.value:.3f} (bar {one.bar})." for one in missed]
    return "\n".join([told, *lines])


def _least(name: str, value: float, bar: float) -> Figure:
    return Figure(name, value, "", f">= {bar:g}", "invented years", value >= bar)


def _most(name: str, value: float, bar: float) -> Figure:
    return Figure(name, value, "", f"<= {bar:g}", "invented years", value <= bar)
