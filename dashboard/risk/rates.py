"""How much happens to each unit in a season: Gamma rates, their hyperparameters integrated out.

Given a node of the grid a unit's rate is a Gamma. Neighbouring nodes are taken together in groups;
within a group the mixture is kept as the Gamma of the same mean and variance.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dashboard.risk.hyper import Counted, Grid, posterior
from dashboard.risk.inputs import Prior
from dashboard.risk.ranks import Floats

PARTS = {20: (3, 5, 4), 60: (2, 4, 3)}
LEAST_PARTS = (2, 2, 1)
"""In how many parts kappa, shape and mean are cut, up to so many units: few leave them unsure."""


@dataclass(frozen=True)
class Rates:
    """The rates as Gamma(shape, rate), in events of a whole season: (groups, units).

    `chance` (groups) adds up to 1. `between` is the variance of true rates between units, `within`
    (units) that of a unit's own figure around its rate; `kappa` the weight that last season got.
    """

    shape: Floats
    rate: Floats
    chance: Floats
    between: float
    within: Floats
    kappa: float

    @property
    def mean(self) -> Floats:
        """The expected rate of each unit."""
        return np.asarray(self.chance @ (self.shape / self.rate))


def rates(counted: Counted, prior: Prior) -> Rates:
    """The posterior rates of all units."""
    grid = posterior(counted, prior)
    kappa, shape, mean = (values[:, None] for values in (grid.kappa, grid.shape, grid.mean))
    alpha = shape + counted.count + kappa * counted.past
    beta = shape / mean + counted.over + kappa * counted.past_over
    units = len(counted.count)
    parts = next((cut for most, cut in PARTS.items() if units <= most), LEAST_PARTS)
    within = groups(grid, parts)
    chance = within.sum(axis=1)
    each = within / chance[:, None]
    first = each @ (alpha / beta)
    variance = each @ (alpha * (alpha + 1) / beta**2) - first**2
    expected = chance @ first
    seen = counted.over + grid.chance @ kappa * counted.past_over
    return Rates(
        first**2 / variance,
        first / variance,
        chance,
        float(grid.chance @ (grid.mean**2 / grid.shape)),
        np.divide(expected, seen, out=np.full(expected.shape, np.nan), where=seen > 0),
        float(grid.chance @ grid.kappa),
    )


def groups(grid: Grid, parts: tuple[int, int, int]) -> Floats:
    """The nodes' chances in their groups, (groups, nodes): each axis cut into equal chances."""
    which = np.zeros(len(grid.chance), dtype=np.int64)
    for values, number in zip((grid.kappa, grid.shape, grid.mean), parts, strict=True):
        levels, place = np.unique(values, return_inverse=True)
        chance = np.bincount(place, weights=grid.chance, minlength=len(levels))
        middle = np.cumsum(chance) - chance / 2
        part = np.minimum((middle * number).astype(np.int64), number - 1)
        which = which * number + part[place]
    found = np.unique(which)
    within = np.where(which == found[:, None], grid.chance, 0.0)
    return within[within.sum(axis=1) > NEGLIGIBLE]


NEGLIGIBLE = 1e-6
