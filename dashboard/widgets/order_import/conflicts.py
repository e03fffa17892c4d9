"""Orders that people worked on here and of which a file says something else: shown, and decided."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboard.order_import import desk
from dashboard.order_import.comparing import Conflict
from dashboard.order_import.desk import Look
from dashboard.orders.changes import column_name, value_words
from dashboard.widgets.order_import.mapping import unit_name
from dashboard.widgets.order_import.state import opened
from dashboard.widgets.people.acting import attempt, key_in, reason
from dashboard.widgets.table import Column, table
from dashboard.widgets.who import me
from dashboard.words import _

MOST_ROWS = 50
FORM = "order-import-conflicts"
ALL = ""


def show_conflicts(shown: Look) -> None:
    """Each conflict with what is here and what the file says, and the way to take the latter."""
    if not shown.plan.conflicts:
        return
    st.warning(
        _(
            "{number} orders were worked on here and are not overwritten. Keep them as they are, "
            "or take what the file says, for a reason.",
            number=len(shown.plan.conflicts),
        ),
        icon=":material/call_split:",
    )
    table(
        [
            {
                "number": conflict.number,
                "column": column_name(name),
                "here": told(shown, name, here),
                "file": told(shown, name, there),
                "fits": _why_not(conflict, name),
            }
            for conflict in shown.plan.conflicts[:MOST_ROWS]
            for name, (here, there) in conflict.differences.items()
        ],
        [
            Column("number", _("Order number"), kind="code"),
            Column("column", _("Field")),
            Column("here", _("Here")),
            Column("file", _("In the file")),
            Column("fits", _("Why it cannot be taken")),
        ],
        key="order-import-conflicts",
        caption=_("Orders in conflict"),
        max_height=300,
    )
    _decide(shown)


def _why_not(conflict: Conflict, name: str) -> str | None:
    """Why what a file says of a column cannot be taken; None where it can."""
    if not conflict.follow:
        return _("Its times would not follow each other")
    if name == "unit_id" and conflict.unit_stays:
        return _("Work here rests on the unit: hand the order over on its page")
    return None


def told(shown: Look, name: str, value: Any) -> str:
    """A value of an order as a reader knows it."""
    return value_words(name, value, {unit.id: unit_name(unit) for unit in shown.units})


def _decide(shown: Look) -> None:
    fitting = [conflict.number for conflict in shown.plan.fitting]
    if not fitting:
        return
    every = _("All {number} orders in conflict", number=len(fitting))
    with st.container(border=True):
        chosen = st.selectbox(
            _("Order in conflict"),
            [*fitting[:MOST_ROWS], ALL],
            format_func=lambda number: number or every,
            key="order-import-conflict",
        )
        _said(shown, chosen)
        why = reason(FORM)
        knowing = st.checkbox(
            _("I know that signed figures will show a difference"), key=key_in(FORM, "knowing")
        )
        numbers = {chosen} if chosen else set(fitting)
        words = _("Take the file's values of {number}", number=chosen or every)
        if st.button(words, icon=":material/edit_document:", key="order-import-values"):
            done = _("The file's values were taken; before and after stand with each order.")
            attempt(lambda: _take(shown, numbers, why, knowing=knowing), done, FORM)


def _said(shown: Look, number: str) -> None:
    """What taking the values of one order would change."""
    found = next((one for one in shown.plan.fitting if one.number == number), None)
    for name, (here, there) in ({} if found is None else found.taken).items():
        words = f"{told(shown, name, here)} → {told(shown, name, there)}"
        st.text(f"{column_name(name)}{_(': ')}{words}")


def _take(shown: Look, numbers: set[str], why: str, *, knowing: bool) -> None:
    file = opened()
    if file is not None:
        # What was shown no longer holds once it was tried: it is worked out anew.
        file.shown = None
    desk.take_values(me().actor, shown, numbers, why, knowing=knowing)
