"""The form of entries on work orders: nothing typed is lost by an error or a reload."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import streamlit as st

from checklists.errors import WordedError
from dashboard.orders.fields import Form, Told
from dashboard.words import say
from db.orders.errors import OrderRefused

FOLDER = Path(__file__).parent
FORM = Path(__file__).parents[2] / "sheet_form"

_component = st.components.v2.component(
    "heng_entry",
    css=(FOLDER / "entry.css").read_text(encoding="utf-8"),
    js="\n".join(
        file.read_text(encoding="utf-8") for file in (FORM / "dom.js", FOLDER / "entry.js")
    ),
)


def entry(
    form: Form, do: Callable[[Mapping[str, Any]], object], place: Callable[[str], str] = str
) -> None:
    """Draw a form; what it sends is done once, and what was refused is said beside its field.

    `place` gives the field of the form for the name of a refused one. Whatever `do` raises that is
    no WordedError is a fault of the program.
    """
    key = form.store
    told: Told | None = st.session_state.get(f"{key}-told")
    result = _component(key=f"{key}-form", data=form.data(told), on_act_change=_heard)
    sent = result.get("act")
    if isinstance(sent, Mapping) and sent.get("n") != st.session_state.get(f"{key}-heard"):
        st.session_state[f"{key}-heard"] = sent.get("n")
        st.session_state[f"{key}-told"] = _act(sent, do, place)
        st.rerun()


def done(form_store: str) -> bool:
    """Whether what a form sent last was kept; said once."""
    told: Told | None = st.session_state.get(f"{form_store}-told")
    if told is None or not told.kept or st.session_state.get(f"{form_store}-done") == told.n:
        return False
    st.session_state[f"{form_store}-done"] = told.n
    return True


def _act(
    sent: Mapping[str, Any], do: Callable[[Mapping[str, Any]], object], place: Callable[[str], str]
) -> Told:
    n, record = str(sent.get("n", "")), sent.get("record")
    try:
        do(record if isinstance(record, Mapping) else {})
    except WordedError as error:
        field = place(error.field) if isinstance(error, OrderRefused) else ""
        return Told(n, kept=False, error=say(error), field=field)
    return Told(n, kept=True)


def _heard() -> None:
    """Streamlit reports a trigger only where a callback is given."""
