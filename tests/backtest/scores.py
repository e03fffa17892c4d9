"""Method B on invented years: who ends last, below the line and where, and true quality."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from itertools import product

import numpy as np

from dashboard.risk.ranks import chance_of_last
from dashboard.risk.records import naive_last, randomised_pit
from dashboard.risk.scored_audits import Floats
from dashboard.risk.scores import learn, look_ahead
from tests.backtest import Section
from tests.backtest._score_report import (
    AFTER,
    DRAWS,
    HEADING,
    SEED,
    YEARS,
    bars,
    judged,
    of_quality,
    reliability,
    table,
)
from tests.backtest._score_tallies import Tallies, Tally, merged
from tests.backtest._score_years import LINE, Truth, invent

PARTS = 10
"""So many parts of the years can be forecast at the same time."""


def run() -> Section:
    """Forecast all the years in both modes and set the figures beside their bars."""
    texts, figures = [HEADING], []
    every = follow_all()
    for wrong in (False, True):
        mode = "other" if wrong else "base"
        found = {units: every[wrong, units] for units in YEARS}
        texts += [table(mode, found), reliability(found)]
        for units, tallies in found.items():
            figures += judged(f"{mode}, N = {units}", tallies, wrong)
        figures.append(of_quality(mode, found))
    texts.append(bars(figures))
    return Section("\n\n".join(texts), tuple(figures))


def follow(units: int, years: Iterable[int], *, wrong: bool, draws: int = DRAWS) -> Tallies:
    """Forecasts invented years, given by number, after some months and notes how they ended."""
    tallies: Tallies = defaultdict(Tally)
    for number in years:
        truth = invent(units, SEED + number, wrong=wrong)
        for months in AFTER:
            _note(tallies[months], truth, months, draws, number)
    return tallies


def follow_all() -> dict[tuple[bool, int], Tallies]:
    """Forecasts all years of both modes, some at the same time."""
    parts = [
        (wrong, units, range(first, years, PARTS))
        for wrong in (False, True)
        for units, years in YEARS.items()
        for first in range(PARTS)
    ]
    with ProcessPoolExecutor() as pool:
        done = list(pool.map(_follow_part, parts))
    found: dict[tuple[bool, int], Tallies] = {}
    for wrong, units in product((False, True), YEARS):
        mine = [one for part, one in zip(parts, done, strict=True) if part[:2] == (wrong, units)]
        found[wrong, units] = {
            months: merged(tallies[months] for tallies in mine if tallies) for months in AFTER
        }
    return found


def _follow_part(part: tuple[bool, int, range]) -> Tallies:
    wrong, units, years = part
    return dict(follow(units, years, wrong=wrong))


def _note(tally: Tally, truth: Truth, months: int, draws: int, number: int) -> None:
    known, planned = truth.until(months)
    forecast = look_ahead(learn(truth.year, known), planned, line=LINE, draws=draws)
    end, beside = forecast.end, forecast.beside
    assert beside is not None and end.rated.all()
    tally.last.append(end.last)
    tally.was_last.append(chance_of_last(truth.end[None]))
    tally.naive.append(naive_last(end.now))
    tally.below.append(end.below)
    tally.was_below.append((truth.end <= LINE).astype(float))
    place = (truth.end[None, :] > truth.end[:, None]).sum(axis=1) + 1
    uniform = np.random.default_rng([number, months]).random(len(place))
    tally.pit.append(randomised_pit(end.places, place, uniform))
    if not beside.quality.connected:
        return
    quality = truth.quality(months)
    tally.ours.append(_squares(beside.quality.points, quality))
    tally.raw.append(_squares(_raw_means(truth, months), quality))


def _raw_means(truth: Truth, months: int) -> Floats:
    """The plain mean of a unit's scores."""
    known, _planned = truth.until(months)
    sums = np.bincount(known.unit, weights=known.score, minlength=truth.year.units)
    return np.asarray(sums / np.bincount(known.unit, minlength=truth.year.units))


def _squares(found: Floats, quality: Floats) -> float:
    """The mean square by which units are off, once the level of all is left out."""
    off = (found - found.mean()) - (quality - quality.mean())
    return float((off**2).mean())
