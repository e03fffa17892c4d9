"""What was typed for a sheet, read by its rules and set against what is there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from checklists.agreement import Figure, Tie, contradictions
from checklists.answers import parse_answer
from checklists.errors import N_, AnswerRefused
from checklists.exact import plain
from checklists.model import Item, Sheet
from checklists.periods import Period
from checklists.rules.base import Label
from dashboard.measured.fields import FigureRefused, Refusal, Typed, figure_fields, read_typed

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
        self._agree()

    @property
    def is_complete(self) -> bool:
        """Whether every item has an answer once this is taken."""
        after = {**self.present, **self.taken}
        return all(after.get(item.code) is not None for item in self.sheet.items)

    def _agree(self) -> None:
        """Refuse what was typed and contradicts another figure of the sheet."""
        after = {**self.present, **self.taken}
        for found in contradictions(self.sheet.code, after):
            one, other = found.tie.one, found.tie.other
            sides = ((one, found.one, other, found.other), (other, found.other, one, found.one))
            for figure, value, against, there in sides:
                if figure.item in self.taken:
                    error = disagreement(found.tie, figure, value, against, there)
                    label = label_of(self.sheet, figure)
                    self.refusals.append(Refusal(figure.item, figure.field, error, label))
        for refusal in self.refusals:
            self.taken.pop(refusal.item, None)


def disagreement(
    tie: Tie, figure: Figure, value: Decimal, against: Figure, there: Decimal
) -> AnswerRefused:
    """What is wrong with a figure that another one contradicts, and the remedy."""
    same = N_(
        "{field}: {value} here and {there} in {against}, which ask for the same number. "
        "Find out which one is right, and enter it in both."
    )
    part = N_(
        "{field}: {value} here and {there} in {against}; there cannot be more valid complaints "
        "than complaints. Find out which one is wrong, and correct it."
    )
    return AnswerRefused(
        figure.item,
        figure.field,
        plain(value),
        same if tie.equal else part,
        against=against.item,
        there=plain(there),
    )


def label_of(sheet: Sheet, figure: Figure) -> Label | None:
    """What the form calls a figure."""
    item = sheet.item(figure.item)
    fields = figure_fields(item) if item else ()
    return next((one.label for one in fields if one.key == figure.field), None)


def _canonical(item: Item, raw: dict[str, Any] | None, on: date) -> dict[str, Any] | None:
    answer = parse_answer(item, raw, on)
    return None if answer is None else answer.dump()
