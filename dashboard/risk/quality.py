"""What lasts of a unit's quality, less what inspectors, sheets, months and chance made of it.

It stands beside the official score and is never mixed with it: nothing here goes into a year
end, and where strict inspectors and weak units cannot be told apart there is none.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dashboard.risk.connectedness import connected
from dashboard.risk.mixed_model import UNIT
from dashboard.risk.mixed_sums import Sums
from dashboard.risk.mixtures import interval
from dashboard.risk.posterior import Posterior, lasting
from dashboard.risk.scored_audits import Floats


@dataclass(frozen=True)
class Quality:
    """What a unit would score with the usual sheets and a mean inspector in the long run (N,).

    `points`, `low` and `high` (90 %) are NaN for units without audits, and for all when units
    and inspectors are not connected. `between` is the variance between units and `within` (N,)
    the sampling variance of each, from which follows whether they can be told apart.
    """

    points: Floats
    low: Floats
    high: Floats
    between: float
    within: Floats
    connected: bool


def quality(sums: Sums, known: Posterior) -> Quality:
    """The adjusted quality of all units; `sums` hold at least one audit."""
    parts = [_of_node(sums, known, node) for node in range(len(known.theta))]
    mean, variance = (np.stack(column) for column in zip(*parts, strict=True))
    points, low, high = interval(known.weights, mean, np.sqrt(variance))
    linked = connected(sums)
    told = linked & sums.roots.any(axis=1)
    between = float(known.weights @ np.exp(2 * known.theta[:, UNIT]))
    within = _within(between, np.asarray(known.weights @ variance))
    points, low, high = (np.where(told, column, np.nan) for column in (points, low, high))
    return Quality(
        points,
        low,
        high,
        between=between,
        within=np.where(told, within, np.nan),
        connected=linked,
    )


def _of_node(sums: Sums, known: Posterior, node: int) -> tuple[Floats, Floats]:
    """Mean and variance of the units' quality under one node."""
    own = lasting(sums, known, node)
    usual = np.diagonal(sums.gram)[:-1] / sums.rows
    there = sums.held.any(axis=0)
    usual[sums.inspectors] = there / there.sum()
    loadings = own.loadings + usual
    mean = sums.level + own.constant + loadings @ known.mean[node]
    return mean, own.variance + ((loadings @ known.root[node]) ** 2).sum(axis=1)


def _within(between: float, variance: Floats) -> Floats:
    """The sampling variance that shrinks the variance between units to what is left."""
    left = np.minimum(variance, between * (1 - 1e-9))
    return np.asarray(left * between / (between - left))
