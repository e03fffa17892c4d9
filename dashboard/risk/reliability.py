"""When so much was said, how often did it happen: bins, and the curve that needs none (CORP)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dashboard.risk.ranks import Floats

BINS = 10
ENOUGH = 100
"""So many forecasts have to have ended before anything is said about them."""


@dataclass(frozen=True)
class Bin:
    """Forecasts of about the same chance: what was said, how often it happened, how many."""

    said: float
    came: float
    number: int


@dataclass(frozen=True)
class Corp:
    """The curve of Dimitriadis, Gneiting and Jordan, and what the Brier score consists of.

    `brier` is `miscalibration` - `discrimination` + `uncertainty`. `said` is sorted, `came` is the
    non-decreasing share that fits it best.
    """

    said: Floats
    came: Floats
    brier: float
    miscalibration: float
    discrimination: float
    uncertainty: float


def bins(chance: NDArray, happened: NDArray, number: int = BINS) -> tuple[Bin, ...]:
    """The forecasts in bins of equal width; empty ones are left out."""
    said, came = _known(chance, happened)
    which = np.minimum((said * number).astype(int), number - 1)
    held = np.bincount(which, minlength=number)
    sums = (np.bincount(which, weights=values, minlength=number) for values in (said, came))
    rows = zip(*sums, held, strict=True)
    return tuple(Bin(float(s / n), float(c / n), int(n)) for s, c, n in rows if n)


def calibration_error(chance: NDArray, happened: NDArray, number: int = BINS) -> float:
    """The expected calibration error: the mean distance in the bins; NaN without forecasts."""
    found = bins(chance, happened, number)
    whole = sum(one.number for one in found)
    far = sum(one.number * abs(one.said - one.came) for one in found)
    return far / whole if whole else float("nan")


def corp(chance: NDArray, happened: NDArray) -> Corp:
    """The reliability curve without bins, and the parts of the Brier score. NaN without any."""
    said, came = _known(chance, happened)
    if not said.size:
        return Corp(said, came, *[float("nan")] * 4)
    order = np.argsort(said, kind="stable")
    said, came = said[order], came[order]
    fitted = _alike(said, isotonic(_alike(said, came)))
    mean = came.mean()
    mine, best, plain = (float(((p - came) ** 2).mean()) for p in (said, fitted, mean))
    return Corp(said, fitted, mine, mine - best, plain - best, plain)


def isotonic(values: NDArray) -> Floats:
    """The non-decreasing sequence nearest to the values (pool adjacent violators)."""
    means: list[float] = []
    sizes: list[int] = []
    for value in np.asarray(values, float):
        means.append(float(value))
        sizes.append(1)
        while len(means) > 1 and means[-2] >= means[-1]:
            size, mean = sizes.pop(), means.pop()
            means[-1] = (means[-1] * sizes[-1] + mean * size) / (sizes[-1] + size)
            sizes[-1] += size
    return np.repeat(np.asarray(means, float), np.asarray(sizes, int))


def _alike(said: Floats, values: Floats) -> Floats:
    """The mean value of equal forecasts, for each of them."""
    _, which, number = np.unique(said, return_inverse=True, return_counts=True)
    return np.asarray((np.bincount(which, weights=values) / number)[which])


def _known(chance: NDArray, happened: NDArray) -> tuple[Floats, Floats]:
    said, came = np.ravel(np.asarray(chance, float)), np.ravel(np.asarray(happened, float))
    known = ~np.isnan(said)
    return said[known], came[known]
