"""The only cache decorators: what pages read again and again, kept for a few seconds."""

from __future__ import annotations

import streamlit as st

from dashboard import reports


@st.cache_data(ttl=5, show_spinner=False)
def organisation() -> reports.Organisation:
    """The organisation; a change shows after at most five seconds."""
    return reports.who_there_is()
