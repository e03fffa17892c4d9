"""Difficulty coefficients as a workbook: the template, and what a file says, with its faults."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from checklists.errors import N_
from checklists.exact import POINT_DIGITS, plain
from checklists.periods import Period
from dashboard.coefficient_numbers import NotANumber, read_number
from dashboard.imports.columns import Column, Sheet
from dashboard.imports.drawing import content_of, explain, new_book, new_sheet, write_row
from dashboard.imports.faults import LARGEST, MEGABYTE, MOST_ROWS, Problem, RowFault
from dashboard.imports.problems import TWICE
from dashboard.imports.reading import RawRow, read_rows
from dashboard.imports.workbook import read_sheets
from dashboard.words import language, period_words
from db import coefficients as stored
from db.actors import Actor, Role, require
from db.coefficient_changes import CoefficientRefused, check_value
from db.rankings import ranked_units
from db.rows import UnitRow
from db.session import database
from db.texts import CODE_LENGTH

SHEET = Sheet(
    "coefficients",
    "难度系数",
    "Difficulty coefficients",
    (
        Column("unit", "单位编号", "Unit code", N_("The unit's code."), most=CODE_LENGTH),
        Column("name", "单位名称", "Unit", N_("For reading only; the code counts."), needed=False),
        Column(
            "division", "事业部", "Division", N_("For reading only; the code counts."), needed=False
        ),
        Column(
            "value",
            "难度系数",
            "Difficulty coefficient",
            N_("A number above 0 and up to {most}. Empty: it stays as it is."),
            needed=False,
            most=40,
        ),
    ),
)
_GENERAL = (
    N_("Coefficients hold from the first month of {period} on, until others are set."),
    N_("Only values are taken: no formulas, no macros, at most {rows} rows and {size} MB."),
    N_("Everything is shown before anything is written; a file read twice changes nothing."),
)
UNKNOWN_UNIT = Problem(
    N_("No unit of this period has this code."),
    N_("Correct the code; the template has all of them."),
)
NO_COEFFICIENT = Problem(
    N_("This is no coefficient that may be set."),
    N_("Enter a number above 0 and up to {most} with at most {digits} decimals."),
)


@dataclass(frozen=True)
class ReadFile:
    """What a file says: by unit the coefficients that are others, as written; rows not taken."""

    typed: Mapping[int, str]
    faults: tuple[RowFault, ...]


def template(actor: Actor, period: Period) -> bytes:
    """A workbook with the units of a period and what holds for them now. Raises Forbidden."""
    units, values, most = _known(actor, period)
    book = new_book()
    page = new_sheet(book, SHEET)
    for number, unit in enumerate(units.values(), start=2):
        names = unit.name(language()), unit.division.name(language())
        write_row(page, number, (unit.code, *names))
        cell = page.cell(number, len(SHEET.columns))
        cell.value, cell.number_format = values[unit.id].normalize(), "General"
    params = {
        "rows": MOST_ROWS,
        "size": LARGEST // MEGABYTE,
        "period": period_words(period),
        "most": plain(most),
    }
    explain(book, (SHEET,), _GENERAL, params)
    return content_of(book)


def read(actor: Actor, period: Period, content: bytes) -> ReadFile:
    """What a file says of a period's units; nothing is written.

    A coefficient that holds already is left out, so that the template as it is changes nothing.
    Raises Forbidden or FileRefused.
    """
    units, values, most = _known(actor, period)
    rows, faults = read_rows(read_sheets(content), (SHEET,))
    typed: dict[int, str] = {}
    seen: dict[str, int] = {}
    for row in rows[SHEET.key]:
        fault, value = _fault(row, units, seen, most), row.text("value")
        if fault is not None:
            faults.append(fault)
        elif value is not None:
            unit = units[row.text("unit") or ""]
            if read_number(unit.code, value) != values[unit.id]:
                typed[unit.id] = value
    return ReadFile(typed, tuple(sorted(faults, key=lambda one: one.row)))


def _known(
    actor: Actor, period: Period
) -> tuple[dict[str, UnitRow], Mapping[int, Decimal], Decimal]:
    """The units of a period by code, what holds for them, and the most there may be."""
    with database().read(actor) as session:
        require(session, Role.ADMINISTRATOR)
        units = {
            unit.code: unit
            for unit in ranked_units(session, period)
            if unit.closed_on is None or unit.closed_on > period.first_day
        }
        most = stored.rules_of(period).coefficient_most.value
        return units, stored.coefficients(session, period), most


def _fault(
    row: RawRow, units: Mapping[str, UnitRow], seen: dict[str, int], most: Decimal
) -> RowFault | None:
    code, value = row.text("unit") or "", row.text("value")
    if code not in units:
        return row.fault("unit", UNKNOWN_UNIT, {})
    first = seen.setdefault(code, row.number)
    if first != row.number:
        return row.fault("unit", TWICE, {"first": first})
    params: dict[str, Any] = {"most": plain(most), "digits": POINT_DIGITS}
    try:
        if value is not None:
            check_value(code, read_number(code, value), most)
    except (NotANumber, CoefficientRefused):
        return row.fault("value", NO_COEFFICIENT, params)
    return None
