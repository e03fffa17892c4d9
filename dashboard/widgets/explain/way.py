"""The way from the company down to an item and back, kept in the address."""

from __future__ import annotations

import streamlit as st

from dashboard.explaining.explained import Explained
from dashboard.view import WORDS, View
from dashboard.widgets.explain.names import WAYS, place_name
from dashboard.words import _

BY = "by"
"""The part of the address that says by what a score is taken apart."""


def show_way(explained: Explained) -> None:
    """The places above as buttons, and where one is."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="way"):
        for level, view in explained.above:
            st.button(
                place_name(explained, level, view),
                key=f"way-{level}",
                icon=":material/arrow_back:" if view == explained.above[-1][1] else None,
                on_click=stand_at,
                args=(view,),
            )
            st.markdown("›", width="content")
    # On its own, so that it changes in its place and the old one does not linger beside it.
    with st.container(key="place"):
        st.subheader(place_name(explained, explained.level, explained.view), anchor=False)


def choose_by(explained: Explained) -> None:
    """By what the score is taken apart; kept in the address."""
    if len(explained.ways) < 2:
        return
    key = f"explain-by-{explained.level}"
    st.session_state[key] = explained.by
    st.segmented_control(
        _("Take apart"),
        list(explained.ways),
        format_func=lambda way: _(WAYS[way]),
        key=key,
        on_change=_keep_by,
        args=(key, explained.by),
        label_visibility="collapsed",
    )


def stand_at(view: View) -> None:
    """Put a place into the address; what the score is taken apart by begins anew."""
    st.query_params.update({name: getattr(view, name) or [] for name in WORDS} | {BY: []})


def open_part(view: View) -> None:
    """Go to the place behind a part at once."""
    stand_at(view)
    st.rerun()


def view_key(view: View) -> str:
    """A view as part of a widget's key."""
    return "-".join(f"{name}.{code}" for name, code in view.query().items())


def _keep_by(key: str, before: str) -> None:
    st.query_params[BY] = st.session_state[key] or before
