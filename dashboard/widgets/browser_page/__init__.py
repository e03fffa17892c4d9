"""What is settled in the browser's page itself: its language, and what the demo keeps there.

Streamlit calls every page English and has a link and labels of its own in English; a screen reader
would read Chinese with an English voice. The demo's role and language outlive a full page load in a
cookie; only the demo asks for it, and there everybody may be anybody: it opens nothing.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from dashboard.words import _, language

COOKIE = "heng_demo"

_page = st.components.v2.component(
    "heng_page",
    js=Path(__file__).with_name("page.js").read_text(encoding="utf-8"),
)


def settle_page(chosen: int | None) -> None:
    """Name the language of the page; in the demo keep it, and who was chosen, in the browser."""
    cookie = None if chosen is None else {"name": COOKIE, "value": f"{chosen}.{language()}"}
    spoken = "zh-CN" if language() == "zh" else language()
    with st.container(key="heng-page"):
        _page(
            key="heng-page-itself",
            data={
                "language": spoken,
                "skip": _("Skip to the content"),
                "cookie": cookie,
                "uploads": {
                    "choose": _("Choose a file"),
                    "another": _("Choose another file"),
                    "remove": _("Remove {file}"),
                },
            },
        )


def kept() -> tuple[int | None, str]:
    """Whom and which language the browser kept; None and nothing where it kept none that reads."""
    person, _dot, spoken = st.context.cookies.get(COOKIE, "").partition(".")
    number = int(person) if person.isascii() and person.isdecimal() and len(person) < 10 else None
    return number, spoken
