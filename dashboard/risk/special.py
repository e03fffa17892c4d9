"""The logarithm of the gamma function in columns; numpy has none."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from dashboard.risk.ranks import Floats

SHIFT = 7
STIRLING = (1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188)


def log_gamma(values: ArrayLike) -> Floats:
    """ln Gamma of positive numbers, to about 1e-12 of its size.

    Stirling's series is good beyond 7: smaller arguments are led there by the recurrence.
    """
    x = np.asarray(values, float)
    product = x.copy()
    for step in range(1, SHIFT):
        product = product * (x + step)
    moved = x + SHIFT
    inverse = 1 / moved
    square = inverse * inverse
    series = np.zeros_like(moved)
    for term in reversed(STIRLING):
        series = series * square + term
    stirling = (moved - 0.5) * np.log(moved) - moved + 0.5 * np.log(2 * np.pi) + series * inverse
    return np.asarray(stirling - np.log(product))
