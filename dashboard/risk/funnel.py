"""The funnel: how far a unit's score may lie from the mean by chance alone, by its audits.

Spiegelhalter 2005: a score from few audits scatters more; only what lies outside the limits is
more than chance.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dashboard.risk.ranks import Floats
from dashboard.risk.scored_audits import Audits

LEVELS = (0.95, 0.998)
"""The limits that are drawn: outside the inner ones is unusual, outside the outer ones rare."""

WIDTHS = (1.959964, 3.090232)
"""How many standard errors each of them is wide, to either side."""


@dataclass(frozen=True)
class Funnel:
    """`mean` of the units' scores and `spread`, the standard deviation of one audit of a unit.

    `spread` is None where no unit has two audits of a sheet.
    """

    mean: float
    spread: float | None

    def limits(self, audits: Floats, level: int) -> tuple[Floats, Floats]:
        """Between which scores units with so many audits lie; `level` counts LEVELS."""
        half = WIDTHS[level] * (self.spread or 0.0) / np.sqrt(np.maximum(audits, 1.0))
        return self.mean - half, self.mean + half

    def beyond(self, audits: int, score: float) -> int:
        """How many of the limits a score lies outside of: 0, 1 or 2; 0 where there are none."""
        if self.spread is None:
            return 0
        apart = abs(score - self.mean) * np.sqrt(max(audits, 1))
        return int(sum(apart > width * self.spread for width in WIDTHS))


def funnel(audits: Audits, units: int, scores: Floats) -> Funnel | None:
    """The funnel of some units; `scores` are their official scores. None without any.

    The spread is that of audits of one unit around what is usual for it and for their sheet.
    """
    known = scores[~np.isnan(scores)]
    if not known.size:
        return None
    left = audits.score.astype(float)
    sheets = int(audits.sheet.max(initial=-1)) + 1
    # A few rounds of taking out both means settle what two-way tables with gaps leave over.
    for _round in range(8):
        left = left - _means(audits.sheet, left, sheets)[audits.sheet]
        left = left - _means(audits.unit, left, units)[audits.unit]
    free = len(left) - len(np.unique(audits.unit)) - len(np.unique(audits.sheet)) + 1
    if free < 1:
        return Funnel(float(known.mean()), None)
    return Funnel(float(known.mean()), float(np.sqrt((left**2).sum() / free)))


def _means(place: np.ndarray, values: Floats, number: int) -> Floats:
    held = np.maximum(np.bincount(place, minlength=number), 1)
    return np.asarray(np.bincount(place, weights=values, minlength=number) / held)
