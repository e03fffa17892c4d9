"""Confirming many audits at once: all in sight, those that need a closer look not ticked."""

from __future__ import annotations

import streamlit as st

from dashboard import desk
from dashboard.looks import grade_look, score_text
from dashboard.widgets.sheets import sheet_name
from dashboard.words import _, language, ngettext, say
from db.actors import Actor
from db.audits import AuditPage
from db.rows import AuditRow

TOLD = "confirmed-at-once"
"""What came of the last confirmation, kept over the rerun that shows the list anew."""


def confirm_at_once(page: AuditPage, actor: Actor) -> None:
    """A box for each audit and one button; what leaves out too much is named and not ticked."""
    with st.expander(_("Confirm several at once"), icon=":material/done_all:"):
        plain = [row for row in page.rows if not row.asks_confirmation]
        close = [row for row in page.rows if row.asks_confirmation]
        with st.form("confirm-at-once", border=False):
            with st.container(gap=None):
                chosen = [row.id for row in plain if _box(row, ticked=True)]
            if close:
                st.warning(
                    _(
                        "Too much is left out in {number} audits. Open each of them first; tick it "
                        "here only if it is to count all the same.",
                        number=len(close),
                    )
                )
                with st.container(gap=None):
                    chosen += [row.id for row in close if _box(row, ticked=False)]
            if page.total > len(page.rows):
                st.caption(_("The others can be confirmed after these."))
            if st.form_submit_button(_("Confirm those ticked"), type="primary"):
                _confirm(actor, chosen)


def tell_confirmed() -> None:
    """Say once what came of the last confirmation."""
    told = st.session_state.pop(TOLD, None)
    if told is None:
        return
    done, refused = told
    if done:
        st.success(
            ngettext(
                "{number} audit has been confirmed.",
                "{number} audits have been confirmed.",
                done,
                number=done,
            )
        )
    for words in refused:
        st.error(words)


def _confirm(actor: Actor, chosen: list[str]) -> None:
    if not chosen:
        st.error(_("Nothing is ticked. Tick the audits to confirm."))
        return
    done, refused = desk.confirm_many(actor, chosen)
    st.session_state[TOLD] = done, [say(error) for error in refused]
    st.rerun()


def _box(row: AuditRow, *, ticked: bool) -> bool:
    look = grade_look(row.grade)
    parts = [
        row.unit.name(language()),
        sheet_name(row.sheet),
        row.subject,
        row.audited_on.isoformat(),
        row.inspector.name,
        f"{score_text(row.k)} {look.label}" if row.k is not None else _(look.word),
    ]
    words = " · ".join(part for part in parts if part)
    return st.checkbox(_plain(words), value=ticked, key=f"tick-{row.id}")


def _plain(words: str) -> str:
    """What people typed is no markup."""
    return "".join(f"\\{sign}" if sign in "\\`*_[]()#~:<>$" else sign for sign in words)
