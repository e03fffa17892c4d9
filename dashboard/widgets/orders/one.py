"""The page of one work order: its facts, clocks, photos, what can be done, what was done."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from html import escape
from typing import Any

import streamlit as st

from dashboard.looks import clause_text, moment_text
from dashboard.orders import desk
from dashboard.orders.because import because_words, from_file
from dashboard.orders.changes import change_words
from dashboard.orders.correction import with_difference
from dashboard.orders.desk import Look
from dashboard.orders.entry import SUBMITS, field_of, step, step_fields
from dashboard.orders.fields import Form
from dashboard.orders.slip import slip
from dashboard.orders.words import (
    SATISFACTIONS,
    STATES,
    STEPS,
    address,
    class_name,
    clock_name,
    standing_words,
    step_words,
    unit_words,
)
from dashboard.widgets.board.steps import show_steps
from dashboard.widgets.frame import empty
from dashboard.widgets.orders.beside import show_beside
from dashboard.widgets.orders.entry import entry, step_store
from dashboard.widgets.orders.photos import show_photos
from dashboard.widgets.people.acting import SAID, show_said
from dashboard.widgets.printing import offer_print
from dashboard.widgets.way_back import show_way_back
from dashboard.widgets.who import me
from dashboard.words import _, language, say
from db.orders.errors import OrderNotFound, RestsOnOrder

STYLE = """
<style>
.stApp .heng-order { display: grid; grid-template-columns: max-content 1fr;
  gap: .5rem 1rem; margin: 0; padding: 0; }
.stApp .heng-order dt { color: light-dark(#4d5866, #b3bbc4); font-size: .875rem; }
.stApp .heng-order dd { margin: 0; overflow-wrap: anywhere; white-space: pre-line; }
</style>
"""


def show_order() -> None:
    """The order of the address, with the way back to where it was opened."""
    show_way_back()
    number = st.query_params.get("order", "")
    try:
        look = desk.look(me().actor, number, st.query_params.get("source"))
    except OrderNotFound as error:
        empty(say(error))
        return
    show_said()
    head = f"{class_name(look.row.order_class, look.rules)} · {look.row.number}"
    st.subheader(head, anchor=False)
    # What can be done comes first: on a phone it has to be within reach.
    _actions(look)
    _facts(look)
    _clocks(look)
    show_steps(me().actor, look.row.id)
    show_photos(look)
    show_beside(look)
    _history(look)
    _slip(look)


def _facts(look: Look) -> None:
    row = look.row
    agreed = "" if row.appointment_at is None else moment_text(row.appointment_at)
    facts = {
        _("State"): _(STATES[row.state]),
        _("Unit"): unit_words(row),
        _("Station"): row.station,
        _("Customer called at"): moment_text(row.reported_at),
        _("Address"): address(row),
        _("Contact"): row.contact,
        _("Problem"): row.problem,
        _("Appointment"): f"{agreed} · {row.appointment_proof}" if agreed else "",
        _("Cause"): row.cause,
        _("Done on site"): row.done,
        _("The customer is"): _(SATISFACTIONS[row.satisfaction]) if row.satisfaction else "",
        _("Redone"): _("{number} times", number=row.redos) if row.redos else "",
        _("Night"): _("The customer insists on help at once") if row.insists else "",
    }
    with st.container(border=True):
        if row.telephone:
            digits = "".join(sign for sign in row.telephone if sign in "+0123456789")
            st.link_button(row.telephone, f"tel:{digits}", icon=":material/call:")
        lines = "".join(
            f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>"
            for name, value in facts.items()
            if value
        )
        st.html(f"{STYLE}<dl class='heng-order'>{lines}</dl>")


def _clocks(look: Look) -> None:
    if not look.clocks:
        return
    now = datetime.now(UTC)
    st.subheader(_("Clocks"), anchor=False, divider=False)
    with st.container(border=True):
        for clock in look.clocks:
            left, right = st.columns([2, 3], gap="small")
            left.text(clock_name(clock.code, look.rules))
            right.text(standing_words(clock, now))
            due = (
                "" if clock.due_at is None else _("due {moment}", moment=moment_text(clock.due_at))
            )
            why = because_words(clock, look.rules)
            right.caption(" · ".join(p for p in (due, why, clause_text(clock.clause)) if p))
        st.caption(_opened_under(look))


def _opened_under(look: Look) -> str:
    rules = _("Rules of {day}", day=look.rules.valid_from.isoformat())
    if not look.row.calendar:
        return rules
    calendar = _("work calendar {calendar}", calendar=look.row.calendar.partition(":")[0])
    return f"{rules} · {calendar}"


def _actions(look: Look) -> None:
    names = {kind: _(STEPS[kind]) for kind in look.possible}
    key = f"order-act-{look.row.id}"
    # A refused step stays open; one that was taken is no longer among those offered.
    taken = st.session_state.pop(f"{key}-taken", None)
    chosen = st.session_state.get(key)
    if chosen not in names:
        st.session_state.pop(key, None)
        if chosen not in (None, taken):
            st.error(_not_taken(chosen), icon=":material/error:")
    if not names:
        return
    st.subheader(_("What can be done now"), anchor=False, divider=False)
    kind = st.pills(
        _("Step"), list(names), format_func=names.__getitem__, key=key, label_visibility="collapsed"
    )
    if kind is not None:
        _step_form(look, str(kind))


def _not_taken(kind: str) -> str:
    return _(
        "Not recorded: {step}. Meanwhile somebody else recorded a step; see below.",
        step=_(STEPS[kind]),
    )


def _step_form(look: Look, kind: str) -> None:
    row = look.row
    units = {str(unit.id): unit.name(language()) for unit in look.units}
    form = Form(
        step_store(row.id, kind),
        _(SUBMITS[kind]),
        step_fields(kind, units, row),
        row.version,
        tuple(one.id for one in look.steps),
    )

    def do(sent: Mapping[str, Any]) -> None:
        try:
            desk.take_step(me().actor, row.id, step(kind, sent))
        except RestsOnOrder as error:
            raise with_difference(error, _unit_names(look)) from error
        st.session_state[f"order-act-{row.id}-taken"] = kind
        st.session_state[SAID] = _("Recorded: {step}.", step=_(STEPS[kind]))

    with st.container(border=True):
        entry(form, do, lambda field: field_of(field, kind))


def _history(look: Look) -> None:
    st.subheader(_("What was done so far"), anchor=False, divider=False)
    with st.container(border=True):
        for one in reversed(look.steps):
            st.text(step_words(one))
            told = " · ".join(part for part in (one.reason, *_said(look, one.data)) if part)
            if told:
                st.caption(told)
        for line in from_file(look.row, look.steps):
            st.text(line)


def _said(look: Look, data: Mapping[str, Any]) -> list[str]:
    names = _unit_names(look)
    # An answer that was sent back stands in its own step.
    shown = ("proof",) if "redos" in data else ("cause", "done", "proof")
    parts = [str(data[name]) for name in shown if data.get(name)]
    if data.get("satisfaction"):
        parts.append(_(SATISFACTIONS[data["satisfaction"]]))
    if data.get("appointment_at"):
        agreed = moment_text(datetime.fromisoformat(data["appointment_at"]))
        parts.insert(0, _("Agreed on {moment}", moment=agreed))
    if data.get("unit") in names:
        parts.append(names[data["unit"]])
    if data.get("answers_for_it") in names and data["answers_for_it"] != data.get("unit"):
        parts.append(_("{unit} answers for it", unit=names[data["answers_for_it"]]))
    if "before" in data and "after" in data:
        parts += change_words(data["before"], data["after"], names)
    return parts


def _unit_names(look: Look) -> dict[int, str]:
    return {unit.id: unit.name(language()) for unit in look.units}


def _slip(look: Look) -> None:
    offer_print(
        _("Print the dispatch slip (three copies)"),
        slip(look.row, list(look.steps)),
        _("Dispatch slip {number}", number=look.row.number),
        key=f"slip-{look.row.id}",
    )
