"""One way for every form: try, say what was refused, or say what was done and show it anew."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import streamlit as st

from checklists.errors import WordedError
from dashboard.words import _, say

SAID = "people-said"


def attempt(do: Callable[[], object], done: str, form: str = "") -> None:
    """Do it and begin the page anew with what was done on top; or say why it was refused.

    `form` empties the fields whose keys were made for it by `key_in`.
    """
    try:
        do()
    except WordedError as error:
        st.error(say(error), icon=":material/error:")
        return
    # Other pages keep the organisation for a few seconds; it has just changed.
    st.cache_data.clear()
    st.session_state[SAID] = done
    if form:
        renew(form)
    st.rerun()


def show_said() -> None:
    """What was done last, once; its place is there always, so that no tab below begins anew."""
    place = st.container()
    if done := st.session_state.pop(SAID, ""):
        place.success(done, icon=":material/check:")


def key_in(form: str, field: str) -> str:
    """The key of a field that is empty again after its form succeeded."""
    return f"{form}-{field}-{_round(form)}"


def renew(form: str) -> None:
    """Empty the fields of a form."""
    st.session_state[f"{form}-round"] = _round(form) + 1


def text(form: str, field: str, label: str, *, most: int = 200, value: str = "") -> str:
    """A line of text in a form."""
    return st.text_input(label, value, max_chars=most, key=key_in(form, field))


def reason(form: str) -> str:
    """Why it is done, which the trail keeps."""
    return text(form, "reason", _("Reason (kept in the trail)"), most=500)


def day(form: str, field: str, label: str, value: date | None) -> date | None:
    """A day in a form; None stays empty until one is chosen."""
    return st.date_input(
        label,
        value=value,
        min_value=date(1990, 1, 1),
        max_value=date(2100, 12, 31),
        format="YYYY-MM-DD",
        key=key_in(form, field),
    )


def _round(form: str) -> int:
    number: int = st.session_state.get(f"{form}-round", 0)
    return number
