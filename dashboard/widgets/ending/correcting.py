"""The way to a corrected version of a submitted audit, with a reason."""

from __future__ import annotations

import streamlit as st

from checklists.errors import WordedError
from dashboard import ending
from dashboard.ending import Ending
from dashboard.widgets.places import go
from dashboard.words import _, say
from db.actors import Actor
from db.models import OPEN
from db.rows import AuditRow


def ask_to_correct(audit: AuditRow, told: Ending, actor: Actor) -> None:
    """The reason, and the button that opens the new version; nothing while one is open already."""
    if any(version.state in OPEN for version in told.corrections):
        return
    with st.popover(_("Correct this audit")):
        st.markdown(
            _(
                "A new version begins with these answers and photos. This one counts until the new "
                "one is submitted, and stays readable."
            )
        )
        reason = st.text_input(_("Reason"), max_chars=500, key=f"correct-{audit.id}")
        if not st.button(_("Begin the correction"), type="primary", key=f"begin-{audit.id}"):
            return
        try:
            new = ending.correct(actor, audit.id, reason)
        except WordedError as error:
            st.error(say(error))
            return
        go(new.sheet, audit=new.id)
