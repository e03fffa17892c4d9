"""The sources of an audit's figures on its result page: words, who named them, the file."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from checklists.errors import WordedError
from dashboard import source_desk
from dashboard.looks import moment_text
from dashboard.source_desk import SourceView
from dashboard.widgets.table import Column, table
from dashboard.words import _, say
from db.actors import Actor


def show_sources(audit_id: str, actor: Actor) -> None:
    """The source that counts, and those named before; nothing where there is none."""
    found = source_desk.sources_of(actor, audit_id)
    if not found:
        return
    st.subheader(_("Source of the figures"), anchor=False)
    table(
        [_row(view, number) for number, view in enumerate(found)],
        [
            Column("words", _("Source"), width="16rem"),
            Column("file", _("File"), width="12rem"),
            Column("by", _("Named by"), wrap=False),
            Column("at", _("Named on"), kind="code"),
        ],
        key=f"sources-{audit_id}",
        caption=_("Source of the figures"),
    )
    _files(found, actor)


def _row(view: SourceView, number: int) -> dict[str, object]:
    row = view.row
    earlier = [_("earlier")] if number else []
    return {
        "words": {"text": " · ".join([row.words, *earlier]), "muted": number > 0},
        "file": row.name,
        "by": row.person,
        "at": moment_text(row.added_at),
    }


def _files(found: Sequence[SourceView], actor: Actor) -> None:
    seen: set[str] = set()
    with st.container(horizontal=True):
        for view in found:
            if view.may_open and view.row.sha256 not in seen:
                seen.add(str(view.row.sha256))
                _offer(view, actor)
    if any(view.may_open is False for view in found):
        st.caption(
            _("A file that also holds figures of other units is only for those who see them all.")
        )


def _offer(view: SourceView, actor: Actor) -> None:
    row = view.row
    try:
        data = source_desk.source_file(actor, row.audit_id, row.id)
    except WordedError as error:
        st.warning(say(error))
        return
    st.download_button(
        _("Download {file}", file=row.name or ""),
        data,
        row.name,
        row.media_type,
        on_click="ignore",
        icon=":material/download:",
        key=f"source-{row.id}",
    )
