"""What can be wrong with an imported file: as a whole, or in one cell of one row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from checklists.errors import WordedError
from dashboard.words import _

MEGABYTE = 1024 * 1024
LARGEST = 5 * MEGABYTE
MOST_ROWS = 20_000


class FileRefused(WordedError):
    """A file that cannot be read at all; says why and what to do."""


@dataclass(frozen=True)
class Problem:
    """One kind of fault: why a value is refused, and what mends it, as messages."""

    reason: str
    remedy: str


@dataclass(frozen=True)
class RowFault:
    """A value that is refused: where it stands, what it is, why, and what mends it.

    `row` is the row's number in Excel, `column` its heading; both are empty (0 and "") where the
    fault is the whole sheet's.
    """

    sheet: str
    row: int
    column: str
    value: str
    problem: Problem
    params: Mapping[str, Any] = field(default_factory=dict)

    @property
    def reason(self) -> str:
        """Why the value is refused, in the reader's language."""
        return _(self.problem.reason, **self.params)

    @property
    def remedy(self) -> str:
        """What mends it, in the reader's language."""
        return _(self.problem.remedy, **self.params)

    def __str__(self) -> str:
        """The whole in one sentence, in the reader's language."""
        return _(
            "Sheet {sheet}, row {row}, column {column}, value “{value}”: {reason} {remedy}",
            sheet=self.sheet,
            row=self.row or "–",
            column=self.column or "–",
            value=self.value,
            reason=self.reason,
            remedy=self.remedy,
        )


class CellRefused(Exception):
    """A cell that does not hold what its column asks for."""

    def __init__(self, problem: Problem, **params: Any) -> None:
        super().__init__(problem.reason)
        self.problem = problem
        self.params = params
