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
        for unit, mixed in enumerate(_mixtures(number, len(ends.taken))):
            spread = _spread(chances[node, unit], number)
            np.take(spread, mixed, out=values[unit, begin : begin + number], mode="clip")
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
    """The quantiles of one unit in increasing order."""
    up_to = np.floor(np.cumsum(chances) * number + 0.5).astype(np.int64)
    up_to[-1] = number
    counts = np.diff(np.minimum(up_to, number), prepend=0)
    return np.repeat(np.arange(len(chances), dtype=np.int32), counts)


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
