"""The figures' workbook: a sheet for each kind, a row a unit; outages in a sheet of their own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from openpyxl.styles import Protection
from openpyxl.utils import get_column_letter

from checklists.catalogue_loader import load_catalogue
from checklists.errors import N_
from checklists.model import Item
from dashboard.imports.columns import Column, Sheet
from dashboard.imports.drawing import content_of, explain, new_book, new_sheet, write_row
from dashboard.imports.faults import LARGEST, MEGABYTE, MOST_ROWS
from dashboard.measured.fields import SHEETS, figure_fields, is_list
from db.texts import CODE_LENGTH, NAME_LENGTH

OUTAGES = "outages"
COUNT = "count"
LONGEST_FIGURE = 40
FIXED = ("unit", "name", "period")
"""The columns that the template fills in."""

_GENERAL = (
    N_("One row a unit; the grey columns say which unit and month, and stay as they are."),
    N_("Enter figures, never percentages: rates and points are computed when the file is read."),
    N_("Where a unit had no case at all, enter 0 for both figures: the item is not applicable."),
    N_("What is left empty stays as it is. Each row with figures names its source."),
    N_("Outages have a sheet of their own, a row each; their number stands with the indicators."),
    N_("Only values are taken: no formulas, no macros, at most {rows} rows and {size} MB."),
    N_("Everything is shown before anything is written; a file read twice changes nothing."),
)

_UNIT = Column("unit", "单位编号", "Unit code", N_("The unit's code."), most=CODE_LENGTH)
_NAME = Column("name", "单位名称", "Unit", N_("For reading only; the code counts."), needed=False)
_MONTH = Column("period", "月份", "Month", N_("The month, like 2026-10."), most=20)
_SOURCE = Column(
    "source",
    "数据来源",
    "Source of the figures",
    N_("The report or the system, like: monthly report of the service system 2026-10."),
    needed=False,
    most=NAME_LENGTH,
)


@lru_cache(maxsize=16)
def sheets_on(on: date) -> tuple[Sheet, ...]:
    """The sheets of the workbook, as the sheets of the catalogue hold on a day."""
    kinds = [load_catalogue().sheet(code, on) for code in SHEETS]
    figures = tuple(
        Sheet(
            kind.code,
            kind.name.zh,
            kind.name.en,
            (
                _UNIT,
                _NAME,
                _MONTH,
                *(column for item in kind.items for column in _columns(item)),
                _SOURCE,
            ),
        )
        for kind in kinds
    )
    return (*figures, _outages())


def column_key(item: str, place: str) -> str:
    """The column of a figure: the item's code and the figure's name."""
    return f"{item}:{place}"


def template(on: date, rows: Mapping[str, Sequence[Mapping[str, Any]]], period: str) -> bytes:
    """A workbook with the units of a month and what is known of them, by sheet and column."""
    book = new_book()
    for sheet in sheets_on(on):
        page = new_sheet(book, sheet)
        for number, row in enumerate(rows.get(sheet.key, ()), start=2):
            write_row(page, number, (row.get(column.key) for column in sheet.columns))
            for place, column in enumerate(sheet.columns, start=1):
                if _is_figure(column) and row.get(column.key) is not None:
                    cell = page.cell(number, place)
                    cell.value, cell.number_format = Decimal(str(row[column.key])), "General"
        _lock(page, sheet, len(rows.get(sheet.key, ())))
    params = {"rows": MOST_ROWS, "size": LARGEST // MEGABYTE, "period": period}
    explain(book, sheets_on(on), _GENERAL, params)
    return content_of(book)


def _lock(page: Any, sheet: Sheet, rows: int) -> None:
    """Keep headings and units from being typed over; without a password, as a help only."""
    for number, column in enumerate(sheet.columns, start=1):
        fixed = sheet.key != OUTAGES and column.key in FIXED
        whole = page.column_dimensions[get_column_letter(number)]
        whole.protection = Protection(locked=fixed)
        if _is_figure(column):
            whole.number_format = "General"
        for row in range(2, rows + 2):
            page.cell(row, number).protection = Protection(locked=fixed)
        page.cell(1, number).protection = Protection(locked=True)
    page.protection.sheet = True
    # What is said to be protected is "true": widths may be changed, rows sorted out by eye.
    page.protection.formatColumns = False
    page.protection.formatRows = False
    page.freeze_panes = "A2" if sheet.key == OUTAGES else "D2"


def _is_figure(column: Column) -> bool:
    return ":" in column.key or column.key == "customers"


def _columns(item: Item) -> Iterable[Column]:
    if is_list(item):
        yield _figure(
            item,
            COUNT,
            f"{item.group.zh}（次）",
            f"{item.group.en} (number)",
            N_("How many rows the unit has in the sheet of outages; 0 where there was none."),
        )
    for one in figure_fields(item):
        note = N_("A whole number, no percentage.") if one.whole else N_("A number, no percentage.")
        yield _figure(item, one.key, one.label.zh, one.label.en, note)


def _figure(item: Item, place: str, zh: str, en: str, note: str) -> Column:
    return Column(
        column_key(item.code, place),
        f"{item.code} {zh}",
        f"{item.code} {en}",
        note,
        needed=False,
        most=LONGEST_FIGURE,
    )


def _outages() -> Sheet:
    return Sheet(
        OUTAGES,
        "停气明细",
        "Outages",
        (
            _UNIT,
            Column("on", "停气日期", "Date", N_("The day, like 2026-10-05."), kind="day"),
            Column(
                "customers",
                "受影响户数",
                "Customers affected",
                N_("A whole number, no percentage."),
                most=LONGEST_FIGURE,
            ),
            Column("note", "备注", "Remark", N_("What happened."), needed=False, most=500),
        ),
    )
