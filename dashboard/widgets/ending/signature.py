"""The signature of the audited person, with what was stated."""

from __future__ import annotations

from html import escape

import streamlit as st

from dashboard.looks import moment_text
from dashboard.strokes import svg
from dashboard.words import _
from db.signed import SignatureRow


def show_signature(found: SignatureRow | None) -> None:
    """Who signed and when, the statement, and the signature as it was drawn."""
    if found is None:
        return
    st.subheader(_("Signature of the audited person"), anchor=False)
    words = _(
        "{name}, {moment}, on the tablet of {person}",
        name=found.name,
        moment=moment_text(found.signed_at),
        person=found.taken_by,
    )
    drawn = svg(found.strokes, _("Signature of {name}", name=found.name))
    pad = drawn if found.strokes else escape(_("Not signed by hand."))
    said = f"<p>{escape(_('Statement'))}{_(': ')}{escape(found.statement)}</p>"
    st.html(
        f'<div class="heng-signature"><p>{escape(words)}</p>'
        f"{said if found.statement else ''}<div>{pad}</div></div>"
    )
    if found.stale:
        st.warning(_("Answers or photos were changed after this signature."))
