"""Beside an order: the temperatures measured for it, its call-backs, what it cost its unit."""

from __future__ import annotations

import streamlit as st

from checklists.temperature import standing
from dashboard.calling.words import said
from dashboard.looks import moment_text, points_text
from dashboard.orders.beside import Called, Deduction, beside
from dashboard.orders.desk import Look
from dashboard.temperature.words import LOOKS, degrees, rules_of, standing_words, validity
from dashboard.widgets.places import go
from dashboard.widgets.points.looks import STATES
from dashboard.widgets.who import me
from dashboard.words import _, language
from db.temperature.reading import RecordRow


def show_beside(look: Look) -> None:
    """Temperatures, call-backs and deductions, each with the way to its own page."""
    found = beside(me().actor, look.row.id)
    _temperatures(look, found.records)
    if found.calls:
        st.subheader(_("Call-backs"), anchor=False, divider=False)
    for called in found.calls:
        _call(called)
    if found.deductions:
        st.subheader(_("Deductions from the account"), anchor=False, divider=False)
    for one in found.deductions:
        _deduction(one)


def _temperatures(look: Look, records: tuple[RecordRow, ...]) -> None:
    may = bool(look.as_centre or look.as_unit) and look.row.unit is not None
    if not records and not (may and look.row.state != "void"):
        return
    st.subheader(_("Room temperatures"), anchor=False, divider=False)
    for record in records:
        with st.container(border=True):
            head = (moment_text(record.measured_at), record.person, validity(record))
            st.text(" · ".join(head))
            for room in record.rooms:
                rules = rules_of(record)
                where = standing(room.mean, rules)
                mean = _("mean {degrees}", degrees=degrees(room.mean))
                st.text(
                    f"{room.name} · {mean} · {LOOKS[where].shape} {standing_words(where, rules)}"
                )
    if st.button(_("Measure temperatures"), icon=":material/thermostat:", key="order-measure"):
        go("temperature", order=look.row.number, source=look.row.source)


def _call(called: Called) -> None:
    with st.container(border=True):
        for talk in called.talks:
            st.text(" · ".join((moment_text(talk.called_at), talk.person, said(talk))))
            if talk.opinion and talk.outcome != "handled":
                st.caption(talk.opinion)
        if not called.talks:
            st.text(_("Drawn on {day}, not called yet", day=moment_text(called.row.drawn_at)[:10]))
        key = f"order-call-{called.row.id}"
        if st.button(_("To the call-back"), icon=":material/call:", key=key, type="tertiary"):
            go("calling", call=called.row.id)


def _deduction(one: Deduction) -> None:
    shape, word = STATES[one.row.state]
    with st.container(border=True):
        points = _("{points} points", points=points_text(-one.row.points))
        name = f"{one.row.code} {one.rule.name.get(language())}"
        unit = one.unit.name(language())
        st.text(" · ".join((moment_text(one.row.occurred_at), name, unit, points)))
        st.text(f"{shape} {_(word)}")
        key = f"order-deduction-{one.row.id}"
        if st.button(_("To the account"), icon=":material/balance:", key=key, type="tertiary"):
            go("points", season=one.row.season, unit=one.unit.code)
