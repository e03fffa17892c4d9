"""Photos that stand behind answers: their rows; the bytes lie in the photo store by their hash."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, insert, select, update
from sqlalchemy.orm import Session

from db.actors import Role, require
from db.errors import AuditClosed
from db.locking import LockedAudit, lock_audit
from db.models import OPEN, Person
from db.models_tablet import Photo
from db.photo_errors import ItemNotInSheet, PhotoNotFound, PhotoTaken, TooManyPhotos
from db.scope import EVERYTHING
from db.sheets import sheet_with
from db.texts import NAME_LENGTH, printable
from db.trail import note

MOST_OF_ITEM = 12
MOST_OF_AUDIT = 120


@dataclass(frozen=True)
class NewPhoto:
    """A photo as it arrives: its bytes are in the store already; degrees, pixels, bytes.

    `width` and `height` are of the picture held upright.
    """

    id: str
    item: str
    sha256: str
    media_type: str
    size: int
    width: int
    height: int
    name: str
    taken_at: datetime | None = None
    latitude: Decimal | None = None
    longitude: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class PhotoRow(NewPhoto):
    """A photo of an audit, with who added it and when."""

    audit_id: str
    added_at: datetime
    person_id: int
    person: str


NEW = tuple(NewPhoto.__annotations__)


def add_photo(
    session: Session, audit_id: str, person_id: int, new: NewPhoto, now: datetime
) -> PhotoRow:
    """Add a photo to an item of an open audit; the same one again changes nothing.

    Raises AuditNotFound, PersonNotFound, Forbidden, AuditClosed, PhotoTaken for an id that stands
    for another photo, ItemNotInSheet or TooManyPhotos.
    """
    if check_may_add(session, audit_id, person_id, new):
        return photo(session, audit_id, new.id, removed=True)
    values = {name: getattr(new, name) for name in NEW}
    values["name"] = printable(new.name)[:NAME_LENGTH]
    row = {**values, "audit_id": audit_id, "added_at": now, "person_id": person_id}
    session.execute(insert(Photo).values(**row))
    after = {"photo": new.id, "item": new.item, "sha256": new.sha256}
    note(session, "photo_added", "audit", audit_id, after=after)
    return photo(session, audit_id, new.id)


def check_may_add(session: Session, audit_id: str, person_id: int, new: NewPhoto) -> bool:
    """Take an audit up for a new photo; whether it has the photo already. Raises as `add_photo`."""
    audit = lock_audit(session, audit_id, person_id)
    if _is_known(session, audit.id, new):
        return True
    if audit.state not in OPEN:
        raise AuditClosed(audit.state)
    _check(session, audit, new)
    return False


def remove_photo(
    session: Session, audit_id: str, person_id: int, photo_id: str, now: datetime
) -> None:
    """Take a photo out of an open audit; its row and its bytes stay. A second time is harmless.

    Raises AuditNotFound, PersonNotFound, Forbidden, AuditClosed or PhotoNotFound.
    """
    audit = lock_audit(session, audit_id, person_id)
    found = _one(session, Photo.audit_id == audit.id, Photo.id == printable(photo_id))
    if found is None:
        raise PhotoNotFound
    if found.removed_at is not None:
        return
    if audit.state not in OPEN:
        raise AuditClosed(audit.state)
    session.execute(
        update(Photo)
        .where(Photo.audit_id == audit.id, Photo.id == found.id)
        .values(removed_at=now, removed_by=person_id)
    )
    before = {"photo": found.id, "item": found.item, "sha256": found.sha256}
    note(session, "photo_removed", "audit", audit.id, before=before)


def photos_of(session: Session, audit_id: str) -> dict[str, list[PhotoRow]]:
    """The photos of an audit by item, in the order they were added, without removed ones."""
    query = (
        _rows()
        .where(Photo.audit_id == printable(audit_id), Photo.removed_at.is_(None))
        .order_by(Photo.added_at, Photo.id)
    )
    found: dict[str, list[PhotoRow]] = {}
    for row in session.execute(query):
        found.setdefault(row.item, []).append(PhotoRow(**row._mapping))
    return found


def photos_to(session: Session, audit_ids: Iterable[str], item: str) -> dict[str, list[PhotoRow]]:
    """The photos to one item by audit, of those of some audits that whoever acts sees."""
    query = (
        _rows()
        .where(
            Photo.audit_id.in_(list(audit_ids)),
            Photo.item == printable(item),
            Photo.removed_at.is_(None),
        )
        .order_by(Photo.added_at, Photo.id)
    )
    found: dict[str, list[PhotoRow]] = {}
    for row in session.execute(query):
        found.setdefault(row.audit_id, []).append(PhotoRow(**row._mapping))
    return found


def photo(session: Session, audit_id: str, photo_id: str, *, removed: bool = False) -> PhotoRow:
    """One photo of an audit; a removed one only when asked for. Raises PhotoNotFound."""
    query = _rows().where(Photo.audit_id == printable(audit_id), Photo.id == printable(photo_id))
    if not removed:
        query = query.where(Photo.removed_at.is_(None))
    found = session.execute(query).one_or_none()
    if found is None:
        raise PhotoNotFound
    return PhotoRow(**found._mapping)


def photo_hashes(session: Session, audit_id: str) -> list[str]:
    """The hashes of an audit's photos, sorted; the trail keeps them when it is submitted."""
    query = select(Photo.sha256).where(
        Photo.audit_id == printable(audit_id), Photo.removed_at.is_(None)
    )
    return sorted(session.scalars(query))


def every_photo(session: Session) -> list[tuple[str, str]]:
    """(hash, media type) of every photo there ever was, each once. Raises Forbidden."""
    require(session, Role.ADMINISTRATOR)
    query = select(Photo.sha256, func.min(Photo.media_type)).group_by(Photo.sha256)
    return [(sha256, kind) for sha256, kind in session.execute(query.order_by(Photo.sha256))]


def load_photos(
    session: Session, photos: Iterable[tuple[str, int, NewPhoto]], now: datetime
) -> int:
    """Add many photos as (audit, who took it, photo), whatever state their audits are in.

    The trail gets one entry; gives how many there were. Raises Forbidden.
    """
    require(session, Role.ADMINISTRATOR)
    rows = [
        {**{name: getattr(new, name) for name in NEW}, "audit_id": audit, "person_id": person}
        for audit, person, new in photos
    ]
    if rows:
        session.execute(insert(Photo), [{**row, "added_at": now} for row in rows])
        note(session, "photos_loaded", "audits", "", after={"photos": len(rows)})
    return len(rows)


def _is_known(session: Session, audit_id: str, new: NewPhoto) -> bool:
    columns = (Photo.audit_id, Photo.item, Photo.sha256)
    query = select(*columns).where(Photo.id == printable(new.id))
    # A number that stands for a photo of somebody else's audit is refused like any other.
    found = session.execute(query, execution_options=EVERYTHING).one_or_none()
    if found is not None and tuple(found) != (audit_id, new.item, new.sha256):
        raise PhotoTaken
    return found is not None


def _check(session: Session, audit: LockedAudit, new: NewPhoto) -> None:
    if not _is_uuid(new.id):
        raise PhotoTaken
    if new.item not in sheet_with(session, audit.content_hash).by_code:
        raise ItemNotInSheet(printable(new.item))
    query = (
        select(Photo.item, func.count().label("number"))
        .where(Photo.audit_id == audit.id, Photo.removed_at.is_(None))
        .group_by(Photo.item)
    )
    counts = {row.item: int(row.number) for row in session.execute(query)}
    if counts.get(new.item, 0) >= MOST_OF_ITEM:
        raise TooManyPhotos(MOST_OF_ITEM, of_item=new.item)
    if sum(counts.values()) >= MOST_OF_AUDIT:
        raise TooManyPhotos(MOST_OF_AUDIT)


def _rows() -> Any:
    columns: Sequence[Any] = [getattr(Photo, name) for name in (*NEW, "audit_id", "added_at")]
    return select(*columns, Photo.person_id, Person.name.label("person")).join(
        Person, Photo.person_id == Person.id
    )


def _one(session: Session, *conditions: ColumnElement[bool]) -> Any:
    columns = (Photo.id, Photo.item, Photo.sha256, Photo.removed_at)
    return session.execute(select(*columns).where(*conditions)).one_or_none()


def _is_uuid(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False
