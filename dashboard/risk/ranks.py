"""Places of units in drawn year ends: who is last, and which places are likely.

Draws are arrays (draws, units), higher is better. Integers are ranked faster than floats.
"""

from __future__ import annotations

from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

CHUNK = 2000


class Ties(StrEnum):
    """What holds of units that end equal.

    `SHARED`: they share the place, and all of those at the bottom are last (P(last) may then add up
    to more than 1). `SPLIT`: one of them is last, each as likely as the other. `ORDER`: the one
    that stands later in the input is the worse one.
    """

    SHARED = "shared"
    SPLIT = "split"
    ORDER = "order"


def last_in(values: NDArray, ties: Ties = Ties.SHARED) -> Floats:
    """Who is last in each draw: (draws, units), 1 for the last one, parts of it where split."""
    values = np.asarray(values)
    if values.shape[1] == 0:
        return np.zeros(values.shape)
    worst: NDArray[np.bool_] = np.asarray(values == values.min(axis=1, keepdims=True))
    if ties is Ties.SPLIT:
        return np.asarray(worst / worst.sum(axis=1, keepdims=True))
    if ties is Ties.ORDER:
        units = values.shape[1]
        latest = units - 1 - worst[:, ::-1].argmax(axis=1)
        worst = np.equal.outer(latest, np.arange(units))
    return worst.astype(float)


def chance_of_last(values: NDArray, ties: Ties = Ties.SHARED) -> Floats:
    """P(last) of each unit: its share of the draws. NaN for a unit alone and without draws."""
    draws, units = np.shape(values)
    if units < 2 or draws == 0:
        return np.full(units, np.nan)
    return np.asarray(last_in(values, ties).mean(axis=0))


def chance_of_places(values: NDArray) -> Floats:
    """P(place) of each unit, (units, places): places are shared as in 1, 2, 2, 4.

    Without draws all is NaN.
    """
    values = np.asarray(values)
    draws, units = values.shape
    if draws == 0:
        return np.full((units, units), np.nan)
    counted = np.zeros(units * units, dtype=np.int64)
    for begin in range(0, draws, CHUNK):
        unit, place = _places(values[begin : begin + CHUNK])
        counted += np.bincount((unit * units + place).ravel(), minlength=units * units)
    return counted.reshape(units, units) / draws


def likely_places(chances: Floats, level: float = 0.9) -> tuple[Integers, Integers]:
    """The best and the worst place, counted from 1, that leave (1 - level) / 2 on either side.

    Where nothing is known (NaN) both are 0.
    """
    known = np.logical_not(np.isnan(chances.sum(axis=1)))
    below = np.cumsum(np.where(known[:, None], chances, 0.0), axis=1)
    beyond = (1 - level) / 2
    # A part in a thousand million is the noise of adding up.
    best = 1 + (below <= beyond + 1e-9).sum(axis=1)
    worst = 1 + (below < 1 - beyond - 1e-9).sum(axis=1)
    units = max(1, chances.shape[1])
    return np.where(known, np.minimum(best, units), 0), np.where(known, np.minimum(worst, units), 0)


def _places(values: NDArray) -> tuple[Integers, Integers]:
    """Which unit is at each position from the best, and the shared place there, from 0."""
    if np.issubdtype(values.dtype, np.integer):
        unit, sorted_values = _sorted_integers(values)
    else:
        unit = np.argsort(-values, axis=1)
        sorted_values = np.take_along_axis(values, unit, axis=1)
    position = np.arange(values.shape[1], dtype=unit.dtype)
    new = np.ones(values.shape, dtype=bool)
    new[:, 1:] = sorted_values[:, 1:] != sorted_values[:, :-1]
    return unit, np.maximum.accumulate(np.where(new, position, 0), axis=1)


def _sorted_integers(values: NDArray) -> tuple[Integers, NDArray]:
    """Value and unit in one number sort many times faster than indices do."""
    bits = max(1, int(values.shape[1] - 1).bit_length())
    worse = values.max(initial=0) - values.astype(np.int64)
    small = int(worse.max(initial=0)) < np.iinfo(np.int32).max >> bits
    keys = worse.astype(np.int32 if small else np.int64) << bits
    keys |= np.arange(values.shape[1], dtype=keys.dtype)
    keys = np.sort(keys, axis=1)
    return keys & ((1 << bits) - 1), keys >> bits
