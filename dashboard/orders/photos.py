"""Photos of work orders: looked through like any photo, kept in the same store."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from uuid import UUID, uuid5

from checklists.order_answers import photos_missing
from dashboard.looks import moment_text
from dashboard.orders.desk import Look
from dashboard.orders.words import address
from dashboard.photos.content import place_of, read_picture
from dashboard.photos.store import photo_store
from dashboard.photos.watermark import marked
from dashboard.words import _
from db.actors import Actor
from db.orders import photos
from db.orders.photos import NewOrderPhoto
from db.orders.reading import OrderPhotoRow, OrderRow
from db.session import database

SPACE = UUID("4a7b8d8e-2a8f-4a4c-9d0e-6f3f1b6f7c55")


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


def lacking(look: Look) -> tuple[list[str], bool]:
    """What the photos of an order do not show yet, and whether it is asked for anew."""
    rules, row = look.rules, look.row
    returns = [step.recorded_at for step in look.steps if step.kind == "return"]
    since = max(returns) if returns and row.redos and rules.orders.redo_photos.anew else None
    there = [(photo.shows, photo.added_at) for photo in look.photos]
    needed = rules.order_class(row.order_class).photos
    return photos_missing(needed, there, since), since is not None


def key_of(look: Look, shows: str, data: bytes) -> str:
    """The key of a photo to add: sent twice it is one, taken out it may come again."""
    taken_out = sum(step.kind == "photo_removed" for step in look.steps)
    digest = hashlib.sha256(data).hexdigest()
    return str(uuid5(SPACE, f"{look.row.id}/{shows}/{digest}/{look.row.redos}/{taken_out}"))


def marked_picture(row: OrderRow, photo: OrderPhotoRow, data: bytes) -> bytes:
    """A photo as it is shown: time, order and place are written into it. Raises PhotoRefused."""
    moment = moment_text(photo.taken_at or photo.added_at)
    where = place_of(data)
    when = moment if photo.taken_at else _("added {moment}", moment=moment)
    lines = [
        f"{when} · {row.number}",
        address(row),
        "" if where is None else "{:.5f}, {:.5f}".format(*where),
    ]
    return marked(data, lines)


def picture(actor: Actor, order_id: str, photo_id: str) -> bytes:
    """A photo of an order as it came. Raises PhotoNotFound, FileMissing or StoreUnavailable."""
    with database().read(actor) as session:
        row = photos.order_photo(session, order_id, photo_id)
    return photo_store().photo(row.sha256, row.media_type)
