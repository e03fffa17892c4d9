"""One call-back: the order, what was said so far, and the form that records the call."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import streamlit as st

from checklists.call_backs import may_telephone
from checklists.errors import WordedError
from dashboard.calling import calls
from dashboard.calling.calls import Look
from dashboard.calling.form_data import call_data, handled_of, talk_of
from dashboard.calling.words import night_words, said
from dashboard.kept_form import Told
from dashboard.looks import moment_text
from dashboard.widgets.frame import empty
from dashboard.widgets.kept_form import KeptForm, record_of, told
from dashboard.widgets.orders.address import query_of
from dashboard.widgets.people.acting import show_said
from dashboard.widgets.places import go
from dashboard.widgets.way_back import from_here
from dashboard.widgets.who import me
from dashboard.words import _, language, say
from db.callbacks.calling import Recorded
from db.callbacks.errors import CallNotFound, CallRefused

FOLDER = Path(__file__).parent

_call_form = KeptForm("heng_call", FOLDER / "call.css", FOLDER / "call.js")


def show_call(callback_id: str) -> None:
    """The call-back of the address, with the way back to the list and on to the next one."""
    if st.button(_("All calls"), icon=":material/arrow_back:"):
        go("calling")
    try:
        look = calls.look(me().actor, callback_id)
    except CallNotFound as error:
        empty(say(error))
        return
    show_said()
    st.subheader(f"{look.unit.name(language())} · {look.row.order.number}", anchor=False)
    _on(look)
    _form(look)
    if st.button(_("To the order"), icon=":material/receipt_long:", type="tertiary"):
        go("order", **query_of(look.row.order), **from_here("calling"))
    _history(look)


def _history(look: Look) -> None:
    for talk in look.talks:
        with st.container(border=True):
            parts = [moment_text(talk.called_at), talk.person, said(talk)]
            if talk.outcome != "handled" and not may_telephone(talk.called_at):
                parts.append(_("△ at a time when customers are not called"))
            head = " · ".join(parts)
            st.text(head)
            if talk.outcome != "handled" and talk.opinion:
                st.text(talk.opinion)
            anew = talk.reason if talk.outcome == "talked" else ""
            for words in (talk.proof, anew, talk.night):
                if words:
                    st.caption(words)
            if talk.complaint:
                link = _("Complaint {number}", number=talk.complaint)
                if st.button(link, key=f"complaint-{talk.id}", type="tertiary"):
                    go("order", order=talk.complaint, **from_here("calling"))


def _on(look: Look) -> None:
    """What has become of it, and the next call."""
    row = look.row
    if row.state == "waiting":
        if not look.may_call:
            st.info(
                _("The unit has not answered this order yet. The customer is called after that."),
                icon=":material/hourglass_top:",
            )
        elif not may_telephone(datetime.now(UTC)):
            st.warning(night_words(), icon=":material/bedtime:")
        return
    if row.state == "replaced":
        st.info(_("Another order was drawn in the place of this one."))
        if look.instead and st.button(_("To the order drawn instead"), type="primary"):
            go("calling", call=look.instead)
        return
    if look.following and st.button(
        _("Next call"), type="primary", icon=":material/arrow_forward:"
    ):
        go("calling", call=look.following)


def _form(look: Look) -> None:
    key = f"call-{look.row.id}"
    data = call_data(look, me().actor.me, told(key))
    _call_form.show(key, data, lambda sent: _act(look, sent))


def _act(look: Look, sent: Mapping[str, Any]) -> Told:
    """Record what the form sent, and say what became of it."""
    n, given = str(sent.get("n", "")), record_of(sent)
    try:
        if sent.get("what") == "handled":
            calls.handled(me().actor, look.row.id, *handled_of(given))
            return Told(n, kept=True, done=_("Saved."))
        made = calls.record(me().actor, look.row.id, talk_of(given))
    except WordedError as error:
        field = error.field if isinstance(error, CallRefused) else ""
        return Told(n, kept=False, error=say(error), field=field)
    return Told(n, kept=True, done=_done(made))


def _done(made: Recorded) -> str:
    if made.complaint:
        return _("Saved. The complaint {number} was opened.", number=made.complaint)
    if made.state == "replaced":
        return _("Saved. Another order was drawn in the place of this one.")
    return _("Saved.")
