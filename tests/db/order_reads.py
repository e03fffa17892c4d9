"""Each read of work orders: how it is asked, and which orders it tells of."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from db.orders import columns, escalations, imported, photos, reading, shift_orders
from db.orders.errors import OrderNotFound
from db.orders.opening import BY_HAND
from db.photo_errors import PhotoNotFound
from db.temperature import reading as records
from tests.db.world import World
from tests.factories import NOW

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


def present(session: Session, world: World) -> set[str]:
    """The orders entered by hand that are found by the numbers an administrator reads."""
    with world.acting("administrator") as other:
        numbers = [reading.order(other, key).number for key in world.orders.values()]
    return names(world, [row.id for row in imported.present(session, BY_HAND, numbers).values()])


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


def in_a_shift(session: Session, world: World) -> set[str]:
    """The orders of both divisions from which a shift of an hour around now is summed up."""
    around = (NOW - timedelta(hours=1), NOW + timedelta(hours=1))
    found = (
        shift_orders.orders_of_shift(session, division.id, *around)
        for division in (world.a, world.b)
    )
    return names(world, {key for frame in found for key in frame.id})


UNHANDLED = {"unclear", "of a1", "of a2", "handed over", "of b1"}

ORDER_READS: dict[Any, tuple[Ask, set[str] | None]] = {
    reading.order: (each(reading.order), None),
    reading.by_number: (by_number, None),
    reading.list_orders: (listed, None),
    reading.steps_of: (each(reading.steps_of), None),
    reading.photos_of: (each(reading.photos_of), {"of a1", "of b1"}),
    photos.order_photo: (photographed, {"of a1", "of b1"}),
    escalations.steps_of: (each(escalations.steps_of), None),
    escalations.highest_steps: (lambda s, w: names(w, escalations.highest_steps(s)), UNHANDLED),
    shift_orders.orders_of_shift: (in_a_shift, None),
    imported.present: (present, None),
    records.records_of: (each(records.records_of), {"of a1", "of b1"}),
    records.records: (
        lambda s, w: names(
            w, [row.order_id for row in records.records(s, NOW, NOW + timedelta(hours=1))]
        ),
        {"of a1", "of b1"},
    ),
    records.recorded_orders: (
        lambda s, w: names(w, records.recorded_orders(s)),
        {"of a1", "of b1"},
    ),
    records.measured_orders: (
        lambda s, w: names(w, records.measured_orders(s)),
        {"of a1", "of b1"},
    ),
    columns.order_columns: (lambda s, w: names(w, columns.order_columns(s).id), None),
}
"""None stands for all orders, others for those the read can tell of at all."""
