"""A file as it was read: one sheet of texts by column, the rows with their numbers in the file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from checklists.errors import N_
from dashboard.imports.cells import BLANK
from dashboard.imports.faults import MEGABYTE, FileRefused
from dashboard.order_import.proposing import recognised

LARGEST = 64 * MEGABYTE
MOST_ROWS = 200_000
MOST_COLUMNS = 60
LOOKED_AT = 15
"""Among so many rows that hold anything the headings are looked for; titles may stand above."""

FORMULA, BROKEN = "\x01", "\x02"
"""What a cell begins with that holds a formula, or an error of Excel."""

EPOCH = date(1899, 12, 30)
"""From here on Excel counts its days, unless a workbook says otherwise."""

Progress = Callable[[float], None]
"""Told how much of the work is done, from 0 to 1."""


@dataclass(frozen=True)
class SourceTable:
    """One sheet of a file: headings, a column of texts for each, and the number of each row.

    `columns` are arrays of `string` without nulls; `rows` are 1 and up as a person counts them.
    `short` are rows that could not be taken apart, with what they hold. `sheets` names the other
    sheets there are.
    """

    sheet: str
    headings: tuple[str, ...]
    columns: tuple[Any, ...]
    rows: np.ndarray[Any, np.dtype[np.int64]]
    epoch: date = EPOCH
    short: tuple[tuple[int, str], ...] = ()
    sheets: tuple[str, ...] = ()

    def __len__(self) -> int:
        """How many rows there are under the headings."""
        return len(self.rows)

    def column(self, heading: str) -> Any:
        """The texts under a heading. Raises KeyError."""
        try:
            return self.columns[self.headings.index(heading)]
        except ValueError:
            raise KeyError(heading) from None

    def cells(self, place: int) -> list[str]:
        """The texts of one row."""
        return [column[place].as_py() for column in self.columns]


@dataclass
class Parts:
    """Columns gathered piece by piece, so that a large file is never in memory as single texts."""

    width: int
    pieces: list[list[Any]] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    waiting: list[list[str]] = field(default_factory=list)

    def add(self, number: int, cells: Sequence[str]) -> None:
        """Take a row. Raises FileRefused where there are too many."""
        check_number(len(self.rows) + 1)
        self.rows.append(number)
        self.waiting.append(list(cells))
        if len(self.waiting) >= 5000:
            self._put_away()

    def columns(self) -> tuple[Any, ...]:
        """The columns, once all rows are there."""
        self._put_away()
        return tuple(
            pa.chunked_array([piece[place] for piece in self.pieces], pa.string())
            for place in range(self.width)
        )

    def _put_away(self) -> None:
        if self.waiting:
            turned = zip(*self.waiting, strict=True)
            self.pieces.append([cleaned(pa.array(texts, pa.string())) for texts in turned])
            self.waiting = []


def check_number(rows: int) -> None:
    """Raises FileRefused for more rows than are taken at once."""
    if rows > MOST_ROWS:
        raise FileRefused(
            N_("The file has more than {most} rows. Split it into several files."), most=MOST_ROWS
        )


def cleaned(texts: Any) -> Any:
    """Texts without blank space around them, without signs that cannot be stored.

    An apostrophe that keeps Excel from computing, or `="…"` that keeps it from rounding, goes.
    """
    bare = pc.utf8_trim(texts, characters=BLANK)
    bare = pc.replace_substring_regex(bare, r'^="([^"]*)"$', r"\1")
    bare = pc.replace_substring_regex(bare, r"^'", "")
    bare = pc.replace_substring_regex(bare, r"\r\n?", "\n")
    return pc.replace_substring_regex(bare, r"[\x00\x03-\x09\x0b-\x1f\x7f]", "")


def heading_place(rows: Sequence[Sequence[str]]) -> int:
    """Which of the first rows holds the headings: the one of which most are known.

    Raises FileRefused where none has at least two cells.
    """
    wide = [place for place, row in enumerate(rows) if sum(1 for cell in row if cell.strip()) > 1]
    if not wide:
        raise FileRefused(N_("The file has no row with headings. The first row names each column."))
    return max(wide, key=lambda place: (recognised(rows[place]), -place))


def distinct(headings: Sequence[str]) -> tuple[str, ...]:
    """The headings, of which a second one of the same name says so; blank ones stay blank."""
    seen: dict[str, int] = {}
    told = []
    for heading in (" ".join(heading.split()) for heading in headings):
        seen[heading] = seen.get(heading, 0) + 1
        told.append(f"{heading} ({seen[heading]})" if heading and seen[heading] > 1 else heading)
    return tuple(told)
