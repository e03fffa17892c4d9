"""What an explanation is made of: levels, the parts that take something off, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from checklists.contributions import Cell
from checklists.model import Item, Sheet
from checklists.rollup import SheetMeans
from dashboard.explaining.gathered import Gathered
from dashboard.explaining.losses import Tally
from dashboard.standings import GroupStanding, UnitStanding
from dashboard.view import View

LEVELS = ("company", "division", "unit", "sheet", "item")
"""How near one looks: from all units down to one item."""

KEPT = "kept"
"""The part that keeps a score within 0 and full marks."""


@dataclass(frozen=True)
class Part:
    """What a division, unit, sheet, section or item takes off a score, exactly.

    `kind` names which of them it is, `code` its code; `sheet` and `item` say where it belongs.
    `tally` is None where only whole sheets are known, or for what keeps a score within its
    bounds; `repeated` how often points were lost there again. `opens` is the place behind it.
    """

    kind: str
    code: str
    off: Fraction
    tally: Tally | None = None
    standing: UnitStanding | GroupStanding | None = None
    means: SheetMeans | None = None
    sheet: Sheet | None = None
    item: Item | None = None
    repeated: int | None = None
    opens: View | None = None


@dataclass(frozen=True)
class Explained:
    """A score at a level: what takes it down from full marks, and what lies above.

    `score` is exact: K of a unit or of its sheet, Q of units; None where nothing is scored, or no
    score of all the units is the reader's to see. `others` is what is taken off elsewhere, where
    only a sheet or an item of a score is looked at: full marks less all parts less `others` is
    the score. `above` leads back, the nearest last.
    """

    gathered: Gathered
    level: str
    by: str
    ways: tuple[str, ...]
    score: Fraction | None
    grade: str | None
    parts: tuple[Part, ...]
    others: Fraction
    audits: int
    above: tuple[tuple[str, View], ...]

    @property
    def view(self) -> View:
        """Where it is."""
        return self.gathered.view

    @property
    def full(self) -> Fraction:
        """Full marks."""
        return Fraction(self.gathered.told.scheme.full_marks.value)

    @property
    def sheet(self) -> Sheet | None:
        """The sheet that is looked at."""
        return self.gathered.sheets.get(self.view.sheet or "")

    @property
    def item(self) -> Item | None:
        """The item that is looked at."""
        return None if self.sheet is None else self.sheet.item(self.view.item or "")


def level_of(view: View) -> str:
    """How near a view looks."""
    named = {
        "item": view.item,
        "sheet": view.sheet,
        "unit": view.unit,
        "division": view.division,
    }
    return next((level for level, code in named.items() if code), "company")


def ways_of(view: View) -> tuple[str, ...]:
    """By what a score can be taken apart at a place, the next level down first."""
    if view.unit is None:
        wider = ("unit",) if view.division else ("division", "unit")
        return wider if view.item else (*wider, "item")
    if view.item:
        return ()
    return ("item", "section") if view.sheet else ("sheet", "item")


def grouping(gathered: Gathered, by: str) -> Callable[[Cell], tuple[str, ...]]:
    """What a cell belongs to, by kind and codes; what keeps a score within bounds has its own."""
    units = {unit.row.id: unit.row for unit in gathered.units}

    def group(cell: Cell) -> tuple[str, ...]:
        row = units[cell.unit]
        if by == "division":
            return "division", row.division.code
        if by == "unit":
            return "unit", row.code
        if not cell.sheet:
            return (KEPT,)
        if by == "sheet" or not cell.item:
            return "sheet", cell.sheet
        if by == "section":
            return "section", cell.sheet, _section(gathered.sheets.get(cell.sheet), cell.item)
        return "item", cell.sheet, cell.item

    return group


def _section(sheet: Sheet | None, code: str) -> str:
    item = None if sheet is None else sheet.item(code)
    return "" if item is None else item.section
