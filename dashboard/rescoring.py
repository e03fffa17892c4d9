"""Scoring everything again from the stored answers, and naming what is not as it was stored."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd

from checklists.columnar import NOT_SCORED, ScoredAudits, score_audits
from checklists.columnar_answers import units
from checklists.exact import POINT_DIGITS, SCORE_DIGITS, plain
from checklists.model import Sheet
from db.rescoring import SUMS, Stored, stored_scores


@dataclass(frozen=True)
class Difference:
    """A figure of an audit that is not what its answers make: stored, and as it ought to be."""

    audit: str
    figure: str
    stored: str
    computed: str


@dataclass(frozen=True)
class Rescored:
    """What came of it: how many audits and answers there were, and what differs.

    `unreadable` names a sheet and month whose answers could not be read, and why.
    """

    audits: int
    answers: int
    differences: tuple[Difference, ...]
    unreadable: tuple[str, ...]

    @property
    def whole(self) -> bool:
        """Whether every score is the one that its answers make."""
        return not self.differences and not self.unreadable


def rescored(session: Any) -> Rescored:
    """Score every submitted audit again; nothing is changed. Raises Forbidden."""
    audits = answers = 0
    differences: list[Difference] = []
    unreadable: list[str] = []
    for stored in stored_scores(session):
        audits += len(stored.audits)
        answers += len(stored.answers)
        try:
            differences += _compared(stored)
        except ValueError as error:
            unreadable.append(f"{stored.sheet.code} {stored.month}: {error}")
    return Rescored(audits, answers, tuple(differences), tuple(unreadable))


def _compared(stored: Stored) -> Iterator[Difference]:
    rows = pd.Index(stored.audits)
    found = score_audits(stored.sheet, rows, stored.answers, stored.repeated)
    yield from _of_items(stored, found)
    for name in (*SUMS, "k"):
        kept, now = getattr(stored, name), getattr(found, name)
        digits = SCORE_DIGITS if name == "k" else POINT_DIGITS
        for row in np.flatnonzero(kept != now):
            key, values = stored.audits[row], (kept[row], now[row])
            yield Difference(key, name, *(_text(value, digits, name == "k") for value in values))
    for row in np.flatnonzero(stored.grade != found.grade):
        yield Difference(stored.audits[row], "grade", str(stored.grade[row]), str(found.grade[row]))


def _of_items(stored: Stored, found: ScoredAudits) -> Iterator[Difference]:
    shape = (len(stored.audits), len(found.items), 2)
    if stored.points.size != np.prod(shape):
        raise ValueError("the stored points are not those of the sheet's items")
    kept = stored.points.reshape(shape)
    available = np.where(found.scored, _available(stored.sheet), 0)
    now = np.stack([available, available - found.left], axis=2)
    for row, column in np.argwhere((kept != now).any(axis=2)):
        told = (kept[row, column], now[row, column])
        pairs = (" - ".join(_text(value, POINT_DIGITS) for value in pair) for pair in told)
        yield Difference(stored.audits[row], found.items[column], *pairs)


def _available(sheet: Sheet) -> Any:
    return np.array([units(item.rule.available) for item in sheet.items], dtype=np.int64)


def _text(value: Any, digits: int, may_lack: bool = False) -> str:
    if may_lack and value == NOT_SCORED:
        return "None"
    return plain(Decimal(int(value)).scaleb(-digits))
