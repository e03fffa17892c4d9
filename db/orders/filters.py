"""Which work orders to list, as conditions."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, or_

from db.models_orders import WorkOrder
from db.texts import printable

WORKED_ON = ("open", "dispatched", "received", "answered")
"""The states of orders that are not finished."""

_SEARCHED = (
    WorkOrder.number,
    WorkOrder.estate,
    WorkOrder.building,
    WorkOrder.contact,
    WorkOrder.telephone,
    WorkOrder.problem,
)


@dataclass(frozen=True)
class OrderFilter:
    """Which orders; what is None does not restrict. `reported` from (inclusive) until (not).

    `open_after` leaves out those closed before a moment. `text` is looked for in number, estate,
    building, contact, telephone and problem; `ids` and `without_ids` are at most some thousand;
    `unit_id` is the unit that answers for an order or carries it out, `opened_by` the person who
    entered it.
    """

    states: tuple[str, ...] | None = None
    order_class: str | None = None
    classes: tuple[str, ...] | None = None
    division_id: int | None = None
    unit_id: int | None = None
    without_unit: bool = False
    text: str | None = None
    reported_from: datetime | None = None
    reported_until: datetime | None = None
    open_after: datetime | None = None
    ids: tuple[str, ...] | None = None
    opened_by: int | None = None
    without_ids: tuple[str, ...] | None = None


def conditions(wanted: OrderFilter) -> list[ColumnElement[bool]]:
    """The conditions of a filter."""
    asked: tuple[tuple[object, Callable[[Any], ColumnElement[bool]]], ...] = (
        (wanted.states, WorkOrder.state.in_),
        (wanted.order_class, WorkOrder.order_class.__eq__),
        (wanted.classes, WorkOrder.order_class.in_),
        (wanted.division_id, WorkOrder.division_id.__eq__),
        (wanted.unit_id, _of_unit),
        (wanted.without_unit or None, lambda _wanted: WorkOrder.unit_id.is_(None)),
        ((wanted.text or "").strip() or None, _with_text),
        (wanted.reported_from, WorkOrder.reported_at.__ge__),
        (wanted.reported_until, WorkOrder.reported_at.__lt__),
        (wanted.open_after, _open_after),
        (wanted.ids, WorkOrder.id.in_),
        (wanted.without_ids or None, WorkOrder.id.not_in),
        (wanted.opened_by, WorkOrder.opened_by.__eq__),
    )
    return [condition(value) for value, condition in asked if value is not None]


def _of_unit(unit_id: int) -> ColumnElement[bool]:
    return or_(WorkOrder.unit_id == unit_id, WorkOrder.handed_to_id == unit_id)


def _open_after(moment: datetime) -> ColumnElement[bool]:
    return or_(WorkOrder.closed_at.is_(None), WorkOrder.closed_at >= moment)


def _with_text(text: str) -> ColumnElement[bool]:
    looked_for = printable(text)
    return or_(*(column.icontains(looked_for, autoescape=True) for column in _SEARCHED))
