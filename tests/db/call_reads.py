"""Each read of call-backs: how it is asked, and of which units' call-backs it tells."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from db.callbacks import calling, drawing, draws, reading, results, standing
from db.callbacks.errors import CallNotFound, DrawNotFound
from db.callbacks.rows import CallFilter
from tests.db.world import World
from tests.factories import NOW, PERIOD

Ask = Callable[[Session, World], set[str]]


def units(world: World, ids: Iterable[int]) -> set[str]:
    """The names of the units of the world's call-backs by their numbers."""
    known = {world.a1.id: "a1", world.b1.id: "b1"}
    return {known[one] for one in ids}


def each_call(ask: Callable[[Session, str], object]) -> Ask:
    """Asks for every call-back by its id; the units of those for which there was an answer."""

    def asked(session: Session, world: World) -> set[str]:
        found = set()
        for name, key in world.calls.items():
            try:
                if ask(session, key):
                    found.add(name)
            except CallNotFound:
                pass
        return found

    return asked


def each_draw(ask: Callable[[Session, int], object]) -> Ask:
    """Asks for every draw by its number; the units of those for which there was an answer."""

    def asked(session: Session, world: World) -> set[str]:
        found = set()
        for name, key in world.draws.items():
            try:
                if ask(session, key):
                    found.add(name)
            except DrawNotFound:
                pass
        return found

    return asked


def of_month(session: Session, world: World) -> set[str]:
    """The units of whose call-backs of the month something was recorded."""
    talks = reading.talks_of_month(session, PERIOD)
    return {name for name, key in world.calls.items() if key in talks}


def of_orders(session: Session, world: World) -> set[str]:
    """The units of which an order tells that it was called back."""
    found = (row for key in world.orders.values() for row in reading.calls_of_order(session, key))
    return units(world, (row.order.unit_id for row in found))


def in_reserve(session: Session, world: World) -> set[str]:
    """The units whose orders in reserve are told, which asks for the call-back first."""
    found = set()
    for name, key in world.calls.items():
        try:
            calling.reserve_of(session, reading.call(session, key))
            found.add(name)
        except CallNotFound:
            pass
    return found


def populated(session: Session, world: World) -> set[str]:
    """The units of which there are orders to draw from, out of those one draws for."""
    return units(
        world,
        (
            unit.id
            for unit in drawing.units_to_draw(session, PERIOD)
            if any(one.orders for one in drawing.populations(session, unit, PERIOD))
            and unit.id in (world.a1.id, world.b1.id)
        ),
    )


CALL_READS: dict[Any, Ask] = {
    reading.call: each_call(reading.call),
    reading.calls: lambda s, w: units(
        w, (row.order.unit_id for row in reading.calls(s, CallFilter()))
    ),
    standing.counted: lambda s, w: units(w, standing.counted(s, CallFilter(), NOW)),
    standing.page: lambda s, w: units(
        w, (row.order.unit_id for row in standing.page(s, CallFilter(), NOW, limit=9))
    ),
    reading.calls_of_order: of_orders,
    reading.talks_of: each_call(reading.talks_of),
    reading.talks_of_month: of_month,
    reading.dissatisfied: lambda s, w: units(
        w, (row.unit_id for row in reading.dissatisfied(s, NOW - timedelta(days=1)))
    ),
    draws.draws: lambda s, w: units(w, {row.unit.id for row in draws.draws(s, [PERIOD])}),
    draws.drawn: each_draw(draws.drawn),
    draws.redraw: each_draw(draws.redraw),
    results.results: lambda s, w: units(
        w, {row.draw.unit.id for row in results.results(s, [PERIOD])}
    ),
    results.draw_months: lambda s, w: units(
        w, {row.unit.id for row in draws.draws(s, results.draw_months(s))}
    ),
    calling.reserve_of: in_reserve,
    drawing.populations: populated,
    drawing.units_to_draw: populated,
}
