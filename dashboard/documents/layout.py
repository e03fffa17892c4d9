"""Where things stand in the workbook, so that one formula can name what another sheet holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dashboard.documents.ground import Ground
from dashboard.documents.sheet_names import sheet_names
from dashboard.words import _, language

FIRST = 6
"""The first row of a table: under the title, two lines about it, an empty one and the headings."""


@dataclass(frozen=True)
class Layout:
    """The names of the sheets, and the rows of formula (1) that each unit has, both inclusive.

    Divisions and units are named by their ids. `totals` is the row below a division's units.
    """

    ranking: str
    groups: str
    formula: str
    divisions: Mapping[int, str]
    units: Mapping[int, str]
    rows: Mapping[int, tuple[int, int]]
    totals: Mapping[int, int]


def lay_out(ground: Ground) -> Layout:
    """Where everything of a ground will stand."""
    groups = [group for group in ground.told.divisions if group.row is not None]
    rows = [group.row for group in groups if group.row is not None]
    named = [row.name(language()) for row in rows]
    units = [unit.row.name(language()) for unit in ground.units]
    fixed = [_("Ranking"), _("Divisions"), _("Formula (1)")]
    ranking, together, formula, *others = sheet_names([*fixed, *named, *units])
    first, of_units = FIRST, {}
    for unit in ground.units:
        last = first + len(unit.score.sheets) - 1
        of_units[unit.row.id] = (first, last)
        first = last + 1
    return Layout(
        ranking,
        together,
        formula,
        dict(zip((row.id for row in rows), others, strict=False)),
        dict(zip((unit.row.id for unit in ground.units), others[len(rows) :], strict=True)),
        of_units,
        {row.id: FIRST + len(group.units) for row, group in zip(rows, groups, strict=True)},
    )
