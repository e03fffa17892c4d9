"""The start page, as far as each role has use for it."""

from __future__ import annotations

import streamlit as st

from dashboard import ending, reports
from dashboard.orders import desk as orders
from dashboard.widgets.audit_list import open_audits
from dashboard.widgets.draft_list import draft_list
from dashboard.widgets.ending.confirming import confirm_at_once, tell_confirmed
from dashboard.widgets.inspectors.mine import show_mine
from dashboard.widgets.places import go
from dashboard.widgets.released import show_released
from dashboard.widgets.sheets import sheet_links
from dashboard.widgets.standing_card import show_stands
from dashboard.widgets.who import me
from dashboard.words import N_, _, language
from db.actors import Actor, Role
from db.audits import AuditFilter, AuditPage

DRAFTS = 100
"""So many drafts are looked at; those saved last come first."""

NEWEST = 10
"""So many audits are listed as submitted last."""

LIST_HEIGHT = 420
"""Pixels: a longer list of what waits scrolls in itself, so that what follows stays near."""


HANDLING = (Role.AGENT, Role.DIVISION_HEAD, Role.UNIT_REPRESENTATIVE)
"""The roles that work orders are handled by."""

PURPOSES = {
    Role.INSPECTOR: N_("Score a sheet, or go on with a draft."),
    Role.AGENT: N_("Take orders, dispatch them, and call customers back."),
    Role.DIVISION_HEAD: N_("Confirm what was submitted, and see how your division stands."),
    Role.UNIT_REPRESENTATIVE: N_("See how your unit was scored, and take note of it."),
    Role.MEETING_VIEWER: N_("Look at the released rankings."),
}
ALL = N_("Score a sheet, go on with a draft, or look at the ranking.")


def purpose() -> str:
    """What whoever is here can do: one sentence for each role that has one."""
    actor = me().actor
    if actor.may_all:
        return _(ALL)
    held = [_(words) for role, words in PURPOSES.items() if actor.holds(role)]
    return ("" if language() == "zh" else " ").join(held)


def show_start() -> None:
    """Sheets and drafts for inspectors; the newest submitted audits, the ranking for the others."""
    actor = me().actor
    if not actor.roles and not actor.may_all:
        st.info(_("You hold no role yet. Ask an administrator."))
        return
    show_stands(actor)
    if not actor.may_all and actor.holds(*HANDLING):
        _orders(actor)
    if actor.may_all or actor.holds(Role.INSPECTOR):
        show_mine(actor)
        _sheets_and_drafts(actor, returned=_returned(actor))
    heads = actor.may_all or actor.holds(Role.DIVISION_HEAD)
    waiting = _waiting(actor) if heads else frozenset()
    judged = actor.may_all or bool(reports.who_there_is(actor).units)
    if judged and (actor.may_all or actor.holds(Role.DIVISION_HEAD, Role.UNIT_REPRESENTATIVE)):
        _submitted(actor, waiting)
    elif actor.holds(Role.MEETING_VIEWER):
        show_released(actor)


def _orders(actor: Actor) -> None:
    """How many work orders are going on, and the way to them."""
    found = orders.going_on(actor)
    if found is None:
        return
    st.subheader(_("Work orders"), anchor=False)
    number, late = found
    st.text(_("{number} going on, {late} of them late.", number=number, late=late))
    with st.container(horizontal=True):
        if st.button(_("See the work orders"), type="primary"):
            go("orders", state="going")
        if actor.holds(Role.AGENT) and st.button(_("New order"), icon=":material/add:"):
            go("orders", new="1")


def _sheets_and_drafts(actor: Actor, *, returned: bool) -> None:
    mine = AuditFilter(state="draft", filled_in_by=actor.person_id)
    page = reports.audits(actor, mine, limit=DRAFTS)
    # What was begun is gone on with before something new is begun.
    if not page.rows:
        if returned:
            st.subheader(_("Begin a new audit"), anchor=False)
        sheet_links()
    st.subheader(_("Drafts to go on with"), anchor=False)
    draft_list(page, reports.how_far(actor, [row.id for row in page.rows]))
    if page.rows:
        st.subheader(_("Begin a new audit"), anchor=False)
        sheet_links()


def _returned(actor: Actor) -> bool:
    page, said = ending.returned_to(actor)
    if page.rows:
        st.subheader(_("Returned to you"), anchor=False)
        open_audits(page, key="returned", empty="", said=said)
    return bool(page.rows)


def _waiting(actor: Actor) -> frozenset[str]:
    """What is to be confirmed; the audits that are listed there."""
    tell_confirmed()
    waiting = ending.waiting_for(actor)
    page = waiting.page
    if page.rows:
        title = _("Waiting for your confirmation")
        st.subheader(f"{title} ({page.total})", anchor=False)
        if waiting.needed:
            words = _("{number} of them count nowhere until you confirm them; they come first.")
            st.caption(words.format(number=waiting.needed))
        open_audits(page, key="waiting", empty="", max_height=LIST_HEIGHT)
        if len(page.rows) > 1:
            confirm_at_once(page, actor)
    return frozenset(row.id for row in page.rows)


def _submitted(actor: Actor, listed: frozenset[str]) -> None:
    """The audits submitted last, but for those that are listed above."""
    found = reports.audits(actor, AuditFilter(state="submitted"), limit=NEWEST + len(listed))
    rows = [row for row in found.rows if row.id not in listed][:NEWEST]
    if listed and not rows:
        return
    st.subheader(_("Submitted last"), anchor=False)
    newest = AuditPage(rows, found.total)
    open_audits(newest, key="newest", empty=_("Nothing has been submitted yet."))
