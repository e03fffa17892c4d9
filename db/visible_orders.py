"""Which work orders an actor may see, and what belongs to them, as conditions."""

from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import with_loader_criteria

from db.actors import Actor, Role
from db.models_account import (
    AccountDecision,
    AccountEvent,
    AnsweredCalls,
    Callback,
    CallbackDraw,
    CallbackTalk,
    EliminationDecision,
    PlannedStop,
    TemperatureRecord,
)
from db.models_orders import DaySummary, Escalation, OrderPhoto, OrderStep, WorkOrder

WITH_ORDER = (OrderStep, OrderPhoto, Escalation, TemperatureRecord)
"""Tables whose rows belong to an order and are seen with it."""

CALLED_BACK = (Callback, CallbackTalk)
"""Tables of what customers are asked about an order: the unit that is asked about sees none."""

OF_UNIT = (AccountEvent, AccountDecision, AnsweredCalls, EliminationDecision, PlannedStop)
"""Tables whose rows are seen by their division and by the unit they are about."""

OF_DIVISION = (DaySummary,)
"""Tables whose rows are seen by their division alone."""


def working_divisions(actor: Actor) -> frozenset[int]:
    """The divisions whose orders an actor handles or answers for."""
    return actor.divisions(Role.AGENT) | actor.divisions(Role.DIVISION_HEAD)


def visible_orders(actor: Actor) -> ColumnElement[bool]:
    """The orders an actor may see: of the divisions one works for, of units one represents.

    A unit to which an order was handed over sees it as well as the one that answers for it.
    """
    units = actor.units(Role.UNIT_REPRESENTATIVE)
    return or_(_within(WorkOrder, actor), WorkOrder.handed_to_id.in_(units))


def order_criteria(actor: Actor) -> tuple[Any, ...]:
    """What narrows each table of orders to what an actor may see."""
    divisions = working_divisions(actor)
    represented = actor.units(Role.UNIT_REPRESENTATIVE)
    seen = visible_orders(actor)
    # Who speaks for a unit is not told who is asked about it, also as an agent of its division.
    asked = and_(
        WorkOrder.division_id.in_(divisions),
        WorkOrder.unit_id.not_in(represented),
        or_(WorkOrder.handed_to_id.is_(None), WorkOrder.handed_to_id.not_in(represented)),
    )
    drawn = and_(CallbackDraw.division_id.in_(divisions), CallbackDraw.unit_id.not_in(represented))
    return (
        with_loader_criteria(WorkOrder, visible_orders(actor), include_aliases=True),
        *(_narrow(table, _of_order(table, seen)) for table in WITH_ORDER),
        *(_narrow(table, _of_order(table, asked)) for table in CALLED_BACK),
        *(_narrow(table, _within(table, actor)) for table in OF_UNIT),
        _narrow(CallbackDraw, drawn),
        *(_narrow(table, table.division_id.in_(divisions)) for table in OF_DIVISION),
    )


def held_criteria(orders: frozenset[str]) -> tuple[Any, ...]:
    """What narrows a change of orders to those this transaction may write to."""
    return (
        _narrow(WorkOrder, WorkOrder.id.in_(orders)),
        *(_narrow(table, table.order_id.in_(orders)) for table in (*WITH_ORDER, *CALLED_BACK)),
    )


def _of_order(table: Any, condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """That a row's order meets a condition: looked up row by row, not among all orders."""
    order = select(WorkOrder.id).where(WorkOrder.id == table.order_id, condition)
    return order.correlate(table).exists()


def _within(table: Any, actor: Actor) -> ColumnElement[bool]:
    units = actor.units(Role.UNIT_REPRESENTATIVE)
    return or_(table.division_id.in_(working_divisions(actor)), table.unit_id.in_(units))


def _narrow(table: Any, condition: ColumnElement[bool]) -> Any:
    return with_loader_criteria(table, condition, include_aliases=True)
