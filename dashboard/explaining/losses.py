"""From the columns of many audits to what each unit lost on each item, in whole numbers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from checklists.columnar_rollup import month_numbers
from checklists.contributions import Cell, SheetLosses
from checklists.exact import POINT_DIGITS, points_of
from checklists.periods import Period
from checklists.rollup import AuditPoints, SheetMeans
from db.figures import Figures

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True)
class Tally:
    """An item over audits, points in 0.0001: what counted and what was lost, in how many audits.

    `asked` counts the audits in which the item counted, `found` those in which it lost points.
    """

    available: int = 0
    lost: int = 0
    asked: int = 0
    found: int = 0

    def __add__(self, other: Tally) -> Tally:
        """Both together."""
        return Tally(
            self.available + other.available,
            self.lost + other.lost,
            self.asked + other.asked,
            self.found + other.found,
        )


@dataclass(frozen=True)
class Losses:
    """What some audits lost: each item of a sheet at a unit, and the sheets of each unit.

    `points` are the sums the roll-up takes, a row a sheet of a unit. Audits in which nothing was
    scored are left out (rules, reading 9).
    """

    tallies: Mapping[Cell, Tally]
    sheets: Mapping[int, tuple[SheetLosses, ...]]
    points: Mapping[int, tuple[AuditPoints, ...]]

    def by(self, group: Callable[[Cell], K]) -> dict[K, Tally]:
        """The tallies added up by whatever a cell belongs to."""
        sums: dict[K, Tally] = defaultdict(Tally)
        for cell, tally in self.tallies.items():
            sums[group(cell)] += tally
        return dict(sums)

    @property
    def audits(self) -> int:
        """How many audits there are."""
        return sum(sheet.audits for sheets in self.sheets.values() for sheet in sheets)


def losses(figures: Figures, *, items: bool = True) -> Losses:
    """What the audits lost, in passes over the columns; without `items` by whole sheets only."""
    found = figures.where(figures.k1 != figures.k3)
    units, unit = np.unique(found.unit, return_inverse=True)
    points = _points(found, units, unit)
    tallies = _tallies(found, units, unit) if items else _of_sheets(points)
    lost: dict[tuple[int, str], dict[str, int]] = defaultdict(dict)
    for cell, tally in tallies.items():
        if tally.lost:
            lost[cell.unit, cell.sheet][cell.item] = tally.lost
    sheets = {
        key: tuple(
            SheetLosses(row.sheet, row.audits, _units(row.k1 - row.k3), lost[key, row.sheet])
            for row in rows
        )
        for key, rows in points.items()
    }
    return Losses(tallies, sheets, points)


def _of_sheets(points: Mapping[int, Iterable[AuditPoints]]) -> dict[Cell, Tally]:
    return {
        Cell(unit, row.sheet): Tally(
            _units(row.k1 - row.k3), _units(row.k1 - row.k3 - row.k2), row.audits
        )
        for unit, rows in points.items()
        for row in rows
    }


def losses_of_means(unit: int, means: Iterable[SheetMeans]) -> Losses:
    """What a unit lost on whole sheets, where their means are all one may see."""
    tallies, sheets = {}, []
    for row in means:
        if row.audits:
            base, lost = (
                _units(v * row.audits) for v in (row.k1 - row.k3, row.k1 - row.k3 - row.k2)
            )
            sheets.append(SheetLosses(row.sheet, row.audits, base, {"": lost}))
            tallies[Cell(unit, row.sheet)] = Tally(base, lost, row.audits, 0)
    return Losses(tallies, {unit: tuple(sheets)}, {})


def instead(found: Losses, others: Sequence[Losses]) -> Losses:
    """The losses, with those of some units put in place of what was found there."""
    units = {unit for other in others for unit in other.sheets}
    tallies = {cell: tally for cell, tally in found.tallies.items() if cell.unit not in units}
    sheets, points = dict(found.sheets), dict(found.points)
    for other in others:
        tallies |= other.tallies
        sheets |= other.sheets
        points |= other.points
    return Losses(tallies, sheets, points)


def found_again(
    figures: Figures, days: Mapping[str, date], period: Period, lookback: Callable[[date], date]
) -> dict[tuple[str, str], int]:
    """In how many audits of a period a unit lost points on an item on which it lost some before.

    `figures` are all audits of the unit, `days` the day of each; before is an earlier day, not
    before `lookback` of the audit's day. By sheet and item.
    """
    first, last = month_numbers(period)
    lost: dict[tuple[str, str], list[tuple[date, bool]]] = defaultdict(list)
    for line in np.flatnonzero(figures.line_lost > 0).tolist():
        row = figures.line_audit[line]
        day = days.get(figures.audit[row])
        if day is not None:
            key = figures.sheets[figures.sheet[row]], figures.items[figures.line_item[line]]
            lost[key].append((day, bool(first <= figures.month[row] <= last)))
    return {
        key: sum(
            inside and any(lookback(day) <= other < day for other, _ in found)
            for day, inside in found
        )
        for key, found in lost.items()
    }


def _tallies(found: Figures, units: Any, unit: Any) -> dict[Cell, Tally]:
    counts = (found.line_available > 0) | (found.line_lost != 0)
    audit = found.line_audit[counts]
    shape = (max(len(units), 1), max(len(found.sheets), 1), max(len(found.items), 1))
    place = np.ravel_multi_index((unit[audit], found.sheet[audit], found.line_item[counts]), shape)
    lost = found.line_lost[counts]
    columns = [
        _summed(place, values, shape)
        for values in (found.line_available[counts], lost, np.ones_like(lost), lost > 0)
    ]
    there = np.flatnonzero(columns[2])
    u, s, i = np.unravel_index(there, shape)
    numbers = zip(*(column[there].tolist() for column in columns), strict=True)
    return {
        Cell(int(units[row]), found.sheets[sheet], found.items[item]): Tally(*values)
        for row, sheet, item, values in zip(
            u.tolist(), s.tolist(), i.tolist(), numbers, strict=True
        )
    }


def _points(found: Figures, units: Any, unit: Any) -> dict[int, tuple[AuditPoints, ...]]:
    shape = (max(len(units), 1), max(len(found.sheets), 1))
    place = np.ravel_multi_index((unit, found.sheet), shape)
    audits, k1, k2, k3 = (
        _summed(place, values, shape)
        for values in (np.ones_like(place), found.k1, found.k2, found.k3)
    )
    points: dict[int, list[AuditPoints]] = defaultdict(list)
    for flat in np.flatnonzero(audits).tolist():
        row, sheet = divmod(flat, shape[1])
        a, b, c = (points_of(int(column[flat])) for column in (k1, k2, k3))
        made = AuditPoints(found.sheets[sheet], a, b, c, int(audits[flat]))
        points[int(units[row])].append(made)
    return {key: tuple(rows) for key, rows in points.items()}


def _summed(place: Any, values: Any, shape: tuple[int, ...]) -> npt.NDArray[np.int64]:
    # Added up as floats, which are exact for whole numbers up to 2**53: a thousand times more
    # than the points of a million audits.
    sums = np.bincount(place, weights=values, minlength=int(np.prod(shape)))
    return sums.astype(np.int64)


def _units(points: Any) -> int:
    """Points as whole numbers of 0.0001; sums of stored points are always whole."""
    return int(points * 10**POINT_DIGITS)
