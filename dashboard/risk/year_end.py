"""The official end of the year, drawn: scores as the regulation counts them, whoever audits.

Given the hyperparameters and the effects that all units share, the units are independent and
normal, so that ten thousand year ends are one product of matrices and one noise a unit.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dashboard.risk.connectedness import components
from dashboard.risk.counting import Counted
from dashboard.risk.mixed_model import ERROR, NODES
from dashboard.risk.mixed_sums import Sums
from dashboard.risk.posterior import Posterior, unit_months
from dashboard.risk.scored_audits import HIGHEST, Audits, Flags, Floats, Planned, Whole, Year

DRAWS = 10_000
POOLED = 20.0
"""So many visits by the inspectors of all units enter beside a unit's own visits so far."""

SEED = 18


@dataclass(frozen=True)
class Ahead:
    """The planned audits by unit: what they weigh in months (N, T) and in sheets (N, S),
    the sums of squared weights of audits and of visits (N,), and who may come (N, K)."""

    months: Floats
    sheets: Floats
    squares: Floats
    visits: Floats
    who: Floats


def add_plan(year: Year, sums: Sums, audits: Audits, planned: Planned, weight: Floats) -> Ahead:
    """Add the planned audits up; `weight` has what each weighs in its unit's score."""
    cell = planned.unit * year.months + planned.month
    place = planned.unit * year.sheets + planned.sheet
    months = _sums(cell, weight, year.units * year.months).reshape(year.units, year.months)
    sheets = _sums(place, weight, year.units * year.sheets).reshape(year.units, year.sheets)
    return Ahead(
        months=months,
        sheets=sheets,
        squares=_sums(planned.unit, weight**2, year.units),
        visits=(months**2).sum(axis=1),
        who=_who_may_come(year, sums, audits),
    )


def draw(
    year: Year,
    sums: Sums,
    known: Posterior,
    audits: Audits,
    *,
    planned: Planned,
    counted: Counted,
    draws: int = DRAWS,
) -> Floats:
    """Scores at the end of the year (about `draws`, N); units without audits are not to be used.

    The same audits give the same draws. They come in pairs of opposites, and the nodes of the
    hyperparameters have as many as they weigh.
    """
    reached = np.bincount(audits.unit, weights=counted.past * audits.score, minlength=year.units)
    ahead = add_plan(year, sums, audits, planned, counted.ahead)
    if not len(planned):
        return np.repeat(reached[None], 2 * NODES, axis=0)
    random = np.random.default_rng(SEED)
    parts = []
    for node, pairs in enumerate(_pairs(known.weights, draws // 2)):
        if pairs:
            parts.append(_of_node(sums, known, node, pairs=pairs, ahead=ahead, random=random))
    return np.clip(reached + np.concatenate(parts), 0.0, HIGHEST)


def _of_node(
    sums: Sums,
    known: Posterior,
    node: int,
    *,
    pairs: int,
    ahead: Ahead,
    random: np.random.Generator,
) -> Floats:
    """What the planned audits will add, drawn under one node's hyperparameters."""
    own = unit_months(sums, known, node, ahead.months)
    share = ahead.months.sum(axis=1)
    loadings = own.loadings
    loadings[:, 0] += share
    loadings[:, sums.months] += ahead.months
    loadings[:, sums.sheets] += ahead.sheets
    loadings[:, sums.inspectors] += share[:, None] * ahead.who
    half = random.standard_normal((pairs, sums.columns))
    shared = known.mean[node] + np.concatenate([half, -half]) @ known.root[node].T
    noise = random.standard_normal((pairs, len(share)))
    held = shared[:, sums.inspectors]
    severity = held**2 @ ahead.who.T - (held @ ahead.who.T) ** 2
    error = np.exp(2 * known.theta[node, ERROR]) * ahead.squares
    spread = np.sqrt(own.variance + error + np.maximum(severity, 0.0) * ahead.visits)
    drawn = own.constant + shared @ loadings.T + spread * np.concatenate([noise, -noise])
    return np.asarray(drawn + share * sums.level)


def _sums(place: Whole, weight: Floats, number: int) -> Floats:
    """The weights added up at each of some places; 0.0 also where there are none at all."""
    return np.bincount(place, weights=weight, minlength=number).astype(np.float64)


def _pairs(weights: Floats, total: int) -> list[int]:
    """Whole numbers of pairs that come as near to the weights as they can."""
    ends = np.round(np.cumsum(weights) * total).astype(np.int64)
    return [int(number) for number in np.diff(ends, prepend=0)]


def _who_may_come(year: Year, sums: Sums, audits: Audits) -> Floats:
    """The shares of the inspectors in a unit's next visit (N, K)."""
    visits = _visits(year, audits)
    units, inspectors = components(visits > 0)
    reachable: Flags = units[:, None] == inspectors[None, :]
    everybody = np.where(reachable, visits.sum(axis=0), 0.0)
    total = everybody.sum(axis=1, keepdims=True)
    pooled = np.divide(everybody, total, out=np.zeros_like(everybody), where=total > 0)
    known = visits.sum(axis=1, keepdims=True) + POOLED * (total > 0)
    return np.divide(visits + POOLED * pooled, known, out=np.zeros_like(everybody), where=known > 0)


def _visits(year: Year, audits: Audits) -> Floats:
    """In how many months an inspector was at a unit (N, K)."""
    key = (audits.unit * year.inspectors + audits.inspector) * year.months + audits.month
    pairs = np.unique(key) // year.months
    shape = (year.units, year.inspectors)
    return np.bincount(pairs, minlength=shape[0] * shape[1]).reshape(shape).astype(np.float64)
