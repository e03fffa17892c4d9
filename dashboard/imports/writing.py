"""The organisation's workbook written: the template to fill in, and the export of what there is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.datavalidation import DataValidation

from checklists.errors import N_
from dashboard.imports.cells import EXAMPLES
from dashboard.imports.columns import SHEETS, Column, Sheet
from dashboard.imports.drawing import QUIET, content_of, explain, new_book, new_sheet, write_row
from dashboard.imports.entries import (
    FIRST,
    DivisionEntry,
    Entry,
    PersonEntry,
    RoleEntry,
    UnitEntry,
    role_name,
)
from dashboard.imports.faults import LARGEST, MEGABYTE, MOST_ROWS
from dashboard.imports.workbook import EXCEL_ROWS
from dashboard.words import _, language
from db.actors import Role
from db.regulations import REGULATIONS

KINDS = (DivisionEntry, UnitEntry, PersonEntry, RoleEntry)

_EXAMPLE: dict[str, tuple[Sequence[Any], Sequence[Any]]] = {
    "divisions": (("D1", "河东事业部", "East Bank Division", "GAS,STD"),) * 2,
    "units": (("D1-01", "东渡服务站", "Dongdu Station", "D1", date(2026, 1, 1)),) * 2,
    "people": (
        ("P01", "张三", "zhangsan", "zhangsan@example.com"),
        ("P01", "Zhang San", "zhangsan", "zhangsan@example.com"),
    ),
    "roles": (
        ("P01", "检查员", "D1", None, date(2026, 1, 1), None),
        ("P01", "Inspector", "D1", None, date(2026, 1, 1), None),
    ),
}

_GENERAL = (
    N_("Fill in one row for each; the first row holds the headings and stays as it is."),
    N_("Grey example rows begin with “{example}” and are left out; they may be deleted."),
    N_("Only values are taken: no formulas, no macros, at most {rows} rows and {size} MB."),
    N_("Everything is shown before anything is written; a file read twice changes nothing."),
    N_("What is not in the file stays as it is. People and units are closed on their pages."),
    N_("An apostrophe before = + - @ keeps Excel from computing; it is taken off again."),
)


def template() -> bytes:
    """An empty workbook with headings, an example in each sheet, and explanations."""
    book = new_book()
    for sheet in SHEETS:
        page = _sheet(book, sheet)
        english = language() == "en"
        chinese_row, english_row = _EXAMPLE[sheet.key]
        row = list(english_row if english else chinese_row)
        write_row(page, 2, row)
        page.cell(2, 1).value = f"{EXAMPLES[english]} {row[0]}"
        for cell in page[2]:
            cell.font = QUIET
    return _finished(book)


def export(entries: Iterable[Entry]) -> bytes:
    """A workbook of what there is, in the format that is read."""
    book = new_book()
    wanted = list(entries)
    for sheet, kind in zip(SHEETS, KINDS, strict=True):
        page = _sheet(book, sheet)
        rows = (_row(entry, sheet) for entry in wanted if isinstance(entry, kind))
        for number, row in enumerate(rows, start=2):
            write_row(page, number, row)
    return _finished(book)


def _sheet(book: Workbook, sheet: Sheet) -> Any:
    page = new_sheet(book, sheet)
    if sheet.key == "roles":
        names = ",".join(role_name(role) for role in Role)
        choice = DataValidation(type="list", formula1=f'"{names}"', allow_blank=True)
        choice.add(f"B2:B{EXCEL_ROWS}")
        page.add_data_validation(choice)
    return page


def _row(entry: Entry, sheet: Sheet) -> list[Any]:
    return [_value(entry, column) for column in sheet.columns]


def _value(entry: Entry, column: Column) -> Any:
    if isinstance(entry, RoleEntry) and column.key == "role":
        return role_name(entry.role)
    return getattr(entry, column.key)


def _finished(book: Workbook) -> bytes:
    params = {
        "example": EXAMPLES[language() == "en"],
        "rows": MOST_ROWS,
        "size": LARGEST // MEGABYTE,
        "regulations": _(", ").join(REGULATIONS),
        "first": FIRST,
        "roles": _(", ").join(role_name(role) for role in Role),
    }
    explain(book, SHEETS, _GENERAL, params)
    return content_of(book)
