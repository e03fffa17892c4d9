"""Which row of a ranking is open: it stands in the address, so that a link can be sent."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from dashboard.view import View
from dashboard.widgets.view_filter import LAST

PANEL = "ranking-opened"
"""What the container of an open row is called, before its code."""


def opened_code(part: Literal["division", "unit"], touched: str | None, view: View) -> str | None:
    """The code of the row that was touched, or of the one that the address names."""
    if touched is None:
        found: str | None = getattr(view, part)
        return found
    st.query_params[part] = touched
    st.session_state[LAST] = view.but(**{part: touched})
    return touched
