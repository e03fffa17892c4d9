"""Copies of a filled sheet to download: Excel, and a page to print."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from dashboard import copies
from dashboard.words import _, language, speaking
from db.actors import Actor
from db.rows import AuditRow

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def show_copies(audit: AuditRow, actor: Actor) -> None:
    """The two downloads, made when they are asked for."""
    if audit.state not in copies.COPIED:
        return
    st.subheader(_("Copies"), anchor=False)
    with st.container(horizontal=True):
        make, key = copies.workbook, audit.id
        _download(_("Excel"), copies.name(actor, key, "xlsx"), XLSX, lambda: make(actor, key))
        printed = copies.page
        _download(
            _("To print"), copies.name(actor, key, "html"), "text/html", lambda: printed(actor, key)
        )
    st.caption(_("A copy holds names; that you took it stands in the trail."))


def _download(label: str, name: str, media_type: str, make: Callable[[], bytes]) -> None:
    spoken = language()

    def data() -> bytes:
        # It is made when it is asked for, in a thread that does not know the reader's language.
        with speaking(spoken):
            return make()

    st.download_button(
        label,
        data,
        name,
        media_type,
        on_click="ignore",
        icon=":material/download:",
        key=f"copy-{name}",
    )
