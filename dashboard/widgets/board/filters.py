"""Choices that stand in the address of a page: what is chosen is sent with a link and stays."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from dashboard.words import _


def pick(
    page: str, name: str, label: str, options: Mapping[str, str], *, needed: bool = False
) -> str | None:
    """Choose one of some codes, shown by their words; None where all of them are meant.

    The address holds it under `name`; a code that is not offered is taken for none. With `needed`
    the first one is chosen where the address names none.
    """
    named = st.query_params.get(name)
    key = f"{page}-{name}"
    first = next(iter(options), None) if needed else None
    # The address is what holds, also after the browser's back button.
    st.session_state[key] = named if named in options else first
    return st.selectbox(
        label,
        list(options),
        index=0 if needed else None,
        format_func=options.__getitem__,
        key=key,
        placeholder=_("All"),
        on_change=_keep,
        args=(key, name),
    )


def _keep(key: str, name: str) -> None:
    chosen = st.session_state[key]
    if chosen is None:
        st.query_params.pop(name, None)
    else:
        st.query_params[name] = chosen
