"""A workbook read sheet by sheet into rows of texts and days; headings and cells are checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from checklists.errors import N_
from dashboard.imports import problems
from dashboard.imports.cell_problems import EMPTY
from dashboard.imports.cells import EXAMPLES, day_of, text_of
from dashboard.imports.columns import EXPLANATIONS, SHEETS, Column, Sheet, plain_name
from dashboard.imports.faults import CellRefused, FileRefused, Problem, RowFault
from dashboard.imports.workbook import Cell, SheetCells
from dashboard.words import _


@dataclass(frozen=True)
class RawRow:
    """A row whose cells could all be read: text, day or None by the key of the column."""

    place: SheetPlace
    number: int
    values: dict[str, Any]

    def fault(self, key: str, problem: Problem, params: Mapping[str, object]) -> RowFault:
        """What is wrong with one of its values."""
        value = self.values.get(key)
        said = value.isoformat() if isinstance(value, date) else str(value or "")
        return self.place.fault(self.number, key, said, problem, params)

    def text(self, key: str) -> str | None:
        """One of its texts."""
        found: str | None = self.values.get(key)
        return found

    def day(self, key: str) -> date | None:
        """One of its days."""
        found: date | None = self.values.get(key)
        return found


@dataclass(frozen=True)
class SheetPlace:
    """Where a sheet's columns stand in the file, and what they are called there."""

    sheet: Sheet
    name: str
    columns: dict[str, tuple[int, str]]

    def fault(
        self, row: int, key: str, value: str, problem: Problem, params: Mapping[str, object]
    ) -> RowFault:
        """A fault with the names that the file itself uses."""
        _place, heading = self.columns.get(key, (0, self.sheet.column(key).heading))
        return RowFault(self.name, row, heading, value[:60], problem, params)


def read_rows(
    found: Sequence[SheetCells], sheets: Sequence[Sheet] = SHEETS
) -> tuple[dict[str, list[RawRow]], list[RowFault]]:
    """The rows by kind of sheet, and what could not be read. Raises FileRefused."""
    rows: dict[str, list[RawRow]] = {sheet.key: [] for sheet in sheets}
    wrong: list[RowFault] = []
    seen: set[str] = set()
    explanations = {plain_name(name) for name in EXPLANATIONS}
    for cells in found:
        sheet = next((known for known in sheets if plain_name(cells.name) in known.names), None)
        if sheet is None:
            if cells.rows and plain_name(cells.name) not in explanations:
                names = _listed([known.name for known in sheets])
                wrong.append(RowFault(cells.name, 0, "", "", problems.NO_SHEET, {"names": names}))
        elif sheet.key in seen:
            wrong.append(RowFault(cells.name, 0, "", "", problems.TWO_SHEETS))
        else:
            seen.add(sheet.key)
            wrong += _read_sheet(sheet, cells, rows[sheet.key])
    if not seen:
        raise FileRefused(
            N_("The workbook has none of the sheets {names}. Take the template."),
            names=_listed([sheet.name for sheet in sheets]),
        )
    return rows, wrong


def _read_sheet(sheet: Sheet, cells: SheetCells, into: list[RawRow]) -> list[RowFault]:
    if not cells.rows:
        return []
    number, headings = cells.rows[0]
    place, wrong = _place(sheet, cells.name, number, headings)
    if wrong:
        return wrong
    for number, row in cells.rows[1:]:
        if not _is_example(row, place):
            values, refused = _values(place, number, row, cells.epoch)
            wrong += refused
            if not refused:
                into.append(RawRow(place, number, values))
    return wrong


def _place(
    sheet: Sheet, name: str, row: int, headings: Sequence[Cell]
) -> tuple[SheetPlace, list[RowFault]]:
    columns: dict[str, tuple[int, str]] = {}
    wrong = []
    for number, cell in enumerate(headings):
        heading = str(cell).strip()
        if cell.blank:
            continue
        column = next((c for c in sheet.columns if plain_name(heading) in c.names), None)
        if column is None:
            names = _listed([c.heading for c in sheet.columns])
            problem, params = problems.NO_COLUMN, {"names": names}
            wrong.append(RowFault(name, row, heading, heading, problem, params))
        elif column.key in columns:
            wrong.append(RowFault(name, row, heading, heading, problems.TWO_COLUMNS))
        else:
            columns[column.key] = (number, heading)
    wrong += [
        RowFault(name, row, column.heading, "", problems.MISSING_COLUMN)
        for column in sheet.columns
        if column.needed and column.key not in columns
    ]
    return SheetPlace(sheet, name, columns), wrong


def _values(
    place: SheetPlace, number: int, row: Sequence[Cell], epoch: datetime
) -> tuple[dict[str, Any], list[RowFault]]:
    values: dict[str, Any] = {}
    wrong: list[RowFault] = []
    for column, cell in _cells(place, row):
        try:
            values[column.key] = _read(column, cell, epoch)
        except CellRefused as error:
            wrong.append(place.fault(number, column.key, str(cell), error.problem, error.params))
    return values, wrong


def _cells(place: SheetPlace, row: Sequence[Cell]) -> Iterator[tuple[Column, Cell]]:
    for column in place.sheet.columns:
        if column.key in place.columns:
            number = place.columns[column.key][0]
            yield column, row[number] if number < len(row) else Cell()


def _read(column: Column, cell: Cell, epoch: datetime) -> str | date | None:
    value = day_of(cell, epoch) if column.kind == "day" else text_of(cell, column.most)
    if value is None and column.needed:
        raise CellRefused(EMPTY)
    return value


def _is_example(row: Sequence[Cell], place: SheetPlace) -> bool:
    first = place.sheet.columns[0].key
    number = place.columns[first][0]
    return number < len(row) and str(row[number]).strip().startswith(EXAMPLES)


def _listed(names: Sequence[str]) -> str:
    return _(", ").join(names)
