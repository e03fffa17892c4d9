"""The way back from an order to where it was opened, as it was: it stands in the address."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

import streamlit as st

from dashboard.widgets.places import go
from dashboard.words import N_, _

BACK = "back"
FIRST = "orders"
PAGES = {
    FIRST: N_("All orders"),
    "board": N_("Back to the board"),
    "commitments": N_("Back to the commitments"),
    "temperature": N_("Back to the measurement"),
    "calling": N_("Back to the call-back"),
    "points": N_("Back to the account"),
}
"""The pages that lead to an order, and what their button says there."""

LONGEST = 400
NOT_KEPT = (BACK, "lang")


def from_here(page: str) -> dict[str, str]:
    """What an order's address takes along to lead back to a page as it is now; maybe nothing."""
    kept = {name: value for name, value in st.query_params.items() if name not in NOT_KEPT}
    return back_to(page, kept)


def back_to(page: str, kept: dict[str, str]) -> dict[str, str]:
    """What an order's address takes along to lead back to a page with a query."""
    if not kept:
        return {} if page == FIRST else {BACK: page}
    asked = f"{page}?{urlencode(kept)}"
    return {BACK: asked if len(asked) <= LONGEST else page}


def asked_back(given: str) -> tuple[str, dict[str, str]]:
    """The page and the query an address leads back to; the list of orders for any other place."""
    page, _mark, query = given[:LONGEST].partition("?")
    if page not in PAGES:
        return FIRST, {}
    return page, {name: value for name, value in parse_qsl(query) if name not in NOT_KEPT}


def show_way_back() -> None:
    """The button that leads back."""
    page, query = asked_back(st.query_params.get(BACK, ""))
    if st.button(_(PAGES[page]), icon=":material/arrow_back:"):
        go(page, **query)
