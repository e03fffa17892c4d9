"""Year ends drawn without a dice: evenly spread over each unit's own chances.

Of n draws a unit's k-th value is its (k + 1/2) / n quantile; the units are mixed by steps that have
no common rhythm. The same input gives the same draws, and the margins are exact to 1 / n.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from dashboard.risk.last_place import Ends
from dashboard.risk.ranks import Floats, Integers

DRAWS = 10_000
SEED = 20_131_118


def draw(ends: Ends, draws: int = DRAWS) -> NDArray[np.int32]:
    """What each unit has lost in the end, (draws, units), in steps."""
    # A unit's draws lie together while they are made.
    values = np.empty((len(ends.taken), draws), dtype=np.int32)
    begin = 0
    chances, weights = _by_factor(ends)
    for node, number in enumerate(_numbers(weights, draws)):
        spread, mixed = _spread(chances[node], number), _mixtures(number, len(ends.taken))
        for unit, own in enumerate(values[:, begin : begin + number]):
            np.take(spread[unit], mixed[unit], out=own, mode="clip")
        begin += number
    values += ends.taken.astype(np.int32)[:, None]
    return values.T


def _by_factor(ends: Ends) -> tuple[Floats, Floats]:
    """The chances given only what all units share, and the chances of that."""
    weights = ends.weights.reshape(-1, ends.groups)
    chances = ends.chances.reshape(*weights.shape, *ends.chances.shape[1:])
    factor = weights.sum(axis=1)
    return np.einsum("fg,fgul->ful", weights / factor[:, None], chances), factor


def _spread(chances: Floats, number: int) -> NDArray[np.int32]:
    """The quantiles of each unit in increasing order, (units, number)."""
    units, steps = chances.shape
    up_to = np.minimum(np.floor(np.cumsum(chances, axis=1) * number + 0.5), number)
    up_to[:, -1] = number
    counts = np.diff(up_to, axis=1, prepend=0.0).astype(np.int64)
    lost = np.tile(np.arange(steps, dtype=np.int32), units)
    return np.repeat(lost, counts.ravel()).reshape(units, number)


def _numbers(weights: Floats, draws: int) -> list[int]:
    """How many draws each node gets; they add up."""
    up_to = np.rint(np.cumsum(weights) / weights.sum() * draws).astype(int)
    return [int(number) for number in np.diff(up_to, prepend=0)]


@lru_cache(maxsize=16)
def _mixtures(number: int, units: int) -> Integers:
    """A fixed mixture of 0 to number - 1 for each unit, (units, number)."""
    random = np.random.default_rng((SEED, number))
    return random.permuted(
        np.broadcast_to(np.arange(number, dtype=np.int32), (units, number)), axis=1
    )
