"""Telephone calls of a month by unit, and the form by which their numbers are entered."""

from __future__ import annotations

import streamlit as st

from dashboard.commitments import answered as use
from dashboard.commitments.stops import units_to_enter
from dashboard.looks import moment_text, period_text
from dashboard.widgets.commitments.words import share_of
from dashboard.widgets.people.acting import attempt, key_in, text
from dashboard.widgets.table import Column, table
from dashboard.widgets.who import me
from dashboard.words import _, language
from db.actors import Role
from db.answered_calls import MOST, CallsRow, NewCalls
from db.rows import UnitRow

FORM = "answered"


def show_answered(month: str) -> None:
    """The numbers of a month; those who handle orders enter them, also anew."""
    st.subheader(_("Telephone calls"), anchor=False)
    found = use.calls(me().actor, month)
    table(
        [_row(row, unit) for row, unit in found],
        [
            Column("unit", _("Unit")),
            Column("calls", _("Incoming calls"), align="right", kind="number"),
            Column("in_time", _("Answered within 3 rings"), align="right", kind="number"),
            Column("share", _("Share answered"), align="right", kind="number"),
            Column("words", _("Where the numbers come from")),
            Column("by", _("Entered by"), wrap=False),
            Column("at", _("Entered at"), kind="code"),
        ],
        key=f"answered-{month}",
        caption=_("Telephone calls {month}", month=period_text(month)),
        empty=_(
            "The program does not hear the telephone ring: the numbers come from the telephone "
            "system or from a tally, and none were entered for this month."
        ),
    )
    actor = me().actor
    if actor.may_all or actor.holds(Role.AGENT, Role.DIVISION_HEAD):
        with st.expander(_("Enter telephone calls")):
            _form(month, units_to_enter(actor, month), {row.unit_id: row for row, _u in found})


def _row(row: CallsRow, unit: UnitRow) -> dict[str, object]:
    return {
        "unit": unit.name(language()),
        "calls": row.calls,
        "in_time": row.in_time,
        "share": share_of(row.in_time, row.calls),
        "words": row.words,
        "by": row.recorded_by,
        "at": moment_text(row.recorded_at),
    }


def _form(month: str, units: list[UnitRow], known: dict[int, CallsRow]) -> None:
    names = {unit.id: unit.name(language()) for unit in units}
    unit = st.selectbox(
        _("Unit"), list(names), format_func=names.__getitem__, key=key_in(FORM, "unit")
    )
    held = known.get(unit)
    form = f"{FORM}-{month}-{unit}-{0 if held is None else held.id}"
    left, right = st.columns(2)
    with left:
        calls = _number(form, "calls", _("Incoming calls"), 0 if held is None else held.calls)
    with right:
        in_time = _number(
            form, "in-time", _("Answered within 3 rings"), 0 if held is None else held.in_time
        )
    words = text(
        form,
        "words",
        _("Where the numbers come from"),
        most=500,
        value="" if held is None else held.words,
    )
    if held is not None:
        st.caption(_("Saving enters them anew; what stood there stays in the trail."))
    if st.button(_("Save the calls"), type="primary", icon=":material/check:", key=f"{form}-save"):
        new = NewCalls(unit, month, calls, in_time, words, 0 if held is None else held.id)
        attempt(lambda: use.enter(me().actor, new), _("The calls are entered."), form)


def _number(form: str, field: str, label: str, known: int) -> int:
    return int(
        st.number_input(
            label, min_value=0, max_value=MOST, step=1, value=known, key=key_in(form, field)
        )
    )
