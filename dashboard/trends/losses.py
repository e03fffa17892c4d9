"""Where points are lost: the items of a period by what they cost, the dearest first."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate

import numpy as np
import numpy.typing as npt

from checklists.exact import POINT_DIGITS, half_up, points_of
from dashboard.trends.course import inside, shown
from dashboard.trends.exact import Whole
from dashboard.trends.ground import Ground

Column = npt.NDArray[np.int16]


@dataclass(frozen=True)
class Loss:
    """What an item cost in all audits together, in points.

    `asked` is the number of audits in which it counted, `hit` of those that lost points on it.
    `share` is its part of all points lost and `running` that of the items up to this one, both
    from 0 to 1.
    """

    item: str
    lost: Decimal
    asked: int
    hit: int
    share: Fraction
    running: Fraction

    @property
    def mean(self) -> Decimal | None:
        """Points lost an audit in which the item counted, with four decimals."""
        return half_up(Fraction(self.lost) / self.asked, POINT_DIGITS) if self.asked else None


@dataclass(frozen=True)
class Losses:
    """Items that lost points in a period, the dearest first; `half` of them make half of it.

    `total` is all points lost and `gained` all that was added by bonus; `audits` stand behind.
    """

    rows: tuple[Loss, ...]
    total: Decimal
    gained: Decimal
    half: int
    audits: int


def losses(base: Ground) -> Losses:
    """The points lost in the audits of a view's period, item by item; a bonus is no loss."""
    figures = base.figures
    rows = base.rows[inside(base, base.rows, shown(base))]
    chosen = np.zeros(len(figures), dtype=bool)
    chosen[rows] = True
    lines = np.flatnonzero(chosen[figures.line_audit])
    item, points = figures.line_item[lines], figures.line_lost[lines].astype(np.int64)
    # Whole numbers, which stay exact as long as their sums are below 2 to the 53.
    lost = _sums(item, np.maximum(points, 0), len(figures.items))
    hit = np.bincount(item[points > 0], minlength=len(figures.items))
    counted = (figures.line_available[lines] > 0) | (points > 0)
    asked = np.bincount(item[counted], minlength=len(figures.items))
    order = [place for place in np.argsort(-lost, kind="stable").tolist() if lost[place] > 0]
    running = list(accumulate(int(lost[place]) for place in order))
    total = running[-1] if running else 0
    found = tuple(
        Loss(
            figures.items[place],
            _points(int(lost[place])),
            int(asked[place]),
            int(hit[place]),
            Fraction(int(lost[place]), total),
            Fraction(so_far, total),
        )
        for place, so_far in zip(order, running, strict=True)
    )
    half = next((place for place, so_far in enumerate(running, start=1) if 2 * so_far >= total), 0)
    gained = -int(np.minimum(points, 0).sum())
    return Losses(found, _points(total), _points(gained), half, len(rows))


def _sums(item: Column, points: Whole, items: int) -> Whole:
    found: Whole = np.bincount(item, weights=points, minlength=items).astype(np.int64)
    return found


def _points(units: int) -> Decimal:
    return points_of(units).normalize() + 0
