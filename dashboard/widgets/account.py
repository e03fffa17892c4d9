"""The page of one's own account."""

from __future__ import annotations

import streamlit as st

from dashboard import gate
from dashboard.looks import ROLES, moment_text
from dashboard.widgets.appearance import appearance
from dashboard.widgets.sign_in import password_form, sign_out_button
from dashboard.widgets.table import Column, table
from dashboard.widgets.who import me
from dashboard.words import _


def show_account() -> None:
    """Roles, light or dark, sessions with a button to end each, password, signing out."""
    signed = me()
    table(
        [{"role": _(ROLES[role]), "for": scope} for role, scope in gate.roles_in_words(signed)],
        [Column("role", _("Role")), Column("for", _("For"))],
        key="my-roles",
        caption=_("Roles"),
        empty=_("You hold no role yet. Ask an administrator."),
    )
    st.subheader(_("Appearance"), anchor=False)
    appearance()
    if signed.sign_in is None:
        st.info(_("In the demo nobody has a password or a session."))
        return
    st.subheader(_("Where you are signed in"), anchor=False)
    for row in gate.my_sessions(signed):
        this = row.id == signed.sign_in
        left, right = st.columns([4, 1], vertical_alignment="center")
        left.markdown(
            _(
                "{this}since {since}, last used {seen}, from {address}",
                this=_("This browser: ") if this else "",
                since=moment_text(row.created_at),
                seen=moment_text(row.seen_at),
                address=row.address,
            )
        )
        if not this and right.button(_("End"), key=f"end-{row.id}"):
            gate.end_session(signed, row.id)
            st.rerun()
    if signed.by_company:
        # Streamlit keeps the company account in a cookie of its own, which only it takes away.
        if st.button(_("Sign out"), type="primary"):
            gate.end_session(signed, signed.sign_in)
            st.logout()
        return
    sign_out_button()
    if gate.has_password(signed):
        st.subheader(_("Password"), anchor=False)
        password_form()
