"""Can inspectors be compared: who is linked with whom by units they both audited."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dashboard.risk.mixed_sums import Sums
from dashboard.risk.mixtures import interval
from dashboard.risk.posterior import Posterior
from dashboard.risk.scored_audits import Flags, Floats, Whole

NOBODY = -1


@dataclass(frozen=True)
class Severity:
    """How many points an inspector gives above (or below 0, under) the mean of all inspectors.

    `points`, `low` and `high` (90 %) are (K,), NaN for inspectors without audits and for all
    when the inspectors are not connected or there is only one. `component` numbers the groups
    that are linked with each other, NOBODY where there are no audits.
    """

    points: Floats
    low: Floats
    high: Floats
    audits: Whole
    component: Whole
    connected: bool


def components(met: Flags) -> tuple[Whole, Whole]:
    """Number the groups of units and inspectors that audits link; `met` is (N, K).

    Of the units (N,) and the inspectors (K,), NOBODY for those without any audit.
    """
    units = np.where(met.any(axis=1), np.arange(len(met)), NOBODY)
    while True:
        inspectors = np.where(met, units[:, None], len(met)).min(axis=0, initial=len(met))
        reached = np.where(met, inspectors[None, :], len(met)).min(axis=1, initial=len(met))
        reached = np.where(met.any(axis=1), reached, NOBODY)
        if np.array_equal(reached, units):
            break
        units = reached
    inspectors = np.where(met.any(axis=0), inspectors, NOBODY)
    numbers = np.unique(units[units != NOBODY])
    place = np.append(np.searchsorted(numbers, np.arange(len(met))), NOBODY)
    return place[units], place[inspectors]


def connected(sums: Sums) -> bool:
    """Whether all units with audits are linked; only then can they be adjusted."""
    units, _inspectors = components(sums.held > 0)
    return bool(units.max(initial=NOBODY) == 0)


def severity(sums: Sums, known: Posterior) -> Severity:
    """How severe each inspector is, shown beside the scores and never applied to them."""
    _units, component = components(sums.held > 0)
    audits = sums.held.sum(axis=0).astype(np.int64)
    there = audits > 0
    number = int(there.sum())
    linked = connected(sums)
    contrast = np.where(there[:, None], np.eye(len(there)) - there / max(number, 1), 0.0)
    mean = known.mean[:, sums.inspectors] @ contrast.T
    root = contrast @ known.root[:, sums.inspectors, :]
    points, low, high = interval(known.weights, mean, np.sqrt((root**2).sum(axis=2)))
    told = there & linked & (number > 1)
    points, low, high = (np.where(told, column, np.nan) for column in (points, low, high))
    return Severity(points, low, high, audits=audits, component=component, connected=linked)
