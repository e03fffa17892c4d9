"""Keeping other writers from an order while it takes a step, and who may write to it."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.actors import Actor, Forbidden, Role, acting
from db.models_orders import WorkOrder
from db.orders.errors import OrderNotFound, StepTaken
from db.orders.reading import OrderRow, order
from db.scope import hold
from db.texts import printable
from db.visible_orders import working_divisions


@dataclass(frozen=True)
class LockedOrder:
    """An order no other transaction changes for now, and as what whoever acts writes to it."""

    row: OrderRow
    as_centre: bool
    as_unit: bool


def lock_order(session: Session, order_id: str) -> LockedOrder:
    """Keep every other writer from an order until the transaction ends.

    Raises OrderNotFound, also for an order that whoever acts does not see, or Forbidden.
    """
    query = select(WorkOrder.id).where(WorkOrder.id == printable(order_id)).with_for_update()
    if session.execute(query).one_or_none() is None:
        raise OrderNotFound(order_id)
    session.expire_all()
    row = order(session, order_id)
    as_centre, as_unit = sides(acting(session), row)
    if not (as_centre or as_unit):
        raise Forbidden
    hold(session, row.id)
    return LockedOrder(row, as_centre, as_unit)


def sides(actor: Actor, row: OrderRow) -> tuple[bool, bool]:
    """Whether an actor works on an order as the centre, and whether as its unit."""
    units = actor.units(Role.UNIT_REPRESENTATIVE)
    of_unit = any(unit is not None and unit.id in units for unit in (row.unit, row.handed_to))
    return works_for(actor, row.division.id), of_unit


def works_for(actor: Actor, division_id: int) -> bool:
    """Whether an actor handles the orders of a division: as agent, head or administrator."""
    return actor.may_all or division_id in working_divisions(actor)


def checked_id(given: str) -> str:
    """An id as a device gives it, which must be a UUID. Raises StepTaken."""
    try:
        key = str(UUID(given))
    except ValueError:
        raise StepTaken from None
    if key != given:
        raise StepTaken
    return key
