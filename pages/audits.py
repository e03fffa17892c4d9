"""Audits with filters and state: a draft is gone on with, a submitted one shows its ledger."""

import streamlit as st

from dashboard import reports
from dashboard.widgets.audit_filter import PAGE_SIZE, pick_audits, pick_page
from dashboard.widgets.audit_list import offer_audits, open_audits
from dashboard.widgets.frame import heading
from dashboard.widgets.places import go
from dashboard.widgets.who import me
from dashboard.words import _
from db.actors import Role

heading(
    _("Audits"),
    _("Touch an audit to open it. A draft opens where it was left, others show the ledger."),
)
actor = me().actor
scores = actor.may_all or actor.holds(Role.INSPECTOR)
wanted = pick_audits(actor, reports.who_there_is(actor))
total = reports.audits(actor, wanted, limit=1).total
offset = pick_page(total)
open_audits(
    reports.audits(actor, wanted, limit=PAGE_SIZE, offset=offset),
    key="audits",
    empty=_("No audit fits these filters. Take a filter out, or start an audit.")
    if scores
    else _("Nothing fits these filters. Take a filter out."),
)
offer_audits(actor, wanted, total)
if scores and not total and st.button(_("Score a sheet"), type="primary"):
    go("start")
