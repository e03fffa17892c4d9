"""What photos of an order still have to show, and how they are marked and told apart."""

from __future__ import annotations

import hashlib
from uuid import UUID, uuid5

from checklists.order_answers import photos_missing
from dashboard.looks import moment_text
from dashboard.orders import photos
from dashboard.orders.desk import Look
from dashboard.orders.words import address
from dashboard.words import _
from db.actors import Actor
from db.orders.reading import OrderPhotoRow, OrderRow

SPACE = UUID("4a7b8d8e-2a8f-4a4c-9d0e-6f3f1b6f7c55")


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


def marked_picture(actor: Actor, row: OrderRow, photo: OrderPhotoRow) -> bytes:
    """A photo as it is shown: time, order and place are written into it.

    Raises PhotoNotFound, PhotoRefused, FileMissing or StoreUnavailable.
    """
    moment = moment_text(photo.taken_at or photo.added_at)
    when = moment if photo.taken_at else _("added {moment}", moment=moment)
    return photos.picture(actor, row.id, photo.id, (f"{when} · {row.number}", address(row)))
