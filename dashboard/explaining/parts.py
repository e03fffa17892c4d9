"""What a part of a score is: which unit, sheet or item, how it stands, and what lies behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from checklists.contributions import Cell
from checklists.rollup import SheetMeans
from dashboard.explaining.explained import KEPT, Part
from dashboard.explaining.gathered import Gathered
from dashboard.standings import UnitStanding
from dashboard.view import View

Again = Mapping[tuple[str, str], int]
"""How often points were lost again, by sheet and item."""


def looked_at(view: View, cell: Cell) -> bool:
    """Whether a cell belongs to the sheet and the item of a view, where it names any."""
    return view.sheet in (None, cell.sheet) and view.item in (None, cell.item)


def part_of(gathered: Gathered, key: tuple[str, ...], again: Again) -> Part:
    """What a key of `grouping` stands for, yet without what it takes off."""
    kind, *codes = key
    part = Part(kind, codes[-1] if codes else "", Fraction(0))
    if kind in ("division", "unit"):
        return _place(gathered, part)
    if kind == KEPT:
        return part
    sheet = gathered.sheets.get(codes[0])
    if kind == "sheet":
        means = _means(gathered.unit, codes[0])
        mine = gathered.unit is not None and gathered.unit.row.id in gathered.mine
        opens = gathered.view.but(sheet=codes[0]) if mine and means and means.audits else None
        return replace(part, sheet=sheet, means=means, opens=opens)
    if kind == "section":
        return replace(part, sheet=sheet)
    item = None if sheet is None else sheet.item(codes[1])
    opens = gathered.view.but(sheet=codes[0], item=codes[1])
    repeated = again.get((codes[0], codes[1]), 0) if gathered.unit else None
    return replace(part, sheet=sheet, item=item, repeated=repeated, opens=opens)


def _place(gathered: Gathered, part: Part) -> Part:
    view = gathered.view
    if part.kind == "unit":
        unit = next(unit for unit in gathered.units if unit.row.code == part.code)
        opens = view.but(division=unit.row.division.code, unit=part.code)
        return replace(part, standing=unit, opens=opens)
    rows = (group for group in gathered.divisions if group.row and group.row.code == part.code)
    return replace(part, standing=next(rows, None), opens=view.but(division=part.code, unit=None))


def _means(unit: UnitStanding | None, sheet: str) -> SheetMeans | None:
    if unit is None:
        return None
    return next((means for means in unit.score.sheets if means.sheet == sheet), None)
