"""The demo's role and language over a full page load: the browser keeps both in a cookie.

Only the demo asks for them, and there everybody may be anybody: they open nothing.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st

COOKIE = "heng_demo"

_keeper = st.components.v2.component(
    "heng_demo_keeper",
    js=Path(__file__).with_name("keeper.js").read_text(encoding="utf-8"),
)


def keep(person: int, language: str) -> None:
    """Let the browser keep who was chosen, and the language."""
    with st.container(key="demo-keeper"):
        _keeper(key="demo-keeper-cookie", data={"name": COOKIE, "value": f"{person}.{language}"})


def kept() -> tuple[int | None, str]:
    """Whom and which language the browser kept; None and nothing where it kept none that reads."""
    person, _dot, language = st.context.cookies.get(COOKIE, "").partition(".")
    number = int(person) if person.isascii() and person.isdecimal() and len(person) < 10 else None
    return number, language
