"""The form by which a division head gives a submitted audit back, with remarks on its items."""

from __future__ import annotations

import streamlit as st

from checklists.errors import WordedError
from checklists.scoring import LedgerLine
from dashboard import ending
from dashboard.desk import OpenAudit
from dashboard.looks import points_text
from dashboard.words import _, language, say
from db.actors import Actor

SHOWN = 30
"""So many signs of a requirement tell one item from another in the list."""


def ask_to_return(open_audit: OpenAudit, actor: Actor) -> None:
    """A remark on the whole, one on each item that changes the score or on all, and the button."""
    audit = open_audit.audit
    with st.expander(_("Return to the inspector"), icon=":material/undo:"):
        st.caption(
            _("The inspector mends the audit and submits it again. Until then it counts nowhere.")
        )
        whole = st.text_input(
            _("Remark on the whole"), max_chars=500, key=f"return-whole-{audit.id}"
        )
        lines = open_audit.score.lines
        if not st.toggle(_("Remarks on all items"), key=f"return-all-{audit.id}"):
            lines = tuple(line for line in lines if line.deducted != 0 or not line.applicable)
        remarks = {
            line.item: st.text_input(
                _("Remark on {item}", item=_label(open_audit, line)),
                max_chars=500,
                key=f"return-{audit.id}-{line.item}",
            )
            for line in lines
        }
        if st.button(_("Return to {person}", person=audit.inspector.name), key=f"back-{audit.id}"):
            try:
                ending.give_back(actor, audit.id, whole, remarks)
            except WordedError as error:
                st.error(say(error))
                return
            st.rerun()


def _label(open_audit: OpenAudit, line: LedgerLine) -> str:
    wording = open_audit.sheet.by_code[line.item].wording.get(language())
    short = wording if len(wording) <= SHOWN else f"{wording[:SHOWN]}…"
    lost = f" (−{points_text(line.deducted)})" if line.deducted > 0 else ""
    return f"{line.item} {short}{lost}"
