"""What one event takes off: the shares of the codes, each unit's own shrunk to those of all."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import lcm

import numpy as np
from numpy.typing import NDArray

from checklists.errors import N_
from dashboard.risk.inputs import BadInput, Prior, Season
from dashboard.risk.ranks import Floats, Integers

FINEST = 100


@dataclass(frozen=True)
class Sizes:
    """The size of an event by unit.

    `steps` (sizes) are the sizes that occur, in steps of `step` points; `chance` (units, sizes);
    `spread` (units) is by how much a unit's mean size is unsure, as a relative variance.
    """

    step: float
    steps: Integers
    chance: Floats
    spread: Floats

    @property
    def mean(self) -> Floats:
        """The expected size of each unit's event, in steps."""
        return np.asarray(self.chance @ self.steps)


def step_of(points: NDArray) -> float:
    """The largest step of which all points are multiples. Raises BadInput beyond hundredths."""
    parts = [Fraction(round(float(one) * FINEST), FINEST) for one in points]
    if any(abs(float(part) - one) > 1e-9 for part, one in zip(parts, points, strict=True)):
        raise BadInput(N_("points: whole hundredths, every one."))
    below = lcm(*(part.denominator for part in parts)) if parts else 1
    return float(Fraction(int(np.gcd.reduce([int(p * below) for p in parts] or [1])), below))


def sizes(season: Season, prior: Prior, phi: float) -> Sizes:
    """The posterior mean shares: Dirichlet of the pooled shares and each unit's own counts."""
    step = step_of(season.points)
    counts = season.events.sum(axis=1)
    if season.past is not None:
        counts = counts + np.asarray(season.past.events, float)
    # What never happened yet may still happen: one event, an equal part of it of each code.
    pooled = counts.sum(axis=0) + 1 / max(1, counts.shape[1])
    pooled = pooled / pooled.sum() if pooled.size else pooled
    weight = prior.sizes + counts.sum(axis=1, keepdims=True) / phi
    shares = (prior.sizes * pooled + counts / phi) / weight
    whole = np.rint(season.points / step).astype(np.int64)
    steps, which = np.unique(whole, return_inverse=True)
    chance = shares @ (which[:, None] == np.arange(len(steps)))
    mean = chance @ steps
    variance = chance @ steps**2 - mean**2
    spread = np.divide(
        variance, (weight[:, 0] + 1) * mean**2, out=np.zeros_like(mean), where=mean > 0
    )
    return Sizes(step, steps, chance, spread)
