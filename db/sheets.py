"""The versions of sheets that audits were made under, stored whole and never changed."""

from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from checklists.model import Sheet
from db.actors import Role, require
from db.errors import SheetVersionNotFound
from db.models import SheetVersion
from db.upserts import insert_if_absent

_rebuilt: dict[str, Sheet] = {}
"""Sheets by content hash: what a hash stands for never changes, in whichever database."""


def store_sheet_version(session: Session, sheet: Sheet, now: datetime | None = None) -> int:
    """The id under which this very content is stored; it is stored once. Raises Forbidden."""
    require(session, Role.INSPECTOR)
    known = select(SheetVersion.id).where(SheetVersion.content_hash == sheet.content_hash)
    version = session.scalar(known)
    if version is None:
        values = {
            "sheet": sheet.code,
            "valid_from": sheet.valid_from,
            "content_hash": sheet.content_hash,
            "content": sheet.content,
            "stored_at": now or datetime.now(UTC),
        }
        insert_if_absent(session, SheetVersion, values, "content_hash")
        version = session.scalars(known).one()
    return version


def sheet_of(session: Session, version: int) -> Sheet:
    """The sheet as it was stored. Raises SheetVersionNotFound."""
    content_hash = session.scalar(
        select(SheetVersion.content_hash).where(SheetVersion.id == version)
    )
    if content_hash is None:
        raise SheetVersionNotFound(version)
    return sheet_with(session, content_hash)


def sheet_with(session: Session, content_hash: str) -> Sheet:
    """The stored sheet with a content hash, read from the database once a process.

    Raises SheetVersionNotFound.
    """
    sheet = _rebuilt.get(content_hash)
    if sheet is None:
        content = session.scalar(
            select(SheetVersion.content).where(SheetVersion.content_hash == content_hash)
        )
        if content is None:
            raise SheetVersionNotFound(content_hash)
        sheet = _rebuilt[content_hash] = Sheet.from_content(content)
    return sheet
