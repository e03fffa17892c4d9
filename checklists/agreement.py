"""Figures of one sheet that cannot contradict each other: the same number, or a part of a whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any


@dataclass(frozen=True)
class Figure:
    """One figure of an item, by the item's code and the figure's name in the answer."""

    item: str
    field: str


@dataclass(frozen=True)
class Tie:
    """Two figures that hang together: `equal` ones, or `one` that is at most the `other`."""

    one: Figure
    other: Figure
    equal: bool


TIES: Mapping[str, tuple[Tie, ...]] = {
    "indicators": (
        Tie(Figure("IND-06", "denominator"), Figure("IND-07", "denominator"), equal=True),
    ),
    "complaints": (
        Tie(Figure("CMP-01", "numerator"), Figure("CMP-03", "required"), equal=True),
        Tie(Figure("CMP-01", "numerator"), Figure("CMP-02", "required"), equal=False),
    ),
}
"""By sheet. GAS annex rows 6 and 7 divide the calls answered in time (IND-06) and those lost in the
queue (IND-07) by the same incoming calls. GAS art. 12 divides the valid complaints by the
households (CMP-01) and those who are satisfied by the valid complaints (CMP-03), and valid ones are
among all complaints (CMP-02)."""


@dataclass(frozen=True)
class Contradiction:
    """A tie that two answers break, with the figures they give."""

    tie: Tie
    one: Decimal
    other: Decimal


def contradictions(
    sheet: str, answers: Mapping[str, Mapping[str, Any] | None]
) -> list[Contradiction]:
    """The ties of a sheet, by its code, that its canonical answers break.

    What is not answered, or not applicable, contradicts nothing.
    """
    found = []
    for tie in TIES.get(sheet, ()):
        one, other = _figure(answers, tie.one), _figure(answers, tie.other)
        if one is None or other is None:
            continue
        if one > other or (tie.equal and one != other):
            found.append(Contradiction(tie, one, other))
    return found


def _figure(answers: Mapping[str, Mapping[str, Any] | None], figure: Figure) -> Decimal | None:
    answer = answers.get(figure.item) or {}
    try:
        return Decimal(str(answer[figure.field]))
    except (KeyError, InvalidOperation):
        return None
