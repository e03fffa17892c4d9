"""Figures of a workbook against those there are: what is new, what changes, what is refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from checklists.catalogue_loader import load_catalogue
from checklists.errors import N_
from checklists.model import Item, Sheet
from checklists.periods import Period
from dashboard.imports.faults import Problem, RowFault
from dashboard.imports.reading import RawRow
from dashboard.measured import problems
from dashboard.measured.fields import SHEETS, Refusal, Typed, figure_fields, is_list, plain_number
from dashboard.measured.overview import Cell, Overview
from dashboard.measured.reading import Reading, Taken
from dashboard.measured.refused import refusal_params
from dashboard.measured.taking import Place
from dashboard.measured.workbook import COUNT, OUTAGES, column_key
from db.rows import UnitRow

CORRECT = N_("Correct the cell.")
Answers = Mapping[str, dict[str, Any] | None]


@dataclass(frozen=True)
class Known:
    """What a file is compared with: figures of a month, present answers and sources by audit."""

    month: Period
    seen: Overview
    answers: Mapping[str, Answers]
    words: Mapping[str, str]


@dataclass(frozen=True)
class FigureLine:
    """A good row: the figures it brings for a unit and sheet, against what is there.

    `complete` says whether nothing is missing once they are taken; `change` is "new", "changed"
    or "same", `state` that of the figures there are.
    """

    sheet: str
    row: int
    unit: UnitRow
    typed: Mapping[str, Typed]
    taken: Taken
    before: Answers
    words: str
    words_before: str
    state: str
    complete: bool

    @property
    def change(self) -> str:
        """What the row does."""
        if self.state == "missing":
            return "new"
        return "same" if not self.taken and self.words == self.words_before else "changed"

    @property
    def corrects(self) -> bool:
        """Whether it changes what is submitted, which needs a reason."""
        return self.state == "submitted" and self.change == "changed"

    @property
    def told(self) -> tuple[Any, ...]:
        """What a reader was shown of it."""
        changes = [(code, self.before.get(code), now) for code, now in self.taken.items()]
        return (self.sheet, self.row, self.unit.code, self.state, changes, self.words)


@dataclass
class Comparison:
    """The rows of a workbook on their way to good rows and faults."""

    known: Known
    faults: list[RowFault]
    lines: list[FigureLine] = field(default_factory=list)
    outages: dict[str, list[RawRow]] = field(default_factory=dict)

    def compare(self, rows: Mapping[str, list[RawRow]]) -> None:
        """Take every good row and note what is wrong with the others."""
        for row in rows[OUTAGES]:
            if self._unit(row) is not None:
                self.outages.setdefault(row.text("unit") or "", []).append(row)
        for code in SHEETS:
            first: dict[str, int] = {}
            for row in rows[code]:
                self._row(code, row, first)
        for found in self.outages.values():
            for row in found:
                self._refuse(row, "unit", problems.NOT_LISTED)

    def _row(self, code: str, row: RawRow, first: dict[str, int]) -> None:
        before = len(self.faults)
        unit = self._unit(row)
        if unit is None:
            return
        if (other := first.setdefault(unit.code, row.number)) != row.number:
            self._refuse(row, "unit", problems.TWICE, first=other)
            return
        place = Place(unit.id, code, self.known.month)
        sheet = load_catalogue().sheet(code, place.day)
        typed, listed = self._typed(sheet, row, unit)
        if not typed and not row.text("source"):
            return
        if plain_number(row.text("period") or "") != str(self.known.month):
            self._refuse(row, "period", problems.OTHER_MONTH, period=self.known.month)
            return
        cell = self.known.seen.cell(unit.id, code)
        if cell.by is not None and cell.audit is None:
            self._refuse(row, "unit", problems.HELD, person=cell.by)
            return
        reading = Reading(sheet, self._answers(cell))
        reading.read(typed, self.known.month, place.day)
        for refusal in reading.refusals:
            self._refused(row, listed, refusal)
        line = self._line(code, row, unit, cell, typed=typed, reading=reading)
        # A row of the template that nobody touched says what is there already.
        if not line.words and line.change != "same":
            self._refuse(row, "source", problems.NO_SOURCE)
        if len(self.faults) == before:
            self.lines.append(line)

    def _line(
        self,
        code: str,
        row: RawRow,
        unit: UnitRow,
        cell: Cell,
        *,
        typed: Mapping[str, Typed],
        reading: Reading,
    ) -> FigureLine:
        known = self.known.words.get(cell.audit.id, "") if cell.audit else ""
        return FigureLine(
            sheet=code,
            row=row.number,
            unit=unit,
            typed=typed,
            taken=reading.taken,
            before=reading.present,
            words=row.text("source") or known,
            words_before=known,
            state=cell.state,
            complete=reading.is_complete,
        )

    def _unit(self, row: RawRow) -> UnitRow | None:
        seen = self.known.seen
        code = row.text("unit")
        unit = next((one for one in seen.units if one.code == code), None)
        if unit is None or unit.id not in seen.entered:
            self._refuse(row, "unit", problems.NO_UNIT)
            return None
        return unit

    def _answers(self, cell: Cell) -> Answers:
        return self.known.answers.get(cell.audit.id, {}) if cell.audit else {}

    def _typed(
        self, sheet: Sheet, row: RawRow, unit: UnitRow
    ) -> tuple[dict[str, Typed], list[RawRow]]:
        typed: dict[str, Typed] = {}
        listed: list[RawRow] = []
        for item in sheet.items:
            if is_list(item):
                listed = self.outages.pop(unit.code, [])
                found = self._outages(item, row, listed)
            else:
                keys = [one.key for one in figure_fields(item)]
                texts = {key: row.text(column_key(item.code, key)) or "" for key in keys}
                found = Typed(texts) if any(texts.values()) else None
            if found is not None:
                typed[item.code] = found
        return typed, listed

    def _outages(self, item: Item, row: RawRow, listed: list[RawRow]) -> Typed | None:
        key = column_key(item.code, COUNT)
        number = plain_number(row.text(key) or "")
        if number != str(len(listed)) and (number or listed):
            self._refuse(row, key, problems.OTHER_NUMBER, listed=len(listed))
            return None
        if not number:
            return None
        rows = [
            {
                "on": on.isoformat() if (on := one.day("on")) else "",
                "customers": one.text("customers") or "",
                "note": one.text("note") or "",
            }
            for one in listed
        ]
        return Typed(outages=rows, none=not rows)

    def _refused(self, row: RawRow, listed: list[RawRow], refusal: Refusal) -> None:
        """Say where a figure stands that was refused: in the row, or in the list of outages."""
        params = refusal_params(refusal)
        problem = Problem(refusal.error.template, CORRECT)
        place, _dot, inner = refusal.place.partition(".")
        if inner and place.isdigit():
            self._refuse(listed[int(place)], inner, problem, **params)
        else:
            at = COUNT if refusal.place == "outages" else refusal.place
            self._refuse(row, column_key(refusal.item, at), problem, **params)

    def _refuse(self, row: RawRow, key: str, problem: Problem, **params: object) -> None:
        self.faults.append(row.fault(key, problem, params))
