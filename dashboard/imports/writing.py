"""The organisation's workbook written: the template to fill in, and the export of what there is."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from checklists.errors import N_
from dashboard.imports.cells import EXAMPLES, escaped
from dashboard.imports.columns import EXPLANATIONS, SHEETS, Column, Sheet
from dashboard.imports.entries import (
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

HEADING = Font(bold=True, color="FFFFFF")
GROUND = PatternFill("solid", fgColor="1F4E79")
QUIET = Font(italic=True, color="7F7F7F")
DAY = "yyyy-mm-dd"
KINDS = (DivisionEntry, UnitEntry, PersonEntry, RoleEntry)

_EXAMPLE: dict[str, tuple[Sequence[Any], Sequence[Any]]] = {
    "divisions": (("D1", "河东事业部", "East Bank Division"),) * 2,
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
    book = _book()
    for sheet in SHEETS:
        page = _sheet(book, sheet)
        english = language() == "en"
        chinese_row, english_row = _EXAMPLE[sheet.key]
        row = list(english_row if english else chinese_row)
        _write(page, 2, row)
        page.cell(2, 1).value = f"{EXAMPLES[english]} {row[0]}"
        for cell in page[2]:
            cell.font = QUIET
    _explain(book)
    return _bytes(book)


def export(entries: Iterable[Entry]) -> bytes:
    """A workbook of what there is, in the format that is read."""
    book = _book()
    wanted = list(entries)
    for sheet, kind in zip(SHEETS, KINDS, strict=True):
        page = _sheet(book, sheet)
        rows = (_row(entry, sheet) for entry in wanted if isinstance(entry, kind))
        for number, row in enumerate(rows, start=2):
            _write(page, number, row)
    _explain(book)
    return _bytes(book)


def _book() -> Workbook:
    book = Workbook()
    book.remove(book.active)
    return book


def _sheet(book: Workbook, sheet: Sheet) -> Any:
    page = book.create_sheet(sheet.name)
    page.freeze_panes = "A2"
    for number, column in enumerate(sheet.columns, start=1):
        cell = page.cell(1, number, column.heading + ("*" if column.needed else ""))
        cell.font, cell.fill = HEADING, GROUND
        width = page.column_dimensions[get_column_letter(number)]
        width.width = 28 if column.most > 100 else 18
        # Text keeps Excel from making numbers and dates of codes.
        width.number_format = DAY if column.kind == "day" else "@"
    if sheet.key == "roles":
        names = ",".join(role_name(role) for role in Role)
        choice = DataValidation(type="list", formula1=f'"{names}"', allow_blank=True)
        choice.add(f"B2:B{EXCEL_ROWS}")
        page.add_data_validation(choice)
    return page


def _write(page: Any, number: int, row: Iterable[Any]) -> None:
    for place, value in enumerate(row, start=1):
        if value is None:
            continue
        is_day = isinstance(value, date)
        cell = page.cell(number, place, value if is_day else escaped(str(value)))
        cell.number_format = DAY if is_day else "@"


def _row(entry: Entry, sheet: Sheet) -> list[Any]:
    return [_value(entry, column) for column in sheet.columns]


def _value(entry: Entry, column: Column) -> Any:
    if isinstance(entry, RoleEntry) and column.key == "role":
        return role_name(entry.role)
    return getattr(entry, column.key)


def _explain(book: Workbook) -> None:
    english = language() == "en"
    page = book.create_sheet(EXPLANATIONS[english])
    params = {"example": EXAMPLES[english], "rows": MOST_ROWS, "size": LARGEST // MEGABYTE}
    for words in _GENERAL:
        page.append([_(words, **params)])
    page.append([])
    page.append([_("Worksheet"), _("Column"), _("Must be filled in"), _("What to write")])
    for cell in page[page.max_row]:
        cell.font, cell.fill = HEADING, GROUND
    roles = _(", ").join(role_name(role) for role in Role)
    for sheet in SHEETS:
        for column in sheet.columns:
            note = _(column.note, roles=roles)
            page.append([sheet.name, column.heading, _("Yes") if column.needed else _("No"), note])
    for letter, width in zip("ABCD", (16, 18, 16, 80), strict=True):
        page.column_dimensions[letter].width = width
    for row in page.iter_rows(min_row=len(_GENERAL) + 2):
        row[3].alignment = Alignment(wrap_text=True, vertical="top")


def _bytes(book: Workbook) -> bytes:
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
