"""What others say of a submitted audit: the division head confirms, the unit takes note."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import partial

import streamlit as st

from checklists.errors import WordedError
from dashboard import desk
from dashboard.desk import OpenAudit
from dashboard.form_data import percent
from dashboard.looks import moment_text
from dashboard.widgets.ending.returning import ask_to_return
from dashboard.words import _, say
from db.actors import Actor, Role
from db.consents import Consent, OwnAudit
from db.models import DOUBLE, OPEN


def show_consents(open_audit: OpenAudit, actor: Actor) -> None:
    """Confirmation and acknowledgement, each with the form to give it where one may; nobody
    confirms a double audit."""
    audit = open_audit.audit
    if audit.state in OPEN or audit.kind == DOUBLE:
        return
    confirmed, noted = desk.consents_of(actor, audit.id)
    if audit.state != "submitted" and confirmed is None and noted is None:
        return
    st.subheader(_("Confirmation"), anchor=False)
    heads = audit.unit.division.id in actor.divisions(Role.DIVISION_HEAD) or actor.may_all
    if confirmed is not None:
        st.markdown(_said(confirmed, _("Confirmed by {person}, {moment}")))
    elif audit.state != "submitted":
        pass
    elif heads:
        if desk.may_confirm(actor, audit.id):
            give = partial(desk.confirm, actor)
            _ask("confirm", _("Remark (optional)"), _("Confirm"), audit.id, give)
        else:
            st.markdown(say(OwnAudit()))
        ask_to_return(open_audit, actor)
    else:
        st.markdown(_("Not confirmed by the division head yet."))
    if confirmed is None and open_audit.score.over_skip_limit:
        st.warning(_over_limit(open_audit))
    if noted is not None:
        st.markdown(_said(noted, _("The unit took note: {person}, {moment}")))
    elif audit.state == "submitted" and audit.unit.id in actor.units(Role.UNIT_REPRESENTATIVE):
        label, button = _("Statement of the unit (optional)"), _("Take note")
        _ask("acknowledge", label, button, audit.id, partial(desk.acknowledge, actor))


def _over_limit(open_audit: OpenAudit) -> str:
    score = open_audit.score
    return _(
        "{share} of the points are left out, over the limit of {limit}: this audit counts only "
        "once a division head has confirmed it.",
        share=percent(score.left_out),
        limit=percent(Fraction(score.skip_limit or 0)),
    )


def _said(consent: Consent, words: str) -> str:
    fact = words.format(person=consent.person, moment=moment_text(consent.at))
    return f"{fact}{_(': ')}{consent.words}" if consent.words else fact


def _ask(
    key: str, label: str, button: str, audit_id: str, give: Callable[[str, str], None]
) -> None:
    words = st.text_input(label, max_chars=500, key=f"{key}-{audit_id}")
    if not st.button(button, type="primary", key=f"{key}-button-{audit_id}"):
        return
    try:
        give(audit_id, words)
    except WordedError as error:
        st.error(say(error))
        return
    st.rerun()
