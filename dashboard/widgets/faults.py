"""What a person reads when a page fails: the fact in plain words, or a number to quote."""

from __future__ import annotations

from urllib.parse import urlsplit

import streamlit as st

from checklists.errors import WordedError
from dashboard.logs import unexpected
from dashboard.words import say


def show_fault(error: Exception) -> bool:
    """Show an uncaught error without its trace; True tells Streamlit to show nothing itself."""
    if isinstance(error, WordedError):
        st.error(say(error), icon=":material/error:")
        return True
    signed = st.session_state.get("signed")
    about = {
        "path": urlsplit(st.context.url or "").path,
        "person": signed and signed.actor.person_id,
    }
    st.error(unexpected(error, **about), icon=":material/error:")
    return True
