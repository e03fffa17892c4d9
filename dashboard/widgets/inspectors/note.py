"""What a double audit is for, above its form and above its result."""

from __future__ import annotations

import streamlit as st

from dashboard.words import _
from db.models import DOUBLE
from db.rows import AuditRow


def say_double(audit: AuditRow) -> None:
    """Say of a double audit that it is scored apart and enters no score; nothing of others."""
    if audit.kind == DOUBLE:
        words = _(
            "Double audit: two inspectors score it apart to compare inspectors. It enters no score "
            "of the unit."
        )
        st.info(words, icon=":material/visibility_off:")
