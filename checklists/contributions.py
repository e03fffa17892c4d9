"""What each item takes off a score, exactly, so that full marks less all parts is the score."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple, TypeVar

K = TypeVar("K", bound=Hashable)


class Cell(NamedTuple):
    """An item of a sheet at a unit; without sheet and item what keeps K within its bounds."""

    unit: int
    sheet: str = ""
    item: str = ""


@dataclass(frozen=True)
class SheetLosses:
    """A sheet over its scored audits (K1 above K3) at a unit, everything in 0.0001 points.

    `base` is the sum of K1 − K3, `lost` the sum of points lost by item, below zero for a bonus.
    """

    sheet: str
    audits: int
    base: int
    lost: Mapping[str, int]


@dataclass(frozen=True)
class UnitLosses:
    """A unit with its difficulty coefficient and the sheets that were scored there."""

    unit: int
    weight: Decimal
    sheets: Sequence[SheetLosses]


@dataclass(frozen=True)
class Breakdown:
    """Why a score is not full marks: what every item of every unit takes off it.

    `cells` are whole numbers over one `denominator`, in points of the score; a bonus is below
    zero. `weights` are the shares of the scored units, which add up to 1.
    """

    full: Fraction
    score: Fraction
    weights: Mapping[int, Fraction]
    cells: Mapping[Cell, int]
    denominator: int

    def by(self, group: Callable[[Cell], K]) -> dict[K, Fraction]:
        """What is taken off, added up by whatever a cell belongs to; all of it is full − score."""
        sums: dict[K, int] = defaultdict(int)
        for cell, value in self.cells.items():
            sums[group(cell)] += value
        return {key: Fraction(value, self.denominator) for key, value in sums.items()}


def break_down(full_marks: Decimal, units: Iterable[UnitLosses]) -> Breakdown | None:
    """Take the score of some units apart (GAS formulas (1) and (2)); None where none is scored.

    One unit alone gives its K, whatever its coefficient; several give Q. At a unit an item takes
    off full marks × its mean points lost ÷ (K1 − K3), with K1 and K3 as the sums of the means of
    all sheets; among several, this times the unit's share in the coefficients. Where K would lie
    beyond 0 or full marks, the cell of the unit alone holds the difference.
    Raises ValueError for a coefficient that is not above zero.
    """
    full = Fraction(full_marks)
    scored = [unit for unit in units if any(sheet.audits for sheet in unit.sheets)]
    if not scored:
        return None
    weights = _shares(scored)
    factors: dict[Cell, Fraction] = {}
    kept: dict[Cell, Fraction] = {}
    score = Fraction(0)
    for unit in scored:
        share, base = weights[unit.unit], _base(unit.sheets)
        plain = full - full * _lost(unit.sheets) / base
        exact = max(Fraction(0), min(full, plain))
        score += share * exact
        kept[Cell(unit.unit)] = share * (plain - exact)
        for sheet in unit.sheets:
            if sheet.audits:
                factors[Cell(unit.unit, sheet.sheet)] = share * full / (base * sheet.audits)
    denominator = math.lcm(*(value.denominator for value in (*factors.values(), *kept.values())))
    cells = {cell: _whole(value, denominator) for cell, value in kept.items() if value}
    return Breakdown(
        full, score, weights, cells | _cells(scored, factors, denominator), denominator
    )


def weight_effect(before: Breakdown, after: Breakdown) -> Fraction:
    """The part of the difference that comes from the shares of the units, and not from their K.

    A unit's change of share counts by how far its K, the mean of both periods, lies from the mean
    of both scores; a unit that came or went counts by its own K. The rest of the difference is
    what the units' own scores brought, each with the mean of its two shares.
    """
    middle = (before.score + after.score) / 2
    was, now = _unit_scores(before), _unit_scores(after)
    effect = Fraction(0)
    for unit in {**was, **now}:
        share = after.weights.get(unit, Fraction(0)) - before.weights.get(unit, Fraction(0))
        known = [scores[unit] for scores in (was, now) if unit in scores]
        effect += share * (sum(known, Fraction(0)) / len(known) - middle)
    return effect


def biggest(parts: Mapping[K, Fraction], most: int) -> tuple[list[K], list[K]]:
    """The keys of the biggest parts, whatever their sign, and the keys of the rest, big to small.

    What is 0 is among neither; the order of equal parts is that of `parts`.
    """
    ordered = sorted((key for key in parts if parts[key]), key=lambda key: -abs(parts[key]))
    return ordered[:most], ordered[most:]


def rounded(parts: Sequence[Fraction], total: Decimal, digits: int) -> list[Decimal]:
    """The parts with so many decimals each, so that they add up to `total` (largest remainder).

    Each is less than one unit of the last decimal away from its exact value. Raises ValueError
    where `total` is not their sum rounded.
    """
    scaled = [part * 10**digits for part in parts]
    floors = [math.floor(value) for value in scaled]
    missing = int(total.scaleb(digits)) - sum(floors)
    if not 0 <= missing <= len(parts):
        raise ValueError(f"{total} is not the sum of the parts")
    order = sorted(range(len(parts)), key=lambda place: floors[place] - scaled[place])
    for place in order[:missing]:
        floors[place] += 1
    return [Decimal(value).scaleb(-digits) for value in floors]


def _shares(units: Sequence[UnitLosses]) -> dict[int, Fraction]:
    if any(unit.weight <= 0 for unit in units):
        raise ValueError("a difficulty coefficient must be above zero")
    total = sum((Fraction(unit.weight) for unit in units), Fraction(0))
    return {unit.unit: Fraction(unit.weight) / total for unit in units}


def _cells(
    units: Iterable[UnitLosses], factors: Mapping[Cell, Fraction], denominator: int
) -> dict[Cell, int]:
    whole = {cell: _whole(factor, denominator) for cell, factor in factors.items()}
    return {
        Cell(unit.unit, sheet.sheet, item): lost * whole[Cell(unit.unit, sheet.sheet)]
        for unit in units
        for sheet in unit.sheets
        if sheet.audits
        for item, lost in sheet.lost.items()
        if lost
    }


def _lost(sheets: Iterable[SheetLosses]) -> Fraction:
    return sum((Fraction(sum(s.lost.values()), s.audits) for s in sheets if s.audits), Fraction(0))


def _base(sheets: Iterable[SheetLosses]) -> Fraction:
    return sum((Fraction(s.base, s.audits) for s in sheets if s.audits), Fraction(0))


def _whole(value: Fraction, denominator: int) -> int:
    return value.numerator * (denominator // value.denominator)


def _unit_scores(found: Breakdown) -> dict[int, Fraction]:
    lost = found.by(lambda cell: cell.unit)
    return {
        unit: found.full - lost.get(unit, Fraction(0)) / share
        for unit, share in found.weights.items()
    }
