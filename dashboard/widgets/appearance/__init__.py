"""Light, dark, or as the device says: chosen on the account page, kept in the browser."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from dashboard.widgets.places import PAGES
from dashboard.words import _

FOLDER = Path(__file__).parent

_choice = st.components.v2.component(
    "heng_appearance",
    js=(FOLDER / "appearance.js").read_text(encoding="utf-8"),
    css=(FOLDER / "appearance.css").read_text(encoding="utf-8"),
)


def appearance() -> None:
    """Three choices; the page loads anew in the one chosen, and so do all others."""
    pages = sorted(page.stem for page in PAGES.glob("*.py") if page.stem != "__init__")
    _choice(
        key="appearance",
        data={
            "label": _("Appearance"),
            "here": "account",
            "pages": ["", *pages],
            "choices": [
                {"value": "System", "label": _("As the device")},
                {"value": "Light", "label": _("Light")},
                {"value": "Dark", "label": _("Dark")},
            ],
        },
    )
