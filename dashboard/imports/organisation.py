"""The organisation's workbook: bytes in, good rows and faults out."""

from __future__ import annotations

from dashboard.imports.comparing import Comparison, compare_division, compare_unit
from dashboard.imports.comparing_people import PeopleComparison
from dashboard.imports.entries import Known, Line
from dashboard.imports.faults import RowFault
from dashboard.imports.reading import read_rows
from dashboard.imports.workbook import read_sheets
from dashboard.imports.writing import export, template

NOTHING = Known()


def read_organisation(content: bytes, known: Known = NOTHING) -> tuple[list[Line], list[RowFault]]:
    """The good rows in the order in which they can be written, and every fault.

    A row that refers to a code neither known nor brought by a good row is a fault itself.
    Raises FileRefused for a file that cannot be read at all.
    """
    sheets = read_sheets(content)
    rows, faults = read_rows(sheets)
    found = Comparison(known, faults=faults)
    for row in rows["divisions"]:
        compare_division(found, row)
    for row in rows["units"]:
        compare_unit(found, row)
    people = PeopleComparison(found)
    for row in rows["people"]:
        people.compare_person(row)
    for row in rows["roles"]:
        people.compare_role(row)
    order = [sheet.name for sheet in sheets]
    return found.lines, sorted(found.faults, key=lambda f: (order.index(f.sheet), f.row))


__all__ = ["NOTHING", "export", "read_organisation", "template"]
