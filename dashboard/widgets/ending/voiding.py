"""The way to make an audit void, with a reason."""

from __future__ import annotations

import streamlit as st

from checklists.errors import WordedError
from dashboard import desk
from dashboard.words import _, say
from db.actors import Actor
from db.rows import AuditRow


def ask_to_void(audit: AuditRow, actor: Actor) -> None:
    """The reason, and the button that says what cannot be undone."""
    with st.popover(_("Make this audit void")):
        st.markdown(
            _("A void audit counts nowhere. Its answers stay readable. This cannot be undone.")
        )
        if audit.corrects is not None:
            st.markdown(_("The version that this one replaced does not come back by itself."))
        reason = st.text_input(_("Reason"), max_chars=500, key=f"void-{audit.id}")
        if st.button(_("Make void, which cannot be undone"), type="primary"):
            try:
                desk.make_void(actor, audit.id, reason)
            except WordedError as error:
                st.error(say(error))
                return
            st.rerun()
