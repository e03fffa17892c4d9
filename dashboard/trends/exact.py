"""Scores of many units and months at once, by the columnar roll-up; exact to the digit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import numpy.typing as npt

from checklists.columnar_rollup import Scores, score_groups, sum_up, weigh
from checklists.exact import SCORE_DIGITS
from checklists.model import Scheme
from db.figures import Figures

Whole = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Point:
    """A score as it is drawn: K or Q with six decimals, its grade; None is not scored, never 0.

    `provisional` says that it rests on fewer audits than coverage asks for.
    """

    score: Decimal | None
    grade: str | None
    audits: int
    provisional: bool = False


NOT_SCORED = Point(None, None, 0)


@dataclass(frozen=True)
class Board:
    """Every unit by every bucket (a month, or a sheet): its score and how many audits it has.

    The rows of `scores` go by unit, then by bucket; `units` are the ids.
    """

    scheme: Scheme
    units: tuple[int, ...]
    buckets: int
    scores: Scores
    audits: Whole

    def points(self, unit: int) -> tuple[Point, ...]:
        """The scores of a unit, one a bucket; not scored ones where it has no audits at all."""
        if unit not in self.units:
            return (NOT_SCORED,) * self.buckets
        first = self.units.index(unit) * self.buckets
        return tuple(
            point(self.scores, row, int(self.audits[row]))
            for row in range(first, first + self.buckets)
        )

    def means(
        self,
        groups: int,
        group_of: Mapping[int, Sequence[int]],
        weights: Mapping[int, Sequence[Decimal]],
    ) -> list[tuple[Point, ...]]:
        """Formula (2) over the units of some groups: for each group a point a bucket.

        By unit, `group_of` gives its group in each bucket, below 0 for none, and `weights` its
        difficulty coefficients.
        """
        size = groups * self.buckets
        group = np.array([group_of[unit] for unit in self.units], dtype=np.int64)
        group = group.reshape(len(self.units), self.buckets)
        cells = np.where(group < 0, -1, group * self.buckets + np.arange(self.buckets)).ravel()
        each = [weight for unit in self.units for weight in weights[unit]]
        found = weigh(self.scheme, self.scores, cells, each, size)
        audits = np.zeros(size, dtype=np.int64)
        np.add.at(audits, cells[cells >= 0], self.audits[cells >= 0])
        every = [point(found, row, int(audits[row])) for row in range(size)]
        return [
            tuple(every[first : first + self.buckets]) for first in range(0, size, self.buckets)
        ]


def board(scheme: Scheme, figures: Figures, rows: Whole, bucket: Whole, buckets: int) -> Board:
    """Formula (1) for every unit and bucket of some rows of the figures.

    `bucket` says for each row in which one it lies, from 0. Several audits of a sheet enter as
    means, and audits in which nothing was scored are left out (rules, readings 7 and 9).
    """
    units, place = np.unique(figures.unit[rows], return_inverse=True)
    points = (figures.k1[rows], figures.k2[rows], figures.k3[rows])
    shape = (len(units) * buckets, max(len(figures.sheets), 1))
    sums = sum_up(place * buckets + bucket, figures.sheet[rows], points, shape)
    ids = tuple(units.tolist())
    return Board(scheme, ids, buckets, score_groups(scheme, sums), sums.audits.sum(axis=1))


def point(scores: Scores, row: int, audits: int) -> Point:
    """A row of scores as it is drawn."""
    if not scores.base[row]:
        return NOT_SCORED
    score = Decimal(int(scores.k[row])).scaleb(-SCORE_DIGITS)
    return Point(score, scores.grade[row], audits)
