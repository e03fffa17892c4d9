"""Whether units can be told apart at all: the share of their differences that is real.

van Dishoeck 2011: t2 / (t2 + median s2), where t2 is the variance of the true values between units
and s2 that of a unit's own figure around its true value. Below a half it is poor.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

POOR = 0.5


def rankability(between: float, within: ArrayLike) -> float | None:
    """The share, 0 to 1. None for fewer than two units, or where nothing varies at all."""
    known = np.asarray(within, dtype=float)
    known = known[~np.isnan(known)]
    if known.size < 2:
        return None
    whole = float(between) + float(np.median(known))
    return None if whole <= 0 else float(between) / whole


def told_apart(share: float | None) -> bool:
    """Whether positions may be shown as such."""
    return share is not None and share >= POOR
