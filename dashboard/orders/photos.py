"""Photos of work orders: looked through like any photo, kept in the same store."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache

from dashboard.photos.content import read_picture
from dashboard.photos.store import photo_store
from dashboard.photos.watermark import marked
from db.actors import Actor
from db.orders import photos
from db.orders.photos import NewOrderPhoto
from db.orders.reading import OrderPhotoRow
from db.session import database

MOST_KEPT = 128
"""So many drawn photos are kept ready, each of some 100 kB."""


def add_photo(actor: Actor, order_id: str, photo_id: str, shows: str, data: bytes) -> OrderPhotoRow:
    """Keep a photo of an order; the same again changes nothing.

    Raises PhotoRefused, StoreUnavailable, or what `db.orders.photos.add_order_photo` raises.
    """
    picture = read_picture(data)
    new = NewOrderPhoto(
        id=photo_id,
        shows=shows,
        sha256=picture.sha256,
        media_type=picture.media_type,
        size=len(picture.data),
        width=picture.width,
        height=picture.height,
        taken_at=picture.taken_at,
    )
    with database().write(actor) as session:
        photos.check_may_add(session, order_id, new)
    # The file comes before its row, which never stands for bytes that are not there.
    photo_store().keep(picture)
    with database().write(actor) as session:
        return photos.add_order_photo(session, order_id, new, datetime.now(UTC))


def remove_photo(actor: Actor, order_id: str, photo_id: str) -> None:
    """Take a photo out of an order. Raises what `db.orders.photos.remove_order_photo` raises."""
    with database().write(actor) as session:
        photos.remove_order_photo(session, order_id, photo_id, datetime.now(UTC))


def picture(actor: Actor, order_id: str, photo_id: str, lines: tuple[str, ...]) -> bytes:
    """A photo of an order as a JPEG with some lines on it; one that was drawn is kept ready.

    Raises PhotoNotFound, PhotoRefused, FileMissing or StoreUnavailable.
    """
    with database().read(actor) as session:
        row = photos.order_photo(session, order_id, photo_id)
    return _drawn(row.sha256, row.media_type, lines)


@lru_cache(maxsize=MOST_KEPT)
def _drawn(sha256: str, media_type: str, lines: tuple[str, ...]) -> bytes:
    return marked(photo_store().photo(sha256, media_type), lines)
