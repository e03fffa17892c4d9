"""Deciding on deductions: several that wait with one look, or one anew with its reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Literal
from urllib.parse import urlencode

import streamlit as st

from checklists.errors import WordedError
from dashboard.looks import moment_text, points_text
from dashboard.points import deciding
from dashboard.points.statement import Line, Statement
from dashboard.widgets.orders.address import named
from dashboard.widgets.people.acting import SAID, key_in, renew
from dashboard.widgets.points.looks import gone_words
from dashboard.widgets.way_back import from_here
from dashboard.words import _, language, say
from db.actors import Actor

MOST = 100
"""So many deductions are shown at once to be decided on, the oldest first."""

Decision = Literal["confirmed", "rejected"]


def show_waiting(actor: Actor, shown: Statement) -> None:
    """What waits for a decision, to be ticked and confirmed or rejected together."""
    waiting = shown.waiting[::-1]
    st.subheader(_("Waiting for a decision"), anchor=False)
    if not waiting:
        st.caption(_("Nothing waits for a decision."))
        return
    form = f"waiting-{shown.unit.id}"
    asked = _of_clause(form, waiting)
    here = asked[:MOST]
    if len(asked) > MOST:
        st.caption(_("The oldest {shown} of {total} are listed.", shown=MOST, total=len(asked)))
    _tick_all(form, here)
    with st.form(form, border=True):
        with st.container(gap=None):
            ticked = [line for line in here if st.checkbox(_label(line), key=_key(form, line))]
        why = st.text_input(
            _("Reason (needed to reject; kept in the trail)"),
            max_chars=500,
            key=key_in(form, "reason"),
        )
        with st.container(horizontal=True):
            confirm = st.form_submit_button(
                _("Confirm what is ticked"), type="primary", icon=":material/check:"
            )
            reject = st.form_submit_button(_("Reject what is ticked"), icon=":material/close:")
    if confirm or reject:
        decision: Decision = "confirmed" if confirm else "rejected"
        _decide(actor, ticked, decision, why, form)


def ask_again(actor: Actor, line: Line) -> None:
    """Another decision on one that was decided: a new one with its reason, the old one stays."""
    form = f"again-{line.row.id}"
    other: Decision = "rejected" if line.row.state == "confirmed" else "confirmed"
    words = _("Reject after all") if other == "rejected" else _("Confirm after all")
    with st.form(form, border=False):
        why = st.text_input(
            _("Reason of the correction (kept in the trail)"),
            max_chars=500,
            key=key_in(form, "reason"),
        )
        again = st.form_submit_button(words)
    if again:
        _decide(actor, [line], other, why, form)


def _of_clause(form: str, waiting: tuple[Line, ...]) -> tuple[Line, ...]:
    """Those of the clause that is chosen, where there are several; all of them without a choice."""
    counted = Counter(line.row.code for line in waiting)
    if len(counted) < 2:
        return waiting
    chosen = st.pills(
        _("Clause"),
        sorted(counted),
        format_func=lambda code: f"{code} ({counted[code]})",
        key=f"{form}-clause",
    )
    return tuple(line for line in waiting if chosen in (None, line.row.code))


def _tick_all(form: str, lines: tuple[Line, ...]) -> None:
    with st.container(horizontal=True):
        for words, ticked in ((_("Tick all"), True), (_("Tick none"), False)):
            if st.button(words, key=f"{form}-{ticked}"):
                for line in lines:
                    st.session_state[_key(form, line)] = ticked


def _decide(actor: Actor, lines: list[Line], decision: Decision, why: str, form: str) -> None:
    if not lines:
        st.error(_("Tick at least one deduction first."), icon=":material/error:")
        return
    gone = decision == "confirmed" and any(line.gone for line in lines)
    if gone and not why.strip():
        st.error(
            _("One of them no longer follows from its order. Say why it is confirmed anyway."),
            icon=":material/error:",
        )
        return
    looked_at: Mapping[str, int] = {
        line.row.id: 0 if line.row.decision is None else line.row.decision.id for line in lines
    }
    try:
        number = deciding.decide(actor, looked_at, decision, why)
    except WordedError as error:
        st.error(say(error), icon=":material/error:")
        return
    renew(form)
    words = (
        _("{number} deductions have been confirmed.", number=number)
        if decision == "confirmed"
        else _("{number} deductions have been rejected.", number=number)
    )
    st.session_state[SAID] = words
    st.rerun()


def _label(line: Line) -> str:
    row = line.row
    parts = [
        moment_text(row.occurred_at),
        f"{row.code} {line.rule.name.get(language())}",
        _("{points} points", points=points_text(-row.points)),
    ]
    if row.words:
        parts.append(row.words if len(row.words) <= 60 else row.words[:59] + "…")
    if row.proposer:
        parts.append(_("entered by {person}", person=row.proposer))
    if line.gone:
        parts.append(gone_words())
    # A sign of Markdown in what somebody typed stays the sign it is.
    told = " · ".join(parts).translate(_ESCAPED)
    if row.number is None:
        return told
    name = _("Order {number}", number=row.number).translate(_ESCAPED)
    asked = urlencode({**named(row.number, row.source), **from_here("points")})
    return f"{told} · [{name}](order?{asked})"


def _key(form: str, line: Line) -> str:
    return key_in(form, line.row.id)


_ESCAPED = str.maketrans({sign: f"\\{sign}" for sign in "\\`*_{}[]<>#+~:$|!"})
