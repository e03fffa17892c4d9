"""The form of entries on work orders: nothing typed is lost by an error or a reload."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import streamlit as st

from checklists.errors import WordedError
from dashboard.kept_form import Told
from dashboard.orders.fields import Form
from dashboard.widgets.kept_form import KeptForm, record_of, told
from dashboard.widgets.who import me
from dashboard.words import say
from db.orders.errors import OrderRefused

FOLDER = Path(__file__).parent

_entry_form = KeptForm("heng_entry", FOLDER / "entry.css", FOLDER / "entry.js")


def entry(
    form: Form, do: Callable[[Mapping[str, Any]], object], place: Callable[[str], str] = str
) -> None:
    """Draw a form; what it sends is done once, and what was refused is said beside its field.

    `place` gives the field of the form for the name of a refused one. Whatever `do` raises that is
    no WordedError is a fault of the program.
    """
    key = form.store
    _entry_form.show(key, form.data(told(key)), lambda sent: _act(sent, do, place))


def step_store(order_id: str, kind: str) -> str:
    """Where the browser keeps what one types for a step of an order."""
    return f"heng-step-{me().actor.me}-{order_id}-{kind}"


def forget_general(form_store: str) -> None:
    """Take back what was said of a form and of none of its fields: it may hold no longer."""
    last: Told | None = told(form_store)
    if last is not None and not last.kept and not last.field:
        st.session_state[f"{form_store}-told"] = replace(last, error="")


def done(form_store: str) -> bool:
    """Whether what a form sent last was kept; said once."""
    last: Told | None = told(form_store)
    if last is None or not last.kept or st.session_state.get(f"{form_store}-done") == last.n:
        return False
    st.session_state[f"{form_store}-done"] = last.n
    return True


def _act(
    sent: Mapping[str, Any], do: Callable[[Mapping[str, Any]], object], place: Callable[[str], str]
) -> Told:
    n = str(sent.get("n", ""))
    try:
        do(record_of(sent))
    except WordedError as error:
        field = place(error.field) if isinstance(error, OrderRefused) else ""
        return Told(n, kept=False, error=say(error), field=field)
    return Told(n, kept=True)
