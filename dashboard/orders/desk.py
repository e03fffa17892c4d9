"""What people do with work orders: list them, look at one, open one, take a step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from checklists.clocks import Clock
from checklists.order_rules import OrderRules, order_rules
from dashboard.looks import today
from dashboard.orders.clocking import Late, clocks_of, late_first, late_orders, pressing
from db import organisation
from db.actors import Actor, Role
from db.orders.filters import WORKED_ON, OrderFilter
from db.orders.locking import sides, works_for
from db.orders.moves import possible
from db.orders.opening import NewOrder, open_order
from db.orders.reading import (
    OrderPhotoRow,
    OrderRow,
    StepRow,
    by_number,
    list_orders,
    order,
    photos_of,
    steps_of,
)
from db.orders.steps import Step, record_step
from db.regulations import ORDERS
from db.rows import DivisionRow, UnitRow
from db.session import database
from db.work_calendars import work_calendar


@dataclass(frozen=True)
class Places:
    """The divisions with work orders whose orders one sees, those one handles, and their units."""

    divisions: tuple[DivisionRow, ...]
    handled: tuple[DivisionRow, ...]
    units: tuple[UnitRow, ...]


@dataclass(frozen=True)
class Listed:
    """A page of orders with the clock to look at first of each, and how many there are in all."""

    rows: tuple[OrderRow, ...]
    pressing: Mapping[str, Clock | None]
    total: int


@dataclass(frozen=True)
class Look:
    """One order as it is looked at: its clocks, its history, and what can be done with it now."""

    row: OrderRow
    clocks: tuple[Clock, ...]
    rules: OrderRules
    calendar_known: bool
    steps: tuple[StepRow, ...]
    photos: tuple[OrderPhotoRow, ...]
    possible: tuple[str, ...]
    as_centre: bool
    as_unit: bool
    units: tuple[UnitRow, ...]


def places(actor: Actor) -> Places:
    """Where there are work orders, as far as whoever acts sees any."""
    with database().read(actor) as session:
        with_orders = [row for row in organisation.divisions(session) if row.works_under(*ORDERS)]
        handled = tuple(row for row in with_orders if works_for(actor, row.id))
        own = actor.units(Role.UNIT_REPRESENTATIVE)
        ids = {row.id for row in handled}
        units = tuple(
            unit
            for unit in organisation.units(session, open_on=today())
            if unit.division.id in ids or (unit.id in own and unit.division.works_under(*ORDERS))
        )
    seen = ids | {unit.division.id for unit in units}
    return Places(tuple(row for row in with_orders if row.id in seen), handled, units)


def listed(
    actor: Actor, wanted: OrderFilter, limit: int, offset: int = 0, *, late: Late | None = None
) -> Listed:
    """Some of the orders asked for; with `late` those that are late, as `late_orders` has them."""
    now = datetime.now(UTC)
    with database().read(actor) as session:
        if late is not None:
            ids = late_orders(session, wanted, late, now)
            shown = ids[offset : offset + limit]
            found = {
                row.id: row for row in list_orders(session, OrderFilter(ids=shown), limit).rows
            }
            rows, total = [found[key] for key in shown], len(ids)
        else:
            page = list_orders(session, wanted, limit, offset)
            rows, total = page.rows, page.total
        clocks = clocks_of(session, rows)
    first = pressing if late is None else late_first
    return Listed(tuple(rows), {row.id: first(clocks[row.id], now) for row in rows}, total)


def going_on(actor: Actor) -> tuple[int, int] | None:
    """How many orders are worked on and how many of them are late; None where one has none."""
    if not places(actor).divisions:
        return None
    wanted = OrderFilter(states=WORKED_ON)
    with database().read(actor) as session:
        late = late_orders(session, wanted, "running", datetime.now(UTC))
        return list_orders(session, wanted, limit=1).total, len(late)


def look(actor: Actor, number: str, source: str | None = None) -> Look:
    """One order by its number. Raises OrderNotFound."""
    with database().read(actor) as session:
        row = by_number(session, number, source)
        as_centre, as_unit = sides(actor, row)
        kinds = possible(row.state, row.order_class, as_centre=as_centre, as_unit=as_unit)
        kinds = [kind for kind in kinds if _makes_sense(kind, row)]
        units = organisation.units(session, row.division.id, open_on=today())
        return Look(
            row=row,
            clocks=clocks_of(session, [row])[row.id],
            rules=order_rules(row.rules),
            calendar_known=work_calendar(session).knows(today().year),
            steps=tuple(steps_of(session, row.id)),
            photos=tuple(photos_of(session, row.id)),
            possible=tuple(kinds),
            as_centre=as_centre,
            as_unit=as_unit,
            units=tuple(units),
        )


def opened_lately(actor: Actor) -> tuple[str, ...]:
    """The ids of the last orders one opened oneself that are worked on."""
    wanted = OrderFilter(states=WORKED_ON, opened_by=actor.me)
    with database().read(actor) as session:
        return tuple(row.id for row in list_orders(session, wanted, limit=20).rows)


def open_new(actor: Actor, new: NewOrder) -> OrderRow:
    """Open an order under the rules and the calendar of today. Raises as `open_order` does."""
    now = datetime.now(UTC)
    with database().write(actor) as session:
        known = replace(
            new,
            calendar=work_calendar(session).fingerprint,
            rules=order_rules(today()).valid_from,
        )
        return order(session, open_order(session, known, now))


def take_step(actor: Actor, order_id: str, step: Step) -> OrderRow:
    """Take a step of an order. Raises what `db.orders.steps.record_step` raises."""
    with database().write(actor) as session:
        return record_step(session, order_id, step, datetime.now(UTC))


def _makes_sense(kind: str, row: OrderRow) -> bool:
    if kind in ("pause", "resume"):
        return (kind == "resume") == (row.paused is not None)
    if kind == "restore":
        return row.restored_at is None and row.order_class.endswith("_fault")
    return not (kind == "arrive" and row.arrived_at is not None)
