"""Copies of a filled sheet for whoever may read it; that one was taken stands in the trail."""

from __future__ import annotations

from dashboard.exports import filled_sheet, printable
from dashboard.exports.copy import Copy, Shot, file_name
from dashboard.photos.errors import FileMissing, StoreUnavailable
from dashboard.photos.store import photo_store
from db import consents
from db.actors import Actor
from db.answers import filled_sheet as filled
from db.audits import get_audit
from db.errors import AuditClosed
from db.photos import PhotoRow, photos_of
from db.returning import returns_of
from db.scores import score_of
from db.session import database
from db.signed import signature_of
from db.trail import note

COPIED = ("submitted", "returned", "replaced")
"""The states in which a copy is given out."""


def workbook(actor: Actor, audit_id: str) -> bytes:
    """The filled sheet as an Excel workbook. Raises AuditNotFound, or AuditClosed for others."""
    return filled_sheet.workbook(_taken(actor, audit_id, "xlsx"))


def page(actor: Actor, audit_id: str) -> bytes:
    """The filled sheet as a page to print. Raises AuditNotFound, or AuditClosed for others."""
    return printable.page(_taken(actor, audit_id, "html"))


def name(actor: Actor, audit_id: str, ending: str) -> str:
    """What the file is called: 热线服务_东渡站_2026-10_第1版.xlsx. Raises AuditNotFound."""
    with database().read(actor) as session:
        audit, sheet = get_audit(session, audit_id), filled(session, audit_id).sheet
    return file_name(audit, sheet, ending)


def _taken(actor: Actor, audit_id: str, kind: str) -> Copy:
    with database().write(actor) as session:
        audit = get_audit(session, audit_id)
        if audit.state not in COPIED:
            raise AuditClosed(audit.state)
        now = filled(session, audit_id)
        stored = score_of(session, audit_id)
        rows = [row for of_item in photos_of(session, audit_id).values() for row in of_item]
        found = Copy(
            audit,
            now.sheet,
            now.answers,
            now.score() if stored is None else stored.score,
            signature_of(session, audit_id),
            returns_of(session, audit_id),
            consents.confirmation(session, audit_id),
            consents.acknowledgement(session, audit_id),
            (),
        )
        note(session, "exported", "audit", audit_id, after={"file": kind})
    return _with_photos(found, rows)


def _with_photos(found: Copy, rows: list[PhotoRow]) -> Copy:
    # The store may be far away: no transaction waits for it.
    return found.showing([Shot(row, _thumbnail(row)) for row in rows])


def _thumbnail(row: PhotoRow) -> bytes | None:
    try:
        return photo_store().thumbnail(row.sha256, row.media_type)
    except (FileMissing, StoreUnavailable):
        return None
