"""What was typed for a sheet, read by its rules and set against what is there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from checklists.answers import parse_answer
from checklists.model import Item, Sheet
from checklists.periods import Period
from dashboard.measured.fields import FigureRefused, Refusal, Typed, read_typed

Taken = dict[str, dict[str, Any] | None]
"""Canonical answers by item; None clears the item."""


@dataclass
class Reading:
    """What was typed for a sheet with these present answers: what is taken, what is refused."""

    sheet: Sheet
    present: Mapping[str, dict[str, Any] | None]
    taken: Taken = field(default_factory=dict)
    refusals: list[Refusal] = field(default_factory=list)

    def read(self, typed: Mapping[str, Typed], month: Period, on: date) -> None:
        """Read every item; what says the same as what is there is left out."""
        for item in self.sheet.items:
            if item.code not in typed:
                continue
            try:
                raw = read_typed(item, typed[item.code], month, on)
            except FigureRefused as refused:
                self.refusals += refused.refusals
                continue
            answer = _canonical(item, raw, on)
            if answer != self.present.get(item.code):
                self.taken[item.code] = answer

    @property
    def is_complete(self) -> bool:
        """Whether every item has an answer once this is taken."""
        after = {**self.present, **self.taken}
        return all(after.get(item.code) is not None for item in self.sheet.items)


def _canonical(item: Item, raw: dict[str, Any] | None, on: date) -> dict[str, Any] | None:
    answer = parse_answer(item, raw, on)
    return None if answer is None else answer.dump()
