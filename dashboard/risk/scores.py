"""Method B: how a year of audited scores may end, and beside it the quality behind the scores.

    fitted = learn(year, audits)
    forecast = look_ahead(fitted, planned, line=600)

Two outputs that are never mixed: the official end of the year, counted as the regulation counts
and with whichever inspectors come, and the quality adjusted for severity.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dashboard.risk.connectedness import Severity, severity
from dashboard.risk.counting import Counting, score_now, weights
from dashboard.risk.mixed_model import (
    ERROR,
    INSPECTOR,
    UNIT,
    UNIT_MONTH,
    Fitted,
    Priors,
    fit,
    mean_sd,
)
from dashboard.risk.mixed_sums import Sums, add_up
from dashboard.risk.posterior import Posterior, posterior
from dashboard.risk.quality import Quality, quality
from dashboard.risk.rankability import rankability
from dashboard.risk.ranks import Ties, chance_of_last, chance_of_places, likely_places
from dashboard.risk.scored_audits import Audits, Flags, Floats, Planned, Whole, Year, validate
from dashboard.risk.year_end import DRAWS, draw

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
FINE, EXACT = 1e4, 1e6
"""Drawn scores are compared to 0.0001 points, settled ones to the last digit they have."""


@dataclass(frozen=True)
class Learned:
    """The audits of a year and what the model has learned from them; None without any audit."""

    year: Year
    audits: Audits
    sums: Sums
    fitted: Fitted | None
    known: Posterior | None


@dataclass(frozen=True)
class YearEnd:
    """How the year may end, unit by unit (N,); NaN (0 for places) for units not rated.

    `now` is the official score so far, `expected` and `quantiles` (N, 5) that of the year's end,
    `last` and `below` chances (`last` NaN where only one unit is rated), `places` (N, N) the
    chance of each place and `best` to `worst` the places that hold 90 %. `settled` says that no
    audit is left, so that chances are 0 or 1.
    """

    rated: Flags
    now: Floats
    expected: Floats
    quantiles: Floats
    last: Floats
    below: Floats
    places: Floats
    best: Whole
    worst: Whole
    settled: bool


@dataclass(frozen=True)
class Parts:
    """How much scores differ, in points of standard deviation, by what makes them differ."""

    unit: float
    unit_month: float
    inspector: float
    error: float


@dataclass(frozen=True)
class Beside:
    """What is shown beside the official figures: quality, severity, of what the differences
    consist, and the share of those between units that is real (None for fewer than two units,
    or where they are not connected)."""

    quality: Quality
    severity: Severity
    parts: Parts
    rankability: float | None


@dataclass(frozen=True)
class ScoreForecast:
    """The official end of the year and, never mixed with it, what stands beside it."""

    end: YearEnd
    beside: Beside | None


def learn(year: Year, audits: Audits, priors: Priors | None = None) -> Learned:
    """Fits the model to the audits of a year; ValueError when they do not fit the year."""
    validate(year, audits, _none())
    sums = add_up(year, audits)
    if not len(audits):
        return Learned(year, audits, sums, None, None)
    fitted = fit(sums, priors)
    return Learned(year, audits, sums, fitted, posterior(sums, fitted))


def look_ahead(
    learned: Learned,
    planned: Planned,
    *,
    line: float,
    counting: Counting = "year",
    ties: Ties = Ties.SHARED,
    draws: int = DRAWS,
) -> ScoreForecast:
    """How the year may end when the planned audits are held, and what stands beside it.

    A unit whose score is `line` or lower counts as below it, as a grade's upper end belongs to
    the grade. ValueError when something does not fit the year.
    """
    year, audits = learned.year, learned.audits
    validate(year, audits, planned)
    now = score_now(year, audits, counting)
    rated = ~np.isnan(now)
    mine = rated[planned.unit]
    planned = Planned(planned.unit[mine], planned.month[mine], planned.sheet[mine])
    if learned.fitted is None or learned.known is None:
        return ScoreForecast(_nobody(year, now), None)
    counted = weights(year, audits, planned, counting)
    ends = draw(
        year, learned.sums, learned.known, audits, planned=planned, counted=counted, draws=draws
    )[:, rated]
    end = _year_end(now, rated, ends, settled=not len(planned), line=line, ties=ties)
    return ScoreForecast(end, _beside(learned.sums, learned.fitted, learned.known))


def _year_end(
    now: Floats, rated: Flags, ends: Floats, *, settled: bool, line: float, ties: Ties
) -> YearEnd:
    digits = EXACT if settled else FINE
    rounded = np.rint(ends * digits)
    whole = rounded.astype(np.int64 if settled else np.int32)
    chances = chance_of_places(whole)
    best, worst = likely_places(chances)
    within = np.zeros((len(chances), len(rated)))
    within[:, : len(chances)] = chances
    ordered = np.sort(np.ascontiguousarray(whole.T), axis=1)
    at = np.rint(np.array(QUANTILES) * (len(ends) - 1)).astype(np.int64)
    return YearEnd(
        rated=rated,
        now=now,
        expected=_spread(rated, ends.mean(axis=0)),
        quantiles=_spread(rated, ordered[:, at] / digits),
        last=_spread(rated, chance_of_last(whole, ties)),
        below=_spread(rated, (rounded <= round(line * digits)).mean(axis=0)),
        places=_spread(rated, within),
        best=_spread(rated, best, 0).astype(np.int64),
        worst=_spread(rated, worst, 0).astype(np.int64),
        settled=settled,
    )


def _nobody(year: Year, now: Floats) -> YearEnd:
    """The year when nobody was audited so far."""
    none, rated = np.empty((2, 0)), np.zeros(year.units, dtype=bool)
    return _year_end(now, rated, none, settled=False, line=0.0, ties=Ties.SHARED)


def _beside(sums: Sums, fitted: Fitted, known: Posterior) -> Beside:
    found = quality(sums, known)
    parts = Parts(*(mean_sd(fitted, part) for part in (UNIT, UNIT_MONTH, INSPECTOR, ERROR)))
    share = rankability(found.between, found.within) if found.connected else None
    return Beside(found, severity(sums, known), parts, share)


def _spread(rated: Flags, values: Floats | Whole, unknown: float = np.nan) -> Floats:
    """The figures of the rated units in their places among all."""
    found = np.full((len(rated), *values.shape[1:]), unknown)
    found[rated] = values
    return found


def _none() -> Planned:
    nothing = np.empty(0, dtype=np.int64)
    return Planned(nothing, nothing, nothing)
