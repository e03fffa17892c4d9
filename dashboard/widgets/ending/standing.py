"""Where an audit stands: given back, replaced, or itself the correction of an earlier version."""

from __future__ import annotations

import streamlit as st

from checklists.errors import WordedError
from dashboard import desk
from dashboard.desk import OpenAudit
from dashboard.ending import Ending
from dashboard.ending_data import correction_words
from dashboard.looks import moment_text, score_text
from dashboard.widgets.places import go
from dashboard.widgets.table import Column, table
from dashboard.words import _, language, say
from db.actors import Actor
from db.models import OPEN
from db.returning import ReturnRow
from db.rows import AuditRow


def show_standing(open_audit: OpenAudit, ending: Ending, actor: Actor) -> None:
    """What stands between this audit and its score counting, and the ways to other versions."""
    audit = open_audit.audit
    if audit.state == "void":
        st.warning(_("Void: {reason}", reason=audit.void_reason or ""))
    if audit.state == "returned" and ending.returns:
        st.warning(_returned(ending.returns[0]))
        st.caption(_("It counts nowhere until it is submitted again."))
    for version in ending.corrections:
        _newer(version, audit, actor)
    if audit.corrects is not None:
        _older(audit, ending.corrected)


def show_returns(open_audit: OpenAudit, ending: Ending) -> None:
    """Every time the audit was given back: who, when, the score it had, the remarks."""
    if not ending.returns:
        return
    st.subheader(_("Returns"), anchor=False)
    by_code = open_audit.sheet.by_code
    for number, row in enumerate(ending.returns):
        then = _("score then {score}", score=score_text(row.k))
        st.markdown(f"{_returned(row)} · {then}")
        if row.remarks:
            table(
                [
                    {"item": code, "wording": by_code[code].wording.get(language()), "said": said}
                    for code, said in row.remarks.items()
                ],
                [
                    Column("item", _("Item"), kind="code"),
                    Column("wording", _("Requirement"), width="15rem"),
                    Column("said", _("What to mend"), width="15rem"),
                ],
                key=f"returned-{open_audit.audit.id}-{number}",
                caption=_("Remarks on items"),
            )


def _returned(row: ReturnRow) -> str:
    fact = _("Returned by {person}, {moment}", person=row.person, moment=moment_text(row.at))
    return f"{fact}{_(': ')}{row.remark}" if row.remark else fact


def _newer(version: AuditRow, audit: AuditRow, actor: Actor) -> None:
    reason = version.correction_reason or ""
    if version.state in ("submitted", "replaced") or audit.state == "replaced":
        words = _("Replaced by version {version}: {reason}", version=version.version, reason=reason)
        st.warning(words)
        _way(version, _("Open version {version}", version=version.version))
    elif version.state in OPEN:
        st.info(
            _(
                "Version {version} is being filled in: {reason}. Until it is submitted this "
                "one counts.",
                version=version.version,
                reason=reason,
            )
        )
        with st.container(horizontal=True):
            _way(version, _("Go on with the correction"))
            if version.inspector.id == actor.person_id or actor.may_all:
                _drop(version, actor)


def _older(audit: AuditRow, corrected: AuditRow | None) -> None:
    st.info(correction_words(audit))
    if corrected is not None:
        _way(corrected, _("Open version {version}", version=corrected.version))


def _way(version: AuditRow, label: str) -> None:
    if st.button(label, key=f"open-{version.id}", icon=":material/history:"):
        go(version.sheet, audit=version.id)


def _drop(version: AuditRow, actor: Actor) -> None:
    with st.popover(_("Drop the correction")):
        st.markdown(_("The correction becomes void; the audit it would correct stays as it is."))
        reason = st.text_input(_("Reason"), max_chars=500, key=f"drop-{version.id}")
        if st.button(_("Drop, which cannot be undone"), type="primary", key=f"do-{version.id}"):
            try:
                desk.make_void(actor, version.id, reason)
            except WordedError as error:
                st.error(say(error))
                return
            st.rerun()
