"""Workbooks for people drawn: headings, cells as they are read back, a sheet of explanations."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from dashboard.imports.cells import escaped
from dashboard.imports.columns import EXPLANATIONS, Sheet
from dashboard.words import _, language

HEADING = Font(bold=True, color="FFFFFF")
GROUND = PatternFill("solid", fgColor="1F4E79")
QUIET = Font(italic=True, color="7F7F7F")
DAY = "yyyy-mm-dd"


def new_book() -> Workbook:
    """A workbook without any sheet."""
    book = Workbook()
    book.remove(book.active)
    return book


def new_sheet(book: Workbook, sheet: Sheet) -> Any:
    """A sheet with its headings; columns that must be filled in have a star."""
    page = book.create_sheet(sheet.name)
    page.freeze_panes = "A2"
    for number, column in enumerate(sheet.columns, start=1):
        cell = page.cell(1, number, column.heading + ("*" if column.needed else ""))
        cell.font, cell.fill = HEADING, GROUND
        width = page.column_dimensions[get_column_letter(number)]
        width.width = 28 if column.most > 100 else 18
        # Text keeps Excel from making numbers and dates of codes.
        width.number_format = DAY if column.kind == "day" else "@"
    return page


def write_row(page: Any, number: int, row: Iterable[Any]) -> None:
    """Write a row of texts and days; None leaves a cell empty."""
    for place, value in enumerate(row, start=1):
        if value is None:
            continue
        is_day = isinstance(value, date)
        cell = page.cell(number, place, value if is_day else escaped(str(value)))
        cell.number_format = DAY if is_day else "@"


def explain(
    book: Workbook, sheets: Sequence[Sheet], general: Iterable[str], params: Mapping[str, Any]
) -> None:
    """Add what holds for the whole workbook, and what to write in each column."""
    page = book.create_sheet(EXPLANATIONS[language() == "en"])
    said = [_(words, **params) for words in general]
    for words in said:
        page.append([words])
    page.append([])
    page.append([_("Worksheet"), _("Column"), _("Must be filled in"), _("What to write")])
    for cell in page[page.max_row]:
        cell.font, cell.fill = HEADING, GROUND
    for sheet in sheets:
        for column in sheet.columns:
            needed = _("Yes") if column.needed else _("No")
            page.append([sheet.name, column.heading, needed, _(column.note, **params)])
    for letter, width in zip("ABCD", (16, 18, 16, 80), strict=True):
        page.column_dimensions[letter].width = width
    for row in page.iter_rows(min_row=len(said) + 2):
        row[3].alignment = Alignment(wrap_text=True, vertical="top")


def content_of(book: Workbook) -> bytes:
    """The workbook as a file."""
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
