"""A table of the pages as an Excel workbook: true numbers, and texts Excel never computes."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Protocol

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from dashboard.exports.copy import safe_part
from dashboard.imports.cells import RISKY, one_line

HEADING = Font(bold=True, color="FFFFFF")
GROUND = PatternFill("solid", fgColor="1F4E79")
QUIET = Font(color="595959")
NOTHING = "–"
NARROWEST, WIDEST = 8, 60
LOOKED_AT = 200
"""So many rows say how wide a column is."""


class Heading(Protocol):
    """A column as far as a file shows it; the columns of widgets/table.py are such."""

    @property
    def key(self) -> str:
        """The name of its cell in a row."""

    @property
    def label(self) -> str:
        """What stands above it, in the reader's language."""

    @property
    def kind(self) -> str:
        """`number` for a column of numbers; grades are written with their shape."""


def workbook(
    rows: Sequence[Mapping[str, Any]], columns: Sequence[Heading], title: str, about: str = ""
) -> bytes:
    """One sheet: the title, what it is about (period and filters), the headings, the rows.

    A cell is what widgets/table.py takes: str, int, Decimal, date or None, or a mapping with
    `text` and perhaps `sort`, whose number is then written. None is a dash, never 0.
    """
    book = Workbook()
    page = book.active
    page.title = safe_part(title.translate(dict.fromkeys(map(ord, "[]"), "-")))[:31]
    _put(page.cell(1, 1), title).font = Font(bold=True, size=14)
    first = 3
    if about:
        _put(page.cell(2, 1), about).font = QUIET
        first = 4
    _headings(page, columns, first)
    for number, row in enumerate(rows, start=first + 1):
        for place, column in enumerate(columns, start=1):
            _write(page.cell(number, place), row[column.key], column)
    _shape(page, rows, columns, first)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def value(cell: Any, column: Heading) -> str | int | Decimal | date:
    """What a cell of a table holds in a file: a number where there is one, else its text."""
    if not isinstance(cell, Mapping):
        return _plain(cell, column)
    text, sort = cell.get("text"), cell.get("sort")
    if column.kind == "number" and isinstance(sort, Decimal | int):
        return sort
    if column.kind == "grade" and cell.get("shape"):
        return f"{cell['shape']} {text}"
    return _plain(text, column)


def _plain(found: Any, column: Heading) -> str | int | Decimal | date:
    if found is None:
        return NOTHING
    if isinstance(found, int | Decimal | date) and not isinstance(found, bool):
        return found
    text = str(found)
    if column.kind == "number":
        try:
            number = Decimal(text.replace("−", "-"))
        except InvalidOperation:
            return text
        return number if number.is_finite() else text
    return text


def _headings(page: Any, columns: Sequence[Heading], row: int) -> None:
    for place, column in enumerate(columns, start=1):
        cell = _put(page.cell(row, place), column.label)
        cell.font, cell.fill = HEADING, GROUND
        cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal=_side(column))
    page.freeze_panes = page.cell(row + 1, 1)
    page.print_title_rows = f"{row}:{row}"


def _write(cell: Any, found: Any, column: Heading) -> None:
    held = value(found, column)
    if isinstance(held, str):
        _put(cell, held)
    else:
        cell.value = held
    wraps = isinstance(held, str) and column.kind == "text"
    cell.alignment = Alignment(vertical="top", wrap_text=wraps, horizontal=_side(column))


def _put(cell: Any, text: str) -> Any:
    cell.value = one_line(text)
    cell.data_type = "s"
    cell.quotePrefix = cell.value.startswith(RISKY)
    return cell


def _side(column: Heading) -> str | None:
    return "right" if column.kind == "number" else None


def _shape(
    page: Any, rows: Sequence[Mapping[str, Any]], columns: Sequence[Heading], first: int
) -> None:
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = page.PAPERSIZE_A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    if rows:
        last = get_column_letter(len(columns))
        page.auto_filter.ref = f"A{first}:{last}{first + len(rows)}"
    for place, column in enumerate(columns, start=1):
        texts = [column.label + "  ", *(value(row[column.key], column) for row in rows[:LOOKED_AT])]
        width = max(_width(str(text)) for text in texts) + 2
        page.column_dimensions[get_column_letter(place)].width = min(max(width, NARROWEST), WIDEST)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)
