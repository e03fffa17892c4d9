"""A difficulty coefficient as somebody types it, on the page or in a workbook."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from statistics import median

from checklists.errors import N_, WordedError

LONGEST = 20
"""A coefficient is typed with fewer signs."""


class NotANumber(WordedError):
    """What was typed for a unit is no number."""

    def __init__(self, unit: str, typed: str) -> None:
        super().__init__(
            N_("{unit}: “{value}” is no number. Enter a coefficient like 1.2."),
            unit=unit,
            value=typed[:LONGEST],
        )


@dataclass(frozen=True)
class Others:
    """What the other units have: the lowest, the middle one and the highest."""

    low: Decimal
    middle: Decimal
    high: Decimal

    @staticmethod
    def of(values: Collection[Decimal]) -> Others | None:
        """None where there is no other unit."""
        return Others(min(values), median(values), max(values)) if values else None


def is_far(value: Decimal, before: Decimal, others: Others | None, times: Decimal) -> bool:
    """Whether a coefficient lies far from the one before or from the middle one of the others.

    Far is more than so many times as much, or less than that part of it.
    """
    known = [before] if others is None else [before, others.middle]
    return any(value > one * times or value * times < one for one in known)


def read_number(unit: str, typed: str) -> Decimal:
    """A coefficient as it was typed for a unit. Raises NotANumber."""
    text = typed.strip().replace("．", ".").replace("。", ".")
    try:
        number = Decimal(text) if len(text) <= LONGEST and "_" not in text else None
    except InvalidOperation:
        number = None
    if number is None:
        raise NotANumber(unit, typed.strip())
    return number
