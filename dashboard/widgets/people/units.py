"""Divisions and units: who belongs where since when, and the forms that change it."""

from __future__ import annotations

from datetime import date

import streamlit as st

from dashboard import units
from dashboard.looks import today
from dashboard.units import Structure, UnitPlace
from dashboard.widgets.people.acting import attempt, day, reason, show_said
from dashboard.widgets.people.unit_forms import add_division, add_unit, regulate, rename
from dashboard.widgets.pickers import select
from dashboard.widgets.table import Column, table
from dashboard.widgets.who import me
from dashboard.words import _, language


def show_units() -> None:
    """Divisions and units as tables, and what can be done with them."""
    show_said()
    found = units.structure(me().actor)
    _divisions(found)
    _units(found)
    tabs = st.tabs(
        [
            _("Add a division"),
            _("Add a unit"),
            _("Move a unit"),
            _("Close a unit"),
            _("Rename"),
            _("Regulations"),
        ]
    )
    with tabs[0]:
        add_division()
    with tabs[1]:
        add_unit(found)
    with tabs[2]:
        _move(found)
    with tabs[3]:
        _close(found)
    with tabs[4]:
        rename(found)
    with tabs[5]:
        regulate(found)


def _divisions(found: Structure) -> None:
    numbers = {row.id: 0 for row in found.divisions}
    for place in found.units:
        if not _is_closed(place, today()):
            numbers[place.place(today())[1].id] += 1
    table(
        [
            {
                "code": row.code,
                "name": row.name(language()),
                "regulations": row.regulations.replace(",", " "),
                "units": numbers[row.id],
            }
            for row in found.divisions
        ],
        [
            Column("code", _("Code"), kind="code"),
            Column("name", _("Division")),
            Column("regulations", _("Regulations"), kind="code"),
            Column("units", _("Open units"), kind="number"),
        ],
        key="divisions",
        caption=_("Divisions"),
        empty=_("There is no division yet. Add one below, or read a workbook."),
    )


def _units(found: Structure) -> None:
    table(
        [_row(place) for place in found.units],
        [
            Column("code", _("Code"), kind="code"),
            Column("unit", _("Unit")),
            Column("division", _("Division")),
            Column("since", _("There since"), kind="code"),
            Column("note", _("Note")),
        ],
        key="units",
        caption=_("Units"),
        empty=_("There is no unit yet. Add a division first, then its units."),
        max_height=560,
    )


def _row(place: UnitPlace) -> dict[str, object]:
    since, division = place.place(today())
    notes = []
    if move := place.move(today()):
        notes.append(_("From {day} in {division}", day=move[0], division=move[1].name(language())))
    if place.unit.closed_on is not None:
        words = _("Closed since {day}") if _is_closed(place, today()) else _("Closes on {day}")
        notes.append(words.format(day=place.unit.closed_on))
    return {
        "code": place.unit.code,
        "unit": {"text": place.unit.name(language()), "muted": _is_closed(place, today())},
        "division": division.name(language()),
        "since": since.isoformat(),
        "note": _("; ").join(notes) or None,
    }


def _move(found: Structure) -> None:
    st.caption(_("Periods before the day keep the unit in the old division."))
    unit = _pick(found, "move-unit", closed=False)
    if unit is None:
        return
    known = {
        row.id: row.name(language()) for row in found.divisions if row.id != unit.unit.division.id
    }
    with st.form("move", border=False):
        to = select(_("New division"), list(known), known.__getitem__, key="move-to")
        since = day("move", "since", _("From this day on"), today().replace(day=1))
        why = reason("move")
        if st.form_submit_button(_("Move the unit"), type="primary"):
            if to is None or since is None:
                st.error(_("Choose a division and a day."))
                return
            attempt(
                lambda: units.move_unit(me().actor, unit.unit.id, to, since, why),
                _("{unit} moves on {day}.", unit=unit.unit.name(language()), day=since),
                "move",
            )


def _close(found: Structure) -> None:
    st.caption(_("A closed unit takes no new audits; its past stays. It can be opened again."))
    unit = _pick(found, "close-unit", closed=True)
    if unit is None:
        return
    name, closed = unit.unit.name(language()), unit.unit.closed_on
    with st.form("close", border=False):
        on = None if closed else day("close", "day", _("Closed from this day on"), today())
        why = reason("close")
        if st.form_submit_button(
            _("Open the unit again") if closed else _("Close the unit"), type="primary"
        ):
            attempt(
                lambda: units.close_unit(me().actor, unit.unit.id, on, why),
                _("{unit} is open again.", unit=name)
                if closed
                else _("{unit} is closed from {day} on.", unit=name, day=on),
                "close",
            )


def _pick(found: Structure, key: str, *, closed: bool) -> UnitPlace | None:
    known = {
        place.unit.id: place for place in found.units if closed or place.unit.closed_on is None
    }
    chosen = select(
        _("Unit"),
        list(known),
        lambda unit: f"{known[unit].unit.code} · {known[unit].unit.name(language())}",
        key=key,
        index=None,
        placeholder=_("Choose a unit"),
    )
    return known.get(chosen) if chosen is not None else None


def _is_closed(place: UnitPlace, on: date) -> bool:
    return place.unit.closed_on is not None and place.unit.closed_on <= on
