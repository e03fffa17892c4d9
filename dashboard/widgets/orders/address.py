"""What is chosen on the pages of orders stands in the address, and is read from it."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from dashboard.words import _
from db.orders.opening import BY_HAND
from db.orders.reading import OrderRow


def pick(name: str, label: str, options: Mapping[str, str]) -> str | None:
    """One of some options, or none; the address is what holds, also after the back button."""
    key = f"orders-{name}"
    asked = st.query_params.get(name)
    st.session_state[key] = asked if asked in options else None
    chosen: str | None = st.selectbox(
        label,
        list(options),
        format_func=lambda code: options.get(code, code),
        key=key,
        index=None,
        placeholder=_("All"),
        on_change=_keep,
        args=(name,),
    )
    return chosen


def words(name: str, label: str) -> str:
    """A text to look for."""
    key = f"orders-{name}"
    st.session_state[key] = st.query_params.get(name, "")[:80]
    return st.text_input(label, key=key, max_chars=80, on_change=_keep, args=(name,))


def ticked(name: str, label: str) -> bool:
    """A box that is ticked or not."""
    key = f"orders-{name}"
    st.session_state[key] = st.query_params.get(name) == "1"
    return st.checkbox(label, key=key, on_change=_keep, args=(name,))


def page_of(pages: int) -> int:
    """Which page of some is shown, counted from 1."""
    if pages <= 1:
        return 1
    asked = st.query_params.get("page", "1")
    key = f"orders-page-{pages}"
    shown = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1
    st.session_state[key] = min(max(shown, 1), pages)
    return int(st.pagination(pages, key=key, on_change=_turned, args=(key,)))


def query_of(row: OrderRow) -> dict[str, str]:
    """How an order is named in the address: by its number, and its source where that is another."""
    named = {"order": row.number}
    return named if row.source == BY_HAND else {**named, "source": row.source}


def _turned(key: str) -> None:
    st.query_params["page"] = str(st.session_state[key])


def _keep(name: str) -> None:
    chosen = st.session_state[f"orders-{name}"]
    st.query_params.pop("page", None)
    if chosen:
        st.query_params[name] = "1" if chosen is True else chosen
    else:
        st.query_params.pop(name, None)
