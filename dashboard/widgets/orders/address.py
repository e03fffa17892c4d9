"""How an order is named in the address of a page."""

from __future__ import annotations

from db.orders.opening import BY_HAND
from db.orders.reading import OrderRow


def query_of(row: OrderRow) -> dict[str, str]:
    """An order by its number, and by its source where that is another than the hotline's own."""
    named = {"order": row.number}
    return named if row.source == BY_HAND else {**named, "source": row.source}
