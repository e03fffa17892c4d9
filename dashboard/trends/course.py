"""Scores over time: a line for each unit, each division and the company, a point a month."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from checklists.model import Scheme
from checklists.periods import Period
from dashboard.trends.covered import Lacking, lacking
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
    lacks = lacking(base, [Period.parse(month) for month in base.months])
    units = tuple(unit_line(unit, found, lacks) for unit in of.units)
    wholes = whole_lines(base, of, found, lacks)
    return Course(base.months, base.scheme, wholes, units, behind(base, rows, of))


def unit_courses(base: Ground) -> Course:
    """The scores of every unit of a view, month by month."""
    view, rows = base.view, base.window
    units = tuple(u for u in base.units_in(view.division) if view.unit in (None, u.code))
    found = by_month(base, rows)
    lacks = lacking(base, [Period.parse(month) for month in base.months])
    lines = tuple(unit_line(unit, found, lacks) for unit in units)
    return Course(base.months, base.scheme, (), lines, behind(base, rows, Shown(False, (), units)))


def unit_line(unit: UnitRow, found: Board, lacks: Lacking | None = None) -> Line:
    """A unit's K month by month."""
    points = found.points(unit.id)
    return Line(unit, points if lacks is None else lacks.of_unit(unit.id, points))


def by_month(base: Ground, rows: Whole) -> Board:
    """Formula (1) for every unit and month of some rows."""
    return board(base.scheme, base.figures, rows, base.months_of(rows), len(base.months))


def whole_lines(
    base: Ground, of: Shown, found: Board, lacks: Lacking | None = None
) -> tuple[Line, ...]:
    """Formula (2) month by month: over all units, and over those that a division had then."""
    place = {row.id: number for number, row in enumerate(of.divisions)}
    homes = {unit: [place.get(home, -1) for home in base.homes(unit)] for unit in found.units}
    weights = {unit: base.weights_of(unit) for unit in found.units}
    everyone = dict.fromkeys(found.units, [0] * len(base.months))
    company = found.means(1, everyone, weights) if of.company else []
    rows = [*([None] if of.company else []), *of.divisions]
    points = [*company, *found.means(len(place), homes, weights)]
    lines = tuple(Line(row, course) for row, course in zip(rows, points, strict=True))
    return lines if lacks is None else tuple(_marked(base, line, found, lacks) for line in lines)


def _marked(base: Ground, line: Line, found: Board, lacks: Lacking) -> Line:
    divisions = [row.id for row in base.divisions if line.row in (None, row)]
    units = {
        unit: [
            one.score is not None and (line.row is None or home in divisions)
            for one, home in zip(found.points(unit), base.homes(unit), strict=True)
        ]
        for unit in found.units
    }
    return Line(line.row, lacks.of_whole(line.points, divisions, units))


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
