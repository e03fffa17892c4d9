"""The component that draws a sheet; its answers go to the routes and not through Streamlit."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from typing import Any

import streamlit as st

from dashboard import tokens
from dashboard.api import answers_data
from dashboard.desk import OpenAudit
from dashboard.form_data import score_data, sections
from dashboard.gate import Signed
from dashboard.looks import OCCASIONS
from dashboard.sheet_form.words import FORM_WORDS
from dashboard.words import _, language

FOLDER = Path(__file__).parent
SCRIPTS = (
    "dom.js",
    "rules.js",
    "store.js",
    "queue.js",
    "state.js",
    "surroundings.js",
    "fields.js",
    "panels.js",
    "item.js",
    "bar.js",
    "submit.js",
    "page.js",
    "form.js",
    "mount.js",
)
"""One module in this order; the last one holds the component's only export."""

_component = st.components.v2.component(
    "heng_sheet_form",
    js="\n".join((FOLDER / name).read_text(encoding="utf-8") for name in SCRIPTS),
    css=(FOLDER / "form.css").read_text(encoding="utf-8"),
)


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
            "unit": audit.unit.name(language()),
            "period": audit.period,
            "occasion": _(OCCASIONS[audit.kind]),
            "subject": audit.subject,
            "sheet": open_audit.sheet.name.get(language()),
        },
        "api": f"{base}/api/audits/{audit.id}",
        "token": tokens.issue(tokens.Bearer(signed.actor.me, audit.id, language(), signed.sign_in)),
        "person": {"id": signed.actor.me, "name": signed.actor.name},
        "sequence": open_audit.sequence,
        "language": language(),
        "words": _words(language()),
        "sections": sections(open_audit.sheet),
        "answers": answers_data(open_audit),
        "score": score_data(open_audit.score),
    }


@lru_cache(maxsize=4)
def _words(in_language: str) -> dict[str, str]:
    return {key: _(words) for key, words in FORM_WORDS.items()}


def _nothing() -> None:
    """A trigger needs a callback to be delivered; the rerun itself is all that is wanted."""
