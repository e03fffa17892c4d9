"""The organisation as a table, and the forms that add to it."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from checklists.errors import WordedError
from dashboard import cache, desk
from dashboard.reports import Organisation
from dashboard.widgets.table import Column, table
from dashboard.words import _, language, say


def show_organisation(organisation: Organisation) -> None:
    """Units with their divisions, and the people."""
    table(
        [
            {
                "division": unit.division.name(language()),
                "code": unit.code,
                "unit": unit.name(language()),
            }
            for unit in organisation.units
        ],
        [
            Column("code", _("Code"), kind="code"),
            Column("unit", _("Unit")),
            Column("division", _("Division")),
        ],
        key="units",
        caption=_("Units"),
        empty=_("There is no unit yet. Add a division first, then its units."),
    )
    table(
        [{"code": person.code, "name": person.name} for person in organisation.people],
        [Column("code", _("Code"), kind="code"), Column("name", _("Inspector"))],
        key="people",
        caption=_("Inspectors"),
        empty=_("There is no inspector yet. Add one below."),
    )


def add_entries(organisation: Organisation) -> None:
    """Forms for a division, a unit and an inspector."""
    division, unit, person = st.tabs([_("Add a division"), _("Add a unit"), _("Add an inspector")])
    with division:
        _form("division", _names(), lambda v: desk.add_division(v[0], v[1], v[2]))
    with unit:
        _unit_form(organisation)
    with person:
        _form("person", [_("Code"), _("Name")], lambda v: desk.add_person(v[0], v[1]))


def _unit_form(organisation: Organisation) -> None:
    if not organisation.divisions:
        st.info(_("Add a division first."))
        return
    known = {d.id: d.name(language()) for d in organisation.divisions}
    of = st.selectbox(
        _("Division"), list(known), format_func=known.__getitem__, key="unit-division"
    )
    _form("unit", _names(), lambda v: desk.add_unit(of, v[0], v[1], v[2]))


def _names() -> list[str]:
    return [_("Code"), _("Name in Chinese"), _("Name in English")]


def _form(key: str, labels: list[str], add: Callable[[list[str]], object]) -> None:
    if st.session_state.pop(f"{key}-added", False):
        # Only a value that is set, not one that is taken away, empties the field in the browser.
        st.session_state.update({f"{key}-{label}": "" for label in labels})
    with st.form(key, clear_on_submit=False, border=False):
        values = [st.text_input(label, max_chars=80, key=f"{key}-{label}") for label in labels]
        if not st.form_submit_button(_("Add"), type="primary"):
            return
    try:
        add(values)
    except WordedError as error:
        st.error(say(error))
        return
    cache.organisation.clear()
    st.session_state[f"{key}-added"] = True
    st.rerun()
