"""The photos of an audit under its ledger: by item, each with time and place, large on demand."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from checklists.errors import WordedError
from dashboard.desk import OpenAudit
from dashboard.looks import moment_text
from dashboard.photos import desk as photo_desk
from dashboard.photos.words import place_text
from dashboard.words import _, language, say
from db.actors import Actor
from db.photos import PhotoRow

TILE = 200
"""Pixels of a tile's width."""


def show_photos(open_audit: OpenAudit, actor: Actor) -> None:
    """The photos of an audit in the order of its sheet; nothing where there are none."""
    found = photo_desk.photos_of(actor, open_audit.audit.id)
    if not found:
        return
    st.subheader(_("Photos"), anchor=False)
    for item in open_audit.sheet.items:
        if item.code in found:
            st.markdown(f"**{item.code}** {item.wording.get(language())}")
            with st.container(horizontal=True, key=f"photos-{item.code}"):
                photo_tiles(found[item.code], actor)


def photo_tiles(photos: Sequence[PhotoRow], actor: Actor) -> None:
    """The photos to an item, small, each with time and place; large on demand."""
    for number, row in enumerate(photos, start=1):
        _tile(row, number, actor)


def _tile(row: PhotoRow, number: int, actor: Actor) -> None:
    with st.container(width=TILE, gap="small"):
        try:
            small = photo_desk.thumbnail_file(actor, row.audit_id, row.id).data
        except WordedError as error:
            st.warning(say(error))
            return
        st.image(small, width=TILE)
        st.caption("  \n".join(_when_and_where(row)))
        words = _("Enlarge photo {n} of {item}", n=number, item=row.item)
        if st.button(_("Enlarge"), key=f"photo-{row.id}", help=words, icon=":material/zoom_in:"):
            st.dialog(_("Photo {n} of {item}", n=number, item=row.item), width="large")(_large)(
                row, actor
            )


def _large(row: PhotoRow, actor: Actor) -> None:
    try:
        data = photo_desk.photo_file(actor, row.audit_id, row.id).data
    except WordedError as error:
        st.error(say(error))
        return
    with st.container(key="photo-large"):
        st.image(data, width="stretch")
    facts = {
        _("Taken on"): _taken(row),
        _("Place taken"): place_text(row) or _("not noted in the photo"),
        _("Added by"): f"{row.person} · {moment_text(row.added_at)}",
        _("File"): row.name,
        _("Seal of the photo"): row.sha256[:12],
    }
    for label, value in facts.items():
        st.text(f"{label}{_(': ')}{value}")


def _when_and_where(row: PhotoRow) -> list[str]:
    return [text for text in (_taken(row), place_text(row)) if text]


def _taken(row: PhotoRow) -> str:
    return _("not noted in the photo") if row.taken_at is None else moment_text(row.taken_at)
