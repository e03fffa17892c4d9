"""One person: account with a one-time password, e-mail, browsers, leaving and coming back."""

from __future__ import annotations

import streamlit as st

from dashboard import people
from dashboard.looks import moment_text
from dashboard.people import PersonView
from dashboard.units import Structure
from dashboard.widgets.people.acting import attempt, reason, text
from dashboard.widgets.people.roles import show_roles
from dashboard.widgets.table import Column, table
from dashboard.widgets.who import me
from dashboard.words import _

ONE_TIME = "people-one-time"


def show_person(view: PersonView, structure: Structure) -> None:
    """What there is of a person, and what can be changed."""
    st.subheader(f"{view.person.name} · {view.person.code}", anchor=False)
    if not view.person.active:
        st.info(_("This person has left. Past audits stay as they are."))
        _back(view)
        return
    _show_one_time(view)
    roles, account, browsers, leaving = st.tabs(
        [_("Roles"), _("Account"), _("Signed-in browsers"), _("Leaving")]
    )
    with roles:
        show_roles(view, structure)
    with account:
        _account(view)
        _email(view)
    with browsers:
        _browsers(view)
    with leaving:
        _leaving(view)


def _show_one_time(view: PersonView) -> None:
    """The one-time password, this once: the next run no longer has it."""
    person, password = st.session_state.pop(ONE_TIME, (None, ""))
    if person == view.person.id:
        with st.container(border=True):
            st.markdown(
                _(
                    "**One-time password.** It is shown only now and kept nowhere. Hand it over "
                    "in person; at the first sign-in it has to be replaced."
                )
            )
            st.code(password, language=None)


def _account(view: PersonView) -> None:
    form, login = f"account-{view.person.id}", (view.account.login if view.account else None)
    has_password = view.account is not None and view.account.has_password
    if has_password:
        st.caption(_("A new password signs the person out everywhere and lifts a lock."))
    with st.form(form, border=False):
        name = text(form, "login", _("Sign-in name"), most=80, value=login or view.person.code)
        label = _("Give a new one-time password") if has_password else _("Open the account")
        if st.form_submit_button(label, type="primary"):
            attempt(
                lambda: st.session_state.update(
                    {
                        ONE_TIME: (
                            view.person.id,
                            people.open_account(me().actor, view.person.id, name),
                        )
                    }
                ),
                _("{name} can sign in with the password below.", name=view.person.name),
                form,
            )


def _email(view: PersonView) -> None:
    form, email = f"email-{view.person.id}", (view.account.email if view.account else None)
    with st.form(form, border=False):
        address = text(form, "email", _("E-mail for signing in by OpenID"), value=email or "")
        if st.form_submit_button(_("Save the e-mail")):
            attempt(
                lambda: people.set_email(me().actor, view.person.id, address),
                _("The e-mail has been saved."),
                form,
            )


def _browsers(view: PersonView) -> None:
    found = people.browsers(me().actor, view.person.id)
    table(
        [
            {
                "since": moment_text(row.created_at),
                "seen": moment_text(row.seen_at),
                "address": row.address,
                "agent": row.agent or None,
            }
            for row in found
        ],
        [
            Column("since", _("Signed in"), kind="code"),
            Column("seen", _("Last used"), kind="code"),
            Column("address", _("Address"), kind="code"),
            Column("agent", _("Browser")),
        ],
        key=f"browsers-{view.person.id}",
        caption=_("Signed-in browsers"),
        empty=_("Not signed in anywhere."),
    )
    if found and st.button(_("Sign out everywhere"), key=f"out-{view.person.id}"):
        attempt(
            lambda: people.end_browsers(me().actor, view.person.id),
            _("{name} is signed out everywhere.", name=view.person.name),
        )


def _leaving(view: PersonView) -> None:
    form = f"leave-{view.person.id}"
    st.caption(
        _(
            "Roles end today, every browser is signed out. Nothing is deleted: past audits keep "
            "the name."
        )
    )
    with st.form(form, border=False):
        why = reason(form)
        if st.form_submit_button(_("Note that {name} has left", name=view.person.name)):
            attempt(
                lambda: people.close_person(me().actor, view.person.id, why),
                _("{name} has left.", name=view.person.name),
                form,
            )


def _back(view: PersonView) -> None:
    form = f"back-{view.person.id}"
    with st.form(form, border=False):
        why = reason(form)
        if st.form_submit_button(_("Take the person back"), type="primary"):
            attempt(
                lambda: people.take_back(me().actor, view.person.id, why),
                _("{name} is back. Roles are to be given anew.", name=view.person.name),
                form,
            )
