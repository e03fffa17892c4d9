"""What a person reads when a page fails: the fact in plain words, or a number to quote."""

from __future__ import annotations

import logging
import secrets

import streamlit as st

from checklists.errors import WordedError
from dashboard.words import _, say

LOG = logging.getLogger("heng")


def show_fault(error: Exception) -> bool:
    """Show an uncaught error without its trace; True tells Streamlit to show nothing itself."""
    if isinstance(error, WordedError):
        st.error(say(error), icon=":material/error:")
        return True
    number = secrets.token_hex(4).upper()
    LOG.error("error %s", number, exc_info=error)
    st.error(
        _(
            "Something went wrong on our side (number {number}). What you entered is kept. "
            "Reload the page; if it happens again, tell the administrator the number.",
            number=number,
        ),
        icon=":material/error:",
    )
    return True
