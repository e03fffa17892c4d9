"""Divisions and units of a workbook against those there are: what is new, what changes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from dashboard.imports import problems
from dashboard.imports.entries import FIRST, DivisionEntry, Entry, Known, Line, UnitEntry
from dashboard.imports.faults import Problem, RowFault
from dashboard.imports.reading import RawRow
from dashboard.words import _
from db.organisation import BEGINNING
from db.regulations import REGULATIONS, RegulationsRefused, regulations_text

SEPARATORS = re.compile(r"[,，;；、/\s]+")
"""What may stand between the tags of regulations."""


@dataclass
class Comparison:
    """The good rows and the faults so far; later sheets refer to what earlier ones brought."""

    known: Known
    lines: list[Line] = field(default_factory=list)
    faults: list[RowFault] = field(default_factory=list)
    rows: dict[tuple[str, object], int] = field(default_factory=dict)
    codes: dict[str, set[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Begin with the codes that are known."""
        self.codes = {
            "divisions": set(self.known.divisions),
            "units": set(self.known.units),
            "people": set(self.known.people),
        }

    def refuse(self, found: RawRow, key: str, problem: Problem, **params: object) -> None:
        """Note what is wrong with a value; its row is not taken."""
        self.faults.append(found.fault(key, problem, params))

    def is_repeated(self, row: RawRow, entry: Entry, column: str = "code") -> bool:
        """Whether an earlier row of the file is of the same thing; noted as a fault."""
        first = self.rows.setdefault((row.place.sheet.key, entry.key), row.number)
        if first != row.number:
            self.refuse(row, column, problems.TWICE, first=first)
        return first != row.number

    def take(self, row: RawRow, entry: Entry, before: Entry | None) -> None:
        """Take a good row, as new, as a change or as what is there already."""
        change = "new" if before is None else "same" if before == entry else "changed"
        sheet = row.place.sheet.key
        self.lines.append(Line(sheet, row.number, entry, change, before))
        if isinstance(entry.key, str):
            self.codes[sheet].add(entry.key)

    def has(self, sheet: str, code: str) -> bool:
        """Whether a code is known, or a good row of the file brings it."""
        return code in self.codes[sheet]


def compare_division(found: Comparison, row: RawRow) -> None:
    """Take a row of the divisions, or note what is wrong with it."""
    code, name = row.text("code") or "", row.text("name_zh") or ""
    before = found.known.divisions.get(code)
    english = row.text("name_en") or english_name(name, before)
    tags = _regulations(found, row, FIRST if before is None else before.regulations)
    entry = DivisionEntry(code, name, english, tags or FIRST)
    if not found.is_repeated(row, entry) and tags is not None:
        found.take(row, entry, before)


def _regulations(found: Comparison, row: RawRow, otherwise: str) -> str | None:
    """Tags as they are stored, `otherwise` where the cell is empty; None where it has a fault."""
    given = row.text("regulations")
    if given is None:
        return otherwise
    try:
        return regulations_text(SEPARATORS.split(given.upper()))
    except RegulationsRefused:
        known = _(", ").join(REGULATIONS)
        found.refuse(row, "regulations", problems.NO_REGULATION, known=known)
        return None


def compare_unit(found: Comparison, row: RawRow) -> None:
    """Take a row of the units, or note what is wrong with it."""
    code, name = row.text("code") or "", row.text("name_zh") or ""
    before = found.known.units.get(code)
    english = row.text("name_en") or english_name(name, before)
    entry = UnitEntry(code, name, english, row.text("division") or "", row.day("since"))
    if found.is_repeated(row, entry):
        return
    if not found.has("divisions", entry.division):
        found.refuse(row, "division", problems.NO_DIVISION)
    elif code in found.known.closed:
        found.refuse(row, "code", problems.UNIT_CLOSED)
    elif before is None:
        found.take(row, replace(entry, since=entry.since or BEGINNING), None)
    elif _stays_or_moves(found, row, entry, before):
        entry = replace(entry, since=entry.since or before.since)
        found.take(row, entry, before)


def english_name(name: str, before: DivisionEntry | UnitEntry | None) -> str:
    """The English name where the file gives none: the one there is, or else the Chinese one."""
    if before is None or before.name_en in (None, before.name_zh):
        return name
    return before.name_en or name


def _stays_or_moves(found: Comparison, row: RawRow, entry: UnitEntry, before: UnitEntry) -> bool:
    since = before.since or BEGINNING
    if entry.division == before.division:
        if entry.since not in (None, since):
            found.refuse(row, "since", problems.SINCE_FIXED, since=since)
            return False
    elif entry.since is None:
        found.refuse(row, "since", problems.MOVE_WITHOUT_DAY, division=before.division)
        return False
    elif entry.since <= since:
        found.refuse(row, "since", problems.MOVE_TOO_EARLY, division=before.division, since=since)
        return False
    return True
