"""The start page, as far as each role has use for it."""

from __future__ import annotations

import streamlit as st

from dashboard import reports
from dashboard.widgets.audit_list import open_audits
from dashboard.widgets.places import go
from dashboard.widgets.sheets import sheet_links
from dashboard.widgets.who import me
from dashboard.words import _
from db.actors import Actor, Role
from db.audits import AuditFilter


def show_start() -> None:
    """Sheets and drafts for inspectors; the newest submitted audits, the ranking for the others."""
    actor = me().actor
    if not actor.roles and not actor.may_all:
        st.info(_("You hold no role yet. Ask an administrator."))
        return
    if actor.may_all or actor.holds(Role.INSPECTOR):
        sheet_links()
        _drafts(actor)
    if actor.may_all or actor.holds(Role.DIVISION_HEAD, Role.UNIT_REPRESENTATIVE):
        _submitted(actor)
    elif actor.holds(Role.MEETING_VIEWER) and st.button(_("See the ranking"), type="primary"):
        go("ranking")


def _drafts(actor: Actor) -> None:
    st.subheader(_("Drafts to go on with"), anchor=False)
    mine = AuditFilter(state="draft", inspector_id=actor.person_id)
    open_audits(reports.audits(actor, mine, limit=20), key="drafts", empty=_("No draft is open."))


def _submitted(actor: Actor) -> None:
    st.subheader(_("Submitted last"), anchor=False)
    newest = reports.audits(actor, AuditFilter(state="submitted"), limit=10)
    open_audits(newest, key="newest", empty=_("Nothing has been submitted yet."))
