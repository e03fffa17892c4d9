"""What people do with photos of an audit: add one, look at one, take one out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from dashboard.photos.content import Picture
from dashboard.photos.store import photo_store
from db import findings, photos
from db.actors import Actor
from db.photos import NewPhoto, PhotoRow
from db.session import database

PhotosByItem = dict[str, list[PhotoRow]]


@dataclass(frozen=True)
class PhotoFile:
    """A photo's row with the bytes that were asked for."""

    row: PhotoRow
    media_type: str
    data: bytes


def add_photo(
    actor: Actor, audit_id: str, photo_id: str, *, item: str, name: str, picture: Picture
) -> PhotoRow:
    """Keep a photo and put it to an item; the same again changes nothing.

    Raises AuditNotFound, AuditClosed, StoreUnavailable or what `db.photos.add_photo` refuses.
    """
    new = NewPhoto(
        id=photo_id,
        item=item,
        sha256=picture.sha256,
        media_type=picture.media_type,
        size=len(picture.data),
        width=picture.width,
        height=picture.height,
        name=name,
        taken_at=picture.taken_at,
        latitude=picture.latitude,
        longitude=picture.longitude,
    )
    with database().write(actor) as session:
        photos.check_may_add(session, audit_id, actor.me, new)
    # The file comes before its row, which never stands for bytes that are not there; no lock is
    # held meanwhile, since a store may be far away.
    photo_store().keep(picture)
    with database().write(actor) as session:
        return photos.add_photo(session, audit_id, actor.me, new, datetime.now(UTC))


def remove_photo(actor: Actor, audit_id: str, photo_id: str) -> None:
    """Take a photo out of an open audit. Raises AuditNotFound, AuditClosed or PhotoNotFound."""
    with database().write(actor) as session:
        photos.remove_photo(session, audit_id, actor.me, photo_id, datetime.now(UTC))


def photos_of(actor: Actor, audit_id: str) -> PhotosByItem:
    """The photos of an audit by item; none of an audit one does not see."""
    with database().read(actor) as session:
        return photos.photos_of(session, audit_id)


def photo_file(actor: Actor, audit_id: str, photo_id: str) -> PhotoFile:
    """A photo as it came. Raises PhotoNotFound, FileMissing or StoreUnavailable."""
    row = _row(actor, audit_id, photo_id)
    return PhotoFile(row, row.media_type, photo_store().photo(row.sha256, row.media_type))


def thumbnail_file(actor: Actor, audit_id: str, photo_id: str) -> PhotoFile:
    """The small picture of a photo. Raises PhotoNotFound, FileMissing or StoreUnavailable."""
    row = _row(actor, audit_id, photo_id)
    return PhotoFile(row, "image/jpeg", photo_store().thumbnail(row.sha256, row.media_type))


def found_thumbnail(actor: Actor, audit_id: str, photo_id: str) -> bytes:
    """The small picture behind a finding of last time, without who took it.

    Raises AuditNotFound, PhotoNotFound, FileMissing or StoreUnavailable.
    """
    with database().read(actor) as session:
        sha256, media_type = findings.found_photo(session, audit_id, photo_id)
    return photo_store().thumbnail(sha256, media_type)


def _row(actor: Actor, audit_id: str, photo_id: str) -> PhotoRow:
    with database().read(actor) as session:
        return photos.photo(session, audit_id, photo_id)
