"""The signature of the audited person, with what was stated."""

from __future__ import annotations

from base64 import b64encode
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
    unsigned = "" if found.strokes else f"<p>{escape(_('Not signed by hand.'))}</p>"
    said = f"<p>{escape(_('Statement'))}{_(': ')}{escape(found.statement)}</p>"
    st.html(
        f'<div class="heng-signature"><p>{escape(words)}</p>'
        f"{said if found.statement else ''}{unsigned}</div>"
    )
    if found.strokes:
        label = _("Signature of {name}", name=found.name)
        # Streamlit takes SVG out of HTML; as an address of its own it is a picture like any other.
        source = f"data:image/svg+xml;base64,{b64encode(svg(found.strokes).encode()).decode()}"
        st.html(f'<img class="heng-signed" alt="{escape(label)}" src="{source}">')
    if found.stale:
        st.warning(_("Answers or photos were changed after this signature."))
