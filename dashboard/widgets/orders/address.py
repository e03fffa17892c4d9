"""How an order is named in the address of a page."""

from __future__ import annotations

from typing import Protocol

from db.orders.opening import BY_HAND


class Named(Protocol):
    """What is named by a number and its source: an order, also as others keep it."""

    @property
    def number(self) -> str:
        """The number, which several sources may use."""

    @property
    def source(self) -> str:
        """The source, which uses it once."""


def query_of(row: Named) -> dict[str, str]:
    """An order by its number, and by its source where that is another than the hotline's own."""
    return named(row.number, row.source)


def named(number: str, source: str | None) -> dict[str, str]:
    """The same where the number and the source are told apart."""
    if source is None or source == BY_HAND:
        return {"order": number}
    return {"order": number, "source": source}
