"""The people as a table; a touched one is opened below with account, roles and browsers."""

from __future__ import annotations

import streamlit as st

from dashboard import people, units
from dashboard.looks import today
from dashboard.people import PersonView
from dashboard.units import Structure
from dashboard.widgets.people.acting import attempt, show_said, text
from dashboard.widgets.people.person import show_person
from dashboard.widgets.people.scopes import role_words
from dashboard.widgets.table import Column, table
from dashboard.widgets.who import me
from dashboard.words import _

CHOSEN = "people-chosen"


def show_people() -> None:
    """Everybody with roles and account, the chosen one below, and the form of a new person."""
    show_said()
    actor = me().actor
    left = st.toggle(_("Show those who have left"), key="people-left", persist_state="session")
    found = {view.person.id: view for view in people.people(actor, left=left)}
    structure = units.structure(actor)
    _choose(found, structure)
    chosen = found.get(st.session_state.get(CHOSEN, 0))
    if chosen is None:
        st.caption(_("Touch a row to see and change account, roles and signed-in browsers."))
    else:
        show_person(chosen, structure)
    with st.expander(_("Add a person"), expanded=not found):
        _add()


def _choose(found: dict[int, PersonView], structure: Structure) -> None:
    opened = table(
        [_row(view, structure) for view in found.values()],
        [
            Column("code", _("Code"), kind="code"),
            Column("name", _("Name"), wrap=False),
            Column("roles", _("Roles")),
            Column("login", _("Sign-in name"), kind="code"),
            Column("email", _("E-mail"), kind="code"),
            Column("state", _("State"), kind="state"),
        ],
        key="people",
        caption=_("People"),
        row_id="id",
        empty=_("There is nobody yet. Add a person below, or read a workbook."),
        max_height=480,
    )
    if opened is not None:
        st.session_state[CHOSEN] = int(opened)


def _row(view: PersonView, structure: Structure) -> dict[str, object]:
    held = view.held(today())
    return {
        "id": str(view.person.id),
        "code": view.person.code,
        "name": {"text": view.person.name, "muted": not view.person.active},
        "roles": _("; ").join(role_words(row, structure) for row in held) or None,
        "login": view.account.login if view.account else None,
        "email": view.account.email if view.account else None,
        "state": _state(view),
    }


def _state(view: PersonView) -> str:
    if not view.person.active:
        return _("Has left")
    if view.account is None or not (view.account.has_password or view.account.email):
        return _("No account")
    return _("One-time password") if view.account.must_change else _("Can sign in")


def _add() -> None:
    with st.form("person", border=False):
        code = text("person", "code", _("Code"), most=40)
        name = text("person", "name", _("Name"))
        if st.form_submit_button(_("Add"), type="primary"):
            attempt(
                lambda: st.session_state.update(
                    {CHOSEN: people.add_person(me().actor, code, name).id}
                ),
                _("{name} has been added. Give a role and open an account.", name=name),
                "person",
            )
