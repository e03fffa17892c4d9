"""The ways from other pages to where a score comes from, and back from an audit."""

from __future__ import annotations

import streamlit as st

from dashboard.view import View
from dashboard.widgets.view_filter import turn_to
from dashboard.words import _
from db.actors import Actor, Role
from db.rows import AuditRow

READERS = (Role.DIVISION_HEAD, Role.UNIT_REPRESENTATIVE)
"""Who may look into the audits behind a score, besides administrators."""


def offer_explanation(view: View, *, key: str) -> None:
    """A button to where the score at a place comes from."""
    words = _("Where this score comes from")
    if st.button(words, key=key, icon=":material/account_tree:"):
        turn_to("explain", view)


def offer_way_back(audit: AuditRow, actor: Actor) -> None:
    """From an audit's result back to the explanation it was opened from, or to that of its sheet.

    Nothing for those who have no use for explanations.
    """
    if not (actor.may_all or actor.holds(*READERS)):
        return
    came_from = View.read(st.query_params.to_dict())
    if came_from.period is not None:
        if st.button(_("Back to where the score comes from"), icon=":material/arrow_back:"):
            turn_to("explain", came_from)
    elif audit.state == "submitted":
        place = View(
            period=audit.period,
            division=audit.unit.division.code,
            unit=audit.unit.code,
            sheet=audit.sheet,
        )
        offer_explanation(place, key="explain-audit")
