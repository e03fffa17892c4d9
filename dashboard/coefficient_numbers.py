"""A difficulty coefficient as somebody types it, on the page or in a workbook."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

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
