"""Rolling many audits up to units, divisions and periods in columns, equal to the exact roll-up.

Sums are whole numbers of 0.0001 points in numpy. Ratios are kept as two whole numbers without
bound, so that a grade, a place and a rounded score are those of checklists.rollup to the digit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from checklists.columnar import NOT_SCORED
from checklists.columnar_answers import UNIT, Units, units
from checklists.exact import POINT_DIGITS, SCORE_DIGITS
from checklists.model import Scheme
from checklists.periods import Period

Objects = npt.NDArray[np.object_]
"""Whole numbers without bound, or codes."""

ROW = np.intp


@dataclass(frozen=True)
class Sums:
    """How many scored audits and their sums in units of 0.0001 points: a row a group, a column
    a sheet. An audit in which nothing was scored is in none of them (rules, reading 9)."""

    audits: Units
    k1: Units
    k2: Units
    k3: Units

    def less(self, other: Sums) -> Sums:
        """These sums without others of the same shape."""
        return Sums(*(getattr(self, name) - getattr(other, name) for name in NAMES))

    def at(self, rows: npt.NDArray[Any]) -> Sums:
        """Only these groups, in this order, some perhaps more than once."""
        return Sums(*(getattr(self, name)[rows] for name in NAMES))


NAMES = ("audits", "k1", "k2", "k3")


@dataclass(frozen=True)
class Scores:
    """Score rates of many groups, each `reached` of `base`, which is 0 where nothing was scored.

    `k` is the rounded score in units of 0.000001 or NOT_SCORED, `grade` its code or None.
    """

    reached: Objects
    base: Objects
    k: Units
    grade: Objects

    def rate(self, row: int) -> Fraction | None:
        """The exact score rate of a group, from 0 to 1, or None where nothing was scored."""
        return Fraction(self.reached[row], self.base[row]) if self.base[row] else None


def sum_up(
    group: npt.NDArray[Any],
    sheet: npt.NDArray[Any],
    points: tuple[Units, Units, Units],
    shape: tuple[int, int],
) -> Sums:
    """Add audits up by group and sheet; `points` are their k1, k2 and k3, a number below 0 in
    `group` leaves an audit out, and `shape` says how many groups and sheets there are."""
    k1, _k2, k3 = points
    scored = (k1 != k3) & (group >= 0)
    place = group[scored].astype(ROW) * shape[1] + sheet[scored]
    columns = (np.ones(len(place), dtype=np.int64), *(column[scored] for column in points))
    return Sums(*(_added(place, column, shape) for column in columns))


def score_groups(scheme: Scheme, sums: Sums) -> Scores:
    """Formula (1) over the means of each group's sheets, as `score_unit` has it."""
    over = _over(sums)
    reached = _of_means(sums, sums.k2, over)
    base = _of_means(sums, sums.k1 - sums.k3, over)
    return scores_of(scheme, np.clip(reached, 0, base), base)


def totals(sums: Sums, in_force: Units) -> tuple[Objects, Objects, Objects, Objects]:
    """K1, K2 and K3 of each group, and by what each of the three is to be divided.

    `in_force` are the points of the sheets in units of 0.0001, 0 for one that is not in force:
    they are in K1 and K3 where a sheet was not scored (rules, reading 8).
    """
    over = _over(sums)
    missing = (np.where(sums.audits > 0, 0, in_force).astype(object)).sum(axis=1) * over
    k1, k2, k3 = (_of_means(sums, column, over) for column in (sums.k1, sums.k2, sums.k3))
    return k1 + missing, k2, k3 + missing, over


def weigh(
    scheme: Scheme,
    scores: Scores,
    group: npt.NDArray[Any],
    coefficients: Sequence[Decimal],
    groups: int,
) -> Scores:
    """Formula (2): the mean of score rates weighted with difficulty coefficients, by group.

    What is not scored drops out with its weight, as what has a number below 0 in `group` does.
    Raises ValueError for a coefficient that is not above zero.
    """
    if any(weight <= 0 for weight in coefficients):
        raise ValueError("a difficulty coefficient must be above zero")
    counted: list[list[tuple[int, int]]] = [[] for _group in range(groups)]
    weights = [0] * groups
    for row in np.flatnonzero((scores.base != 0) & (group >= 0)).tolist():
        of, weight = int(group[row]), _whole(coefficients[row])
        counted[of].append((weight * scores.reached[row], scores.base[row]))
        weights[of] += weight
    added = [_sum_of_ratios(ratios) for ratios in counted]
    reached = [numerator for numerator, _denominator in added]
    base = [weight * ratio[1] for weight, ratio in zip(weights, added, strict=True)]
    return scores_of(scheme, _objects(reached), _objects(base))


def scores_of(scheme: Scheme, reached: Objects, base: Objects) -> Scores:
    """Scores and grades of exact rates by a scheme, perhaps one that is only thought of."""
    full = int(scheme.full_marks.value)
    scored = base != 0
    safe = np.where(scored, base, 1)
    marks = reached * full
    k = np.where(scored, (2 * 10**SCORE_DIGITS * marks + safe) // (2 * safe), NOT_SCORED)
    grade = np.full(len(base), None, dtype=object)
    for band in scheme.grades:
        low, high = units(band.low) * base, units(band.high) * base
        above = marks * UNIT >= low if band.low_included else marks * UNIT > low
        grade[(above & (marks * UNIT <= high) & scored).astype(bool)] = band.code
    return Scores(reached, base, k.astype(np.int64), grade)


def without_each(
    sums: Sums,
    group: npt.NDArray[Any],
    sheet: npt.NDArray[Any],
    points: tuple[Units, Units, Units],
) -> Sums:
    """A row an audit: the sums of its group as they were if this audit alone were left out."""
    shape = (len(group), sums.k1.shape[1])
    return sums.at(group).less(sum_up(np.arange(len(group)), sheet, points, shape))


def places_in(periods: Sequence[Period], month: npt.NDArray[Any]) -> npt.NDArray[np.int32]:
    """In which of some periods each month lies, -1 for none; month is year * 12 + month - 1."""
    place = np.full(len(month), -1, dtype=np.int32)
    for number, period in enumerate(periods):
        first, last = (number_of(period.months[end]) for end in (0, -1))
        place[(month >= first) & (month <= last)] = number
    return place


def number_of(month: str) -> int:
    """A month like 2026-10 as a number that goes on by one: year * 12 + month - 1."""
    return int(month[:4]) * 12 + int(month[5:]) - 1


def month_numbers(period: Period) -> tuple[int, int]:
    """The first and the last month of a period, each as such a number."""
    return number_of(period.months[0]), number_of(period.months[-1])


def _added(place: npt.NDArray[Any], column: Units, shape: tuple[int, int]) -> Units:
    total = np.zeros(shape[0] * shape[1], dtype=np.int64)
    np.add.at(total, place, column)
    return total.reshape(shape)


def _over(sums: Sums) -> Objects:
    """What the means of a group's sheets can all be written over: the least common multiple."""
    over: Objects = np.lcm.reduce(np.maximum(sums.audits, 1).astype(object), axis=1, initial=1)
    return over


def _of_means(sums: Sums, column: Units, over: Objects) -> Objects:
    """The sum over the sheets of their means, times `over`."""
    times = over[:, None] // np.maximum(sums.audits, 1)
    found: Objects = (column.astype(object) * times).sum(axis=1)
    return found


def _sum_of_ratios(ratios: Sequence[tuple[int, int]]) -> tuple[int, int]:
    # By halves: so the numbers stay short as long as they can, and no divisor is looked for.
    if len(ratios) < 2:
        return ratios[0] if ratios else (0, 0)
    half = len(ratios) // 2
    (a, b), (c, d) = _sum_of_ratios(ratios[:half]), _sum_of_ratios(ratios[half:])
    return a * d + c * b, b * d


def _whole(coefficient: Decimal) -> int:
    scaled = coefficient * UNIT
    if scaled != int(scaled):
        raise ValueError(f"a difficulty coefficient has at most {POINT_DIGITS} decimals")
    return int(scaled)


def _objects(numbers: Sequence[int]) -> Objects:
    found = np.empty(len(numbers), dtype=object)
    found[:] = numbers
    return found
