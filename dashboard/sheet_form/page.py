"""The page of one sheet: choose what is audited, fill the form in, see the result."""

from __future__ import annotations

from datetime import date

import streamlit as st

from checklists.catalogue_loader import load_catalogue
from checklists.errors import N_, WordedError
from checklists.model import Sheet
from dashboard import desk, together
from dashboard.looks import OCCASIONS, moment_text, today
from dashboard.measured.fields import SHEETS as MEASURED
from dashboard.reports import who_there_is
from dashboard.sheet_form.form import sheet_form
from dashboard.widgets import pickers
from dashboard.widgets.frame import empty, heading
from dashboard.widgets.inspectors.note import say_double
from dashboard.widgets.places import go
from dashboard.widgets.result import show_result
from dashboard.widgets.sharing import show_sharing
from dashboard.widgets.who import me
from dashboard.words import _, language, say
from db.errors import AuditNotFound
from db.models import OPEN
from db.rows import AuditRow, UnitRow

PURPOSE = N_("Choose what is audited, then answer item by item; every answer is saved at once.")


def scoring_page(code: str) -> None:
    """The whole page of the sheet with this code."""
    audit_id = st.query_params.get("audit")
    if audit_id:
        _show_audit(audit_id, code)
        return
    if _is_figures(code):
        go("measured", sheet=code)
    sheet = load_catalogue().sheet(code, today())
    heading(sheet.name.get(language()), _(PURPOSE))
    if who_there_is(me().actor).units:
        _choose(sheet)
    elif me().actor.may_all:
        empty(
            _("There are no units yet. Add divisions and units first."),
            button=_("Set up the organisation"),
            page="organisation",
        )
    else:
        empty(_("No unit is assigned to you. Ask an administrator to assign units to you."))


def _show_audit(audit_id: str, code: str) -> None:
    signed = me()
    try:
        open_audit = desk.look_at(signed.actor, audit_id)
    except AuditNotFound as error:
        st.error(say(error))
        _back()
        return
    if open_audit.audit.sheet != code:
        go(open_audit.audit.sheet, audit=audit_id)
    is_open = open_audit.audit.state in OPEN
    if is_open and _is_figures(code):
        audit = open_audit.audit
        go("measured", period=audit.period, unit=audit.unit.code, sheet=code)
    if is_open:
        say_double(open_audit.audit)
        show_sharing(audit_id)
    if is_open and together.fills_in(signed.actor, open_audit.audit):
        if sheet_form(open_audit, signed).submitted:
            st.rerun()
        return
    heading(
        _("Result: {sheet}", sheet=open_audit.sheet.name.get(language())),
        _("Every point lost, with the clause behind it."),
    )
    show_result(open_audit, signed.actor)
    _back()


def _is_figures(code: str) -> bool:
    """Whether a sheet is entered by month and unit; indicators are filled in on a tablet too."""
    return code in MEASURED and code != "indicators"


def _choose(sheet: Sheet) -> None:
    actor = me().actor
    unit, month, on, kind, subject = _pickers(sheet)
    if unit is not None:
        _offer_drafts(unit, sheet.code, month)
    if not st.button(_("Start the audit"), type="primary", icon=":material/edit_square:"):
        return
    if unit is None or kind is None:
        missing = _("Unit") if unit is None else _("Occasion")
        st.error(_("{field}: nothing is chosen. Choose it above.", field=missing))
        return
    try:
        audit = desk.begin_audit(
            actor,
            unit=unit.id,
            sheet=sheet.code,
            period=month,
            kind=kind,
            subject=subject,
            on=on,
        )
    except WordedError as error:
        st.error(say(error))
        return
    _open(audit)


def _pickers(sheet: Sheet) -> tuple[UnitRow | None, str, date, str | None, str]:
    first, second, third = st.columns([3, 2, 2])
    with first:
        unit = pickers.pick_unit(who_there_is(me().actor).units)
    with second:
        month = pickers.pick_month(closed=desk.months_closed(me().actor))
    with third:
        on = pickers.pick_day()
    left, right = st.columns([3, 4])
    with left:
        occasions = {kind: _(word) for kind, word in OCCASIONS.items()}
        kind = pickers.choose(_("Occasion"), occasions, key="kind", default="division")
    with right:
        subject = st.text_input(
            _("Subject ({what})", what=sheet.subject.get(language())),
            max_chars=80,
            key=f"subject-{sheet.code}",
        )
    return unit, month, on, kind, subject


def _offer_drafts(unit: UnitRow, code: str, month: str) -> None:
    for draft in desk.drafts(me().actor, unit.id, code, month):
        words = _(
            "Go on with the draft of {inspector}, {moment} {subject}",
            inspector=draft.inspector.name,
            moment=moment_text(draft.created_at),
            subject=draft.subject,
        )
        if st.button(words, key=draft.id, icon=":material/history:"):
            _open(draft)


def _open(audit: AuditRow) -> None:
    go(audit.sheet, audit=audit.id)


def _back() -> None:
    if st.button(_("All audits"), icon=":material/arrow_back:"):
        go("audits")
