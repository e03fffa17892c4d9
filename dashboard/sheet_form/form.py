"""The component that draws a sheet; its answers go to the routes and not through Streamlit."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import streamlit as st

from checklists.model import Sheet
from dashboard import desk, ending, tokens
from dashboard.desk import OpenAudit
from dashboard.ending_data import ending_data
from dashboard.finding_words import findings_data
from dashboard.form_data import score_data
from dashboard.gate import Signed
from dashboard.looks import ALL_OCCASIONS
from dashboard.open_data import answers_data, together_data
from dashboard.photos.words import photos_data
from dashboard.sheet_form import assets
from dashboard.text_blocks import text_blocks
from dashboard.words import _, language

_component = st.components.v2.component(
    "heng_sheet_form",
    js=Path(__file__).with_name("loader.js").read_text(encoding="utf-8"),
)
"""What is sent at every opening is only the loader; the form itself the browser keeps."""


def sheet_form(open_audit: OpenAudit, signed: Signed) -> Any:
    """Draw the form of an open audit; `.submitted` is set once it was submitted."""
    return _component(
        key=f"form-{open_audit.audit.id}",
        data=form_data(open_audit, signed),
        on_submitted_change=_nothing,
        on_renew_change=_nothing,
    )


def form_data(open_audit: OpenAudit, signed: Signed) -> dict[str, Any]:
    """Everything the form needs to draw and to speak to the routes."""
    audit = open_audit.audit
    base = os.environ.get("HENG_API_URL", "").rstrip("/")
    return {
        "audit": {
            "id": audit.id,
            "code": audit.sheet,
            "unit": audit.unit.name(language()),
            "period": audit.period,
            "occasion": _(ALL_OCCASIONS[audit.kind]),
            "subject": audit.subject,
            "sheet": open_audit.sheet.name.get(language()),
        },
        "api": f"{base}/api/audits/{audit.id}",
        "token": tokens.issue(tokens.Bearer(signed.actor.me, audit.id, language(), signed.sign_in)),
        "person": {"id": signed.actor.me, "name": signed.actor.name},
        "sequence": open_audit.sequence,
        "language": language(),
        "files": _files(open_audit.sheet),
        "answers": answers_data(open_audit),
        "photos": photos_data(open_audit.photos),
        "score": score_data(open_audit.score),
        "ending": ending_data(audit, ending.ending_of(signed.actor, audit.id)),
        "findings": findings_data(open_audit.sheet, desk.found_before(signed.actor, audit.id)),
        "blocks": text_blocks(desk.texts_before(signed.actor, audit.sheet)),
        **together_data(open_audit, signed.actor),
    }


def _files(sheet: Sheet) -> dict[str, str]:
    """Where the browser finds what is the same for every audit; the words if it does not."""
    return {
        "script": assets.script().address,
        "style": assets.style().address,
        "texts": assets.texts(sheet).address,
        "failed": _("The form could not be loaded. Please check the network."),
        "broken": _(
            "The form cannot be shown: this browser is too old for it, or the program has a "
            "fault. What you entered is kept. Try again, or use another browser."
        ),
        "again": _("Try again"),
    }


def _nothing() -> None:
    """A trigger needs a callback to be delivered; the rerun itself is all that is wanted."""
