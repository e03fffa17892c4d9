"""Where the figures of an audit come from: the words and files of its sources."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.photos.store import photo_store
from db import sources
from db.actors import Actor
from db.session import database
from db.sources import SourceNotYours, SourceRow


@dataclass(frozen=True)
class SourceView:
    """A source, and whether its file is for whoever asks; without a file it is None."""

    row: SourceRow
    may_open: bool | None


def sources_of(actor: Actor, audit_id: str) -> list[SourceView]:
    """The sources named for an audit, the one that counts first; none of what one does not see."""
    with database().read(actor) as session:
        found = []
        for row in reversed(sources.sources_of(session, audit_id)):
            may_open = None if row.sha256 is None else True
            if may_open:
                try:
                    sources.source_file(session, audit_id, row.id)
                except SourceNotYours:
                    may_open = False
            found.append(SourceView(row, may_open))
        return found


def source_file(actor: Actor, audit_id: str, source_id: str) -> bytes:
    """The file of a source as it came.

    Raises SourceNotFound, SourceNotYours, FileMissing or StoreUnavailable.
    """
    with database().read(actor) as session:
        row = sources.source_file(session, audit_id, source_id)
    return photo_store().photo(str(row.sha256), str(row.media_type))
