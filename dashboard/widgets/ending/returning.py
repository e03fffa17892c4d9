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
    """Items to choose, a remark on each, a remark on the whole, and the button."""
    audit = open_audit.audit
    with st.expander(_("Return to the inspector"), icon=":material/undo:"):
        st.caption(
            _("The inspector mends the audit and submits it again. Until then it counts nowhere.")
        )
        lines = {line.item: line for line in open_audit.score.lines}
        chosen = st.multiselect(
            _("Items with a remark"),
            sorted(lines, key=lambda code: lines[code].deducted <= 0),
            format_func=lambda code: _label(open_audit, lines[code]),
            key=f"return-items-{audit.id}",
            placeholder=_("Choose items"),
        )
        remarks = {
            code: st.text_input(
                _("Remark on {item}", item=_label(open_audit, lines[code])),
                max_chars=500,
                key=f"return-{audit.id}-{code}",
            )
            for code in chosen
        }
        whole = st.text_area(
            _("Remark on the whole"), max_chars=500, key=f"return-whole-{audit.id}"
        )
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
