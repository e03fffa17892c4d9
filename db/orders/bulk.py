"""Loading many work orders at once with their steps: the demo, tests, what is taken over."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import insert
from sqlalchemy.orm import Session

from db.actors import Role, require
from db.base import Base
from db.models_access import METADATA
from db.models_orders import OrderStep, WorkOrder
from db.trail import note

BATCH = 1000

# A step that came in bulk has an id of its own in the history, and always the same.
NAMESPACE = UUID("0b9c6d53-7f6e-5d53-8a0a-6b6f1d7a2e44")


@dataclass(frozen=True)
class LoadedStep:
    """A step as it is loaded: what happened when, by whom."""

    kind: str
    at: datetime
    person_id: int
    data: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class LoadedOrder:
    """An order as it is loaded: every column by its name; steps in the order they were taken."""

    id: str
    source: str
    number: str
    order_class: str
    division_id: int
    reported_at: datetime
    opened_at: datetime
    opened_by: int
    rules: date
    unit_id: int | None = None
    handed_to_id: int | None = None
    station: str = ""
    state: str = "open"
    estate: str = ""
    building: str = ""
    staircase: str = ""
    room: str = ""
    contact: str = ""
    telephone: str = ""
    problem: str = ""
    dispatched_at: datetime | None = None
    taken_at: datetime | None = None
    arrived_at: datetime | None = None
    answered_at: datetime | None = None
    restored_at: datetime | None = None
    closed_at: datetime | None = None
    appointment_at: datetime | None = None
    appointment_proof: str = ""
    insists: bool = False
    pauses: tuple[tuple[str, str | None, str], ...] = ()
    redos: int = 0
    cause: str = ""
    done: str = ""
    satisfaction: str = ""
    calendar: str = ""
    import_id: int | None = None
    steps: tuple[LoadedStep, ...] = ()


def load_orders(session: Session, rows: Iterable[LoadedOrder]) -> int:
    """Insert orders with their steps as they are given; how many there were.

    Nothing is checked but what the tables check. The trail gets one entry. Raises Forbidden.
    """
    require(session, Role.ADMINISTRATOR)
    remaining, number = iter(rows), 0
    while batch := list(islice(remaining, BATCH)):
        _insert(session, WorkOrder, [_order(row) for row in batch])
        _insert(session, OrderStep, [step for row in batch for step in _steps(row)])
        number += len(batch)
    if number:
        note(session, "orders_loaded", "orders", "", after={"orders": number})
    return number


def _order(row: LoadedOrder) -> dict[str, Any]:
    values = {name: value for name, value in vars(row).items() if name != "steps"}
    values["pauses"] = [list(pause) for pause in row.pauses]
    return {**values, "version": max(1, len(row.steps) - 1)}


def _steps(row: LoadedOrder) -> Iterator[dict[str, Any]]:
    for place, step in enumerate(row.steps):
        yield {
            "id": str(uuid5(NAMESPACE, f"{row.id}/{place}")),
            "order_id": row.id,
            "kind": step.kind,
            "at": step.at,
            "recorded_at": step.at,
            "person_id": step.person_id,
            "data": {**step.data, "version": place},
            "reason": step.reason,
        }


def _insert(session: Session, table: type[Base], rows: list[dict[str, Any]]) -> None:
    if rows:
        session.execute(insert(METADATA.tables[table.__tablename__]), rows)
