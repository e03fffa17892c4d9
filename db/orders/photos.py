"""Photos of an order: their rows; the bytes lie in the photo store by their hash."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from checklists.errors import N_
from checklists.order_answers import SHOWS
from db.actors import Role, acting, require
from db.models_access import METADATA
from db.models_orders import OrderPhoto, OrderStep
from db.orders.errors import OrderRefused, SamePhoto, StepNotNow
from db.orders.locking import LockedOrder, checked_id, lock_order
from db.orders.reading import OrderPhotoRow, photo_rows
from db.photo_errors import PhotoNotFound, PhotoTaken, TooManyPhotos
from db.scope import EVERYTHING
from db.texts import printable
from db.trail import note

MOST = 20
"""So many photos an order takes."""

TAKEN_IN = ("open", "dispatched", "received")
"""The states in which an order takes photos: they stand behind the answer."""


@dataclass(frozen=True)
class NewOrderPhoto:
    """A photo as it arrives: its bytes are in the store already; pixels, bytes."""

    id: str
    shows: str
    sha256: str
    media_type: str
    size: int
    width: int
    height: int
    taken_at: datetime | None = None


NEW = tuple(NewOrderPhoto.__annotations__)


@dataclass(frozen=True)
class LoadedPhoto:
    """A photo as it is loaded: of which order, by whom, when it was added."""

    order_id: str
    person_id: int
    added_at: datetime
    photo: NewOrderPhoto


def load_order_photos(session: Session, photos: Iterable[LoadedPhoto]) -> int:
    """Add many photos, whatever state their orders are in, without steps; how many there were.

    The trail gets one entry. Raises Forbidden.
    """
    require(session, Role.ADMINISTRATOR)
    rows = [
        {name: getattr(one.photo, name) for name in NEW}
        | {"order_id": one.order_id, "person_id": one.person_id, "added_at": one.added_at}
        for one in photos
    ]
    if rows:
        session.execute(insert(METADATA.tables[OrderPhoto.__tablename__]), rows)
        note(session, "photos_loaded", "orders", "", after={"photos": len(rows)})
    return len(rows)


def add_order_photo(
    session: Session, order_id: str, new: NewOrderPhoto, now: datetime
) -> OrderPhotoRow:
    """Add a photo to an order that is not answered yet; the same one again changes nothing.

    Raises OrderNotFound, Forbidden, StepNotNow, PhotoTaken, SamePhoto, TooManyPhotos or
    OrderRefused.
    """
    locked, known = _check(session, order_id, new)
    if not known:
        row = {name: getattr(new, name) for name in NEW}
        row |= {"order_id": locked.row.id, "added_at": now, "person_id": acting(session).me}
        session.execute(insert(OrderPhoto).values(**row))
        told = {"photo": new.id, "shows": new.shows, "sha256": new.sha256}
        _tell(session, locked, "photo", told, now)
    return order_photo(session, locked.row.id, new.id)


def check_may_add(session: Session, order_id: str, new: NewOrderPhoto) -> bool:
    """Whether an order has a photo already; raises what `add_order_photo` raises."""
    return _check(session, order_id, new)[1]


def remove_order_photo(session: Session, order_id: str, photo_id: str, now: datetime) -> None:
    """Take a photo out of an order that is not answered yet; row and bytes stay.

    Only whoever added it, or the centre, takes it out; a second time is harmless.
    Raises OrderNotFound, Forbidden, StepNotNow or PhotoNotFound.
    """
    locked = lock_order(session, order_id)
    query = select(OrderPhoto.id, OrderPhoto.removed_at, OrderPhoto.person_id, OrderPhoto.sha256)
    found = session.execute(
        query.where(OrderPhoto.order_id == locked.row.id, OrderPhoto.id == printable(photo_id))
    ).one_or_none()
    me = acting(session).me
    if found is None or not (locked.as_centre or found.person_id == me):
        raise PhotoNotFound
    if found.removed_at is not None:
        return
    _check_state(locked)
    session.execute(
        update(OrderPhoto)
        .where(OrderPhoto.order_id == locked.row.id, OrderPhoto.id == found.id)
        .values(removed_at=now, removed_by=me)
    )
    _tell(session, locked, "photo_removed", {"photo": found.id, "sha256": found.sha256}, now)


def order_photo(session: Session, order_id: str, photo_id: str) -> OrderPhotoRow:
    """One photo of an order that was not taken out. Raises PhotoNotFound."""
    query = photo_rows().where(
        OrderPhoto.order_id == printable(order_id),
        OrderPhoto.id == printable(photo_id),
        OrderPhoto.removed_at.is_(None),
    )
    found = session.execute(query).one_or_none()
    if found is None:
        raise PhotoNotFound
    return OrderPhotoRow(**found._mapping)


def every_order_photo(session: Session) -> list[tuple[str, str]]:
    """(hash, media type) of every photo orders ever had, each once. Raises Forbidden."""
    require(session, Role.ADMINISTRATOR)
    query = select(OrderPhoto.sha256, func.min(OrderPhoto.media_type))
    query = query.group_by(OrderPhoto.sha256).order_by(OrderPhoto.sha256)
    return [(sha256, kind) for sha256, kind in session.execute(query)]


def _check(session: Session, order_id: str, new: NewOrderPhoto) -> tuple[LockedOrder, bool]:
    locked = lock_order(session, order_id)
    checked_id(new.id)
    columns = (OrderPhoto.order_id, OrderPhoto.shows, OrderPhoto.sha256)
    query = select(*columns).where(OrderPhoto.id == new.id)
    found = session.execute(query, execution_options=EVERYTHING).one_or_none()
    if found is not None:
        if tuple(found) != (locked.row.id, new.shows, new.sha256):
            raise PhotoTaken
        return locked, True
    if new.shows not in SHOWS:
        raise OrderRefused(
            "shows", new.shows, N_("{field}: “{value}” is unknown. Choose one of the list.")
        )
    _check_state(locked)
    of_order = (OrderPhoto.order_id == locked.row.id, OrderPhoto.removed_at.is_(None))
    same = select(OrderPhoto.id).where(*of_order, OrderPhoto.sha256 == new.sha256)
    if session.scalars(same.limit(1)).first() is not None:
        raise SamePhoto
    counted = select(func.count()).select_from(OrderPhoto)
    if session.scalars(counted.where(*of_order)).one() >= MOST:
        raise TooManyPhotos(MOST)
    return locked, False


def _check_state(locked: LockedOrder) -> None:
    if locked.row.state not in TAKEN_IN:
        raise StepNotNow(locked.row.state)


def _tell(
    session: Session, locked: LockedOrder, kind: str, told: dict[str, Any], now: datetime
) -> None:
    # Photos do not make an open form stale: the version stays.
    data = {**told, "version": locked.row.version}
    kept = OrderStep(id=str(uuid4()), order_id=locked.row.id, kind=kind, at=now, recorded_at=now)
    kept.person_id, kept.data, kept.reason = acting(session).me, data, ""
    session.add(kept)
    session.flush()
    note(session, f"order_{kind}", "order", locked.row.number, after=told)
