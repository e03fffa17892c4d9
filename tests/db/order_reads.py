"""Each read of work orders: how it is asked, and which orders it tells of."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

from sqlalchemy.orm import Session

from db.orders import columns, photos, reading
from db.orders.errors import OrderNotFound
from db.photo_errors import PhotoNotFound
from tests.db.world import World

Ask = Callable[[Session, World], set[str]]


def names(world: World, keys: Iterable[str]) -> set[str]:
    """The names of orders by their ids."""
    known = {key: name for name, key in world.orders.items()}
    return {known[key] for key in keys}


def each(ask: Callable[[Session, str], object]) -> Ask:
    """Asks for every order by its id; the names of those for which there was an answer."""

    def asked(session: Session, world: World) -> set[str]:
        found = set()
        for name, key in world.orders.items():
            try:
                if ask(session, key):
                    found.add(name)
            except OrderNotFound:
                pass
        return found

    return asked


def by_number(session: Session, world: World) -> set[str]:
    """The orders that are found by the numbers an administrator reads."""
    with world.acting("administrator") as other:
        numbers = [reading.order(other, key).number for key in world.orders.values()]
    found = set()
    for number in numbers:
        with suppress(OrderNotFound):
            found.add(reading.by_number(session, number).id)
    return names(world, found)


def listed(session: Session, world: World) -> set[str]:
    """The orders of the list, whose number is told too."""
    page = reading.list_orders(session, limit=100)
    assert page.total == len(page.rows)
    return names(world, [row.id for row in page.rows])


def photographed(session: Session, world: World) -> set[str]:
    """The orders whose photos are found by their ids."""
    found = set()
    for name, photo in world.order_photos.items():
        with suppress(PhotoNotFound):
            photos.order_photo(session, world.orders[name], photo)
            found.add(name)
    return found


ORDER_READS: dict[Any, tuple[Ask, set[str] | None]] = {
    reading.order: (each(reading.order), None),
    reading.by_number: (by_number, None),
    reading.list_orders: (listed, None),
    reading.steps_of: (each(reading.steps_of), None),
    reading.photos_of: (each(reading.photos_of), {"of a1", "of b1"}),
    photos.order_photo: (photographed, {"of a1", "of b1"}),
    columns.order_columns: (lambda s, w: names(w, columns.order_columns(s).id), None),
}
"""None stands for all orders, others for those the read can tell of at all."""
