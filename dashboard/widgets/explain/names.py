"""What places, parts and levels are called in the reader's language."""

from __future__ import annotations

from decimal import Decimal

from dashboard.explaining.explained import KEPT, Explained, Part
from dashboard.looks import clause_text
from dashboard.view import View
from dashboard.words import N_, _, language

WAYS = {
    "division": N_("By division"),
    "unit": N_("By unit"),
    "sheet": N_("By sheet"),
    "section": N_("By section"),
    "item": N_("By item"),
}


def place_name(explained: Explained, level: str, view: View) -> str:
    """What a place on the way is called."""
    gathered = explained.gathered
    if level == "company":
        return _("Whole company") if gathered.told.company else _("All that is yours")
    rows = [unit.row for unit in gathered.units]
    if level == "division":
        found = (row.division for row in rows if row.division.code == view.division)
        return next((division.name(language()) for division in found), str(view.division))
    if level == "unit":
        return next((row.name(language()) for row in rows if row.code == view.unit), str(view.unit))
    if level == "sheet":
        sheet = gathered.sheets.get(view.sheet or "")
        return str(view.sheet) if sheet is None else sheet.name.get(language())
    return str(view.item)


def part_name(part: Part, full: Decimal, *, whole: bool = False) -> str:
    """What a part is called; `whole` says that a sheet stands among items."""
    standing = part.standing
    if standing is not None and standing.row is not None:
        return standing.row.name(language())
    if part.kind == KEPT:
        return _("Kept within 0 and {full}", full=full)
    if part.item is not None:
        return f"{part.item.code} {part.item.wording.get(language())}"
    if part.sheet is not None and part.kind == "section":
        found = (s.name.get(language()) for s in part.sheet.sections if s.code == part.code)
        return next(found, part.code)
    if part.sheet is not None:
        name = part.sheet.name.get(language())
        return _("{sheet} as a whole", sheet=name) if whole else name
    return part.code


def part_clause(part: Part) -> str:
    """The clause an item rests on."""
    return "" if part.item is None else clause_text(str(part.item.reference))
