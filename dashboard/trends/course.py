"""Scores over time: a line for each unit, each division and the company, a point a month."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from checklists.model import Scheme
from checklists.periods import Period
from dashboard.trends.exact import Board, Flags, Point, Whole, board
from dashboard.trends.ground import Ground
from db.rows import DivisionRow, UnitRow


@dataclass(frozen=True)
class Line:
    """The course of one unit, or of a division, or of the company where `row` is None.

    There is a point for each month, those that are not scored among them.
    """

    row: UnitRow | DivisionRow | None
    points: tuple[Point, ...]

    @property
    def scored(self) -> tuple[int, ...]:
        """Which points have a score, the oldest first."""
        return tuple(place for place, one in enumerate(self.points) if one.score is not None)


@dataclass(frozen=True)
class Course:
    """Lines over the same months; `wholes` are those that stand for several units together.

    `audits` is the number of audits behind all of it, each counted once.
    """

    months: tuple[str, ...]
    scheme: Scheme
    wholes: tuple[Line, ...]
    units: tuple[Line, ...]
    audits: int

    @property
    def lines(self) -> tuple[Line, ...]:
        """All lines, those of several units first."""
        return (*self.wholes, *self.units)


@dataclass(frozen=True)
class Shown:
    """Whose lines a view shows: the company's, divisions', units'."""

    company: bool
    divisions: tuple[DivisionRow, ...]
    units: tuple[UnitRow, ...]


def shown(base: Ground) -> Shown:
    """One unit beside its division, a division above its units, or all divisions."""
    view = base.view
    if view.unit is not None:
        units = tuple(unit for unit in base.units if unit.code == view.unit)
        above = {unit.division.code for unit in units}
        return Shown(False, tuple(row for row in base.divisions if row.code in above), units)
    if view.division is None and len(base.divisions) > 1:
        return Shown(base.whole, base.divisions, ())
    divisions = tuple(row for row in base.divisions if view.division in (None, row.code))
    return Shown(False, divisions, base.units_in(view.division))


def course(base: Ground) -> Course:
    """The scores of the units, divisions and the company that a view shows, month by month."""
    rows, of = base.window, shown(base)
    found = by_month(base, rows)
    units = tuple(Line(unit, found.points(unit.id)) for unit in of.units)
    return Course(
        base.months, base.scheme, whole_lines(base, of, found), units, behind(base, rows, of)
    )


def unit_courses(base: Ground) -> Course:
    """The scores of every unit of a view, month by month."""
    view, rows = base.view, base.window
    units = tuple(u for u in base.units_in(view.division) if view.unit in (None, u.code))
    found = by_month(base, rows)
    lines = tuple(Line(unit, found.points(unit.id)) for unit in units)
    return Course(base.months, base.scheme, (), lines, behind(base, rows, Shown(False, (), units)))


def by_month(base: Ground, rows: Whole) -> Board:
    """Formula (1) for every unit and month of some rows."""
    return board(base.scheme, base.figures, rows, base.months_of(rows), len(base.months))


def whole_lines(base: Ground, of: Shown, found: Board) -> tuple[Line, ...]:
    """Formula (2) month by month: over all units, and over those that a division had then."""
    days = [Period.parse(month).last_day for month in base.months]
    place = {row.id: number for number, row in enumerate(of.divisions)}

    def weight(unit: int, month: int) -> Decimal:
        return base.weight(unit, base.months[month])

    def division(unit: int, month: int) -> int:
        return place.get(base.division_of(unit, days[month]), -1)

    company = found.means(1, lambda _unit, _month: 0, weight) if of.company else []
    divisions = found.means(len(place), division, weight)
    return tuple(
        Line(row, points)
        for row, points in zip(
            (*([None] if of.company else []), *of.divisions), [*company, *divisions], strict=True
        )
    )


def behind(base: Ground, rows: Whole, of: Shown) -> int:
    """How many audits stand behind what is shown."""
    return int(inside(base, rows, of).sum())


def inside(base: Ground, rows: Whole, of: Shown) -> Flags:
    """Which of some rows belong to what is shown: to one unit alone, or to divisions."""
    if of.company:
        return np.full(len(rows), True)
    within = np.isin(base.figures.unit[rows], _ids(of.units))
    if base.view.unit is not None:
        return within
    return within | np.isin(base.figures.division[rows], _ids(of.divisions))


def _ids(rows: Iterable[UnitRow | DivisionRow]) -> list[int]:
    return [row.id for row in rows]
