"""The order of the parts of a change: what got worse first, unless another one is asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import TypeVar

import streamlit as st

from dashboard.explaining.changed import ChangedPart
from dashboard.words import N_, _

ORDER = "order"
"""The name of the order in the address."""

WORST = "worst"
ORDERS = {
    WORST: N_("Worst first"),
    "best": N_("Best first"),
    "largest": N_("Largest first"),
}
_KEYS: dict[str, Callable[[Fraction], Fraction]] = {
    WORST: lambda brought: brought,
    "best": lambda brought: -brought,
    "largest": lambda brought: -abs(brought),
}
T = TypeVar("T")
Row = tuple[ChangedPart, T]


def asked_order() -> str:
    """The order that the address asks for; what got worse first where it asks for none."""
    asked = st.query_params.get(ORDER, WORST)
    return asked if asked in ORDERS else WORST


def choose_order() -> None:
    """The control for the order, kept in the address."""
    key = "trends-change-order"
    st.session_state[key] = asked_order()

    def keep() -> None:
        st.query_params[ORDER] = st.session_state[key] or WORST

    st.segmented_control(
        _("What comes first"),
        list(ORDERS),
        format_func=lambda order: _(ORDERS[order]),
        key=key,
        on_change=keep,
        label_visibility="collapsed",
    )


def in_order(rows: Sequence[Row[T]], order: str) -> list[Row[T]]:
    """All rows in an order; parts that are scored on one side only neither rose nor fell: last."""
    place = _KEYS[order]
    return sorted(rows, key=lambda row: (not row[0].compared, row[0].went, place(row[0].brought)))


def drawn_first(rows: Sequence[Row[T]], order: str, most: int) -> list[Row[T]]:
    """The rows that have a bar of their own, in their order: of the side that is asked for two
    thirds at least, as far as there are so many, and of either side what moved most."""
    ranked = sorted((row for row in rows if row[0].compared), key=lambda row: -abs(row[0].brought))
    if order == "largest":
        return ranked[:most]
    down = [row for row in ranked if row[0].brought < 0]
    up = [row for row in ranked if row[0].brought > 0]
    asked, other = (down, up) if order == WORST else (up, down)
    beside = min(len(other), max(most // 3, most - len(asked)))
    return in_order([*asked[: most - beside], *other[:beside]], order)
