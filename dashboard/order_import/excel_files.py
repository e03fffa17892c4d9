"""Excel workbooks of orders: opened with care, the sheet of orders as columns of texts."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any

import numpy as np
from openpyxl import load_workbook

from checklists.errors import N_
from dashboard.imports.cells import EXACT
from dashboard.imports.faults import MEGABYTE, FileRefused
from dashboard.imports.workbook import BROKEN_FILE, EXCEL_ROWS, check_workbook
from dashboard.order_import.proposing import recognised
from dashboard.order_import.source_table import (
    BROKEN,
    FORMULA,
    LARGEST,
    LOOKED_AT,
    MOST_COLUMNS,
    Parts,
    Progress,
    SourceTable,
    distinct,
    heading_place,
)

UNPACKED = 400 * MEGABYTE
"""200,000 rows of 20 columns unpack to about half of this."""

HALF = timedelta(milliseconds=500)

Row = tuple[int, list[str]]


def read_excel(content: bytes, sheet: str = "", told: Progress | None = None) -> SourceTable:
    """The rows of the sheet of a name, or of the first whose headings are an order's.

    Only values are taken: a formula becomes a text that the checking refuses. Raises FileRefused.
    """
    check_workbook(content, LARGEST, UNPACKED)
    try:
        with warnings.catch_warnings():
            # openpyxl warns of decoration it leaves out; only values are wanted here.
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
            pages = {page.title: page for page in book.worksheets}
            claims = {page.title: page.max_row or 1 for page in book.worksheets}
            name = sheet if sheet in pages else _likeliest(pages)
            read = _read(pages[name], claims[name], told or (lambda _part: None))
            return replace(read, epoch=book.epoch.date(), sheets=tuple(pages))
    except BROKEN_FILE as error:
        raise FileRefused(
            N_("The workbook is damaged. Open it in Excel, save it anew as .xlsx and try again.")
        ) from error


def _likeliest(pages: dict[str, Any]) -> str:
    if not pages:
        raise FileRefused(N_("The workbook has no worksheet with rows."))

    def known(name: str) -> int:
        return max((recognised(cells) for _n, cells in _first(pages[name])), default=0)

    return max(pages, key=known)


def _first(page: Any) -> list[Row]:
    found = []
    for row in _rows(page):
        found.append(row)
        if len(found) >= LOOKED_AT:
            break
    return found


def _read(page: Any, claimed: int, told: Progress) -> SourceTable:
    first = _first(page)
    place = heading_place([cells for _number, cells in first])
    at, headings = first[place]
    width = max(number for number, name in enumerate(headings, start=1) if name)
    parts = Parts(width)
    for number, cells in _rows(page):
        if number > at:
            parts.add(number, _fitted(cells, width))
        if number % 2000 == 0:
            told(min(number / claimed, 1.0))
    return SourceTable(
        page.title,
        distinct(headings[:width]),
        parts.columns(),
        np.array(parts.rows, dtype=np.int64),
    )


def _fitted(cells: list[str], width: int) -> list[str]:
    return [*cells[:width], *[""] * (width - len(cells))]


def _rows(page: Any) -> Iterator[Row]:
    # The size a sheet claims to have may be wrong; what it holds counts.
    page.reset_dimensions()
    for number, row in enumerate(page.iter_rows(max_col=MOST_COLUMNS), start=1):
        if number > EXCEL_ROWS:
            return
        cells = [_text(cell) for cell in row]
        if any(cells):
            yield number, cells


def _text(cell: Any) -> str:
    """A cell as text: numbers without idle zeros, moments to the second."""
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        return FORMULA + str(getattr(value, "text", None) or value)
    if isinstance(value, str):
        return BROKEN + value if cell.data_type == "e" else value.strip()
    if isinstance(value, datetime):
        return _moment(value, str(cell.number_format))
    if isinstance(value, float) and value.is_integer() and abs(value) < EXACT:
        return str(int(value))
    return str(value)


def _moment(value: datetime, shown_as: str) -> str:
    """A moment to the second, or a day where the cell shows no time."""
    # Excel counts in days: a full minute comes out a few microseconds beside it.
    exact = (value + HALF).replace(microsecond=0)
    if exact.time() == time.min and "h" not in shown_as.casefold():
        return exact.date().isoformat()
    return exact.isoformat(" ")
