"""The steps of the ladder that orders reached: each is recorded once, by the program itself."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, insert, select
from sqlalchemy.orm import Session

from checklists.ladder import Step, steps_reached
from db.actors import require_program
from db.models import Division
from db.models_orders import Escalation, WorkOrder
from db.trail import note, one_at_a_time

UNHANDLED = ("open", "dispatched", "received")
"""The states of an order that climbs the ladder."""

LOOKED_BACK = timedelta(days=7)
"""So far back orders that were handled meanwhile are looked at for steps nobody recorded.

Older ones were handled elsewhere before they were taken over: they were never escalated here.
"""


@dataclass(frozen=True)
class DueStep:
    """A step that an order reached and that nobody has recorded."""

    order_id: str
    step: Step


@dataclass(frozen=True)
class Recorded:
    """A step as it was recorded; late where the program did not run when it was reached."""

    hours: int
    reached_at: datetime
    recorded_at: datetime


def steps_due(
    session: Session, hours: Collection[int], classes: Collection[str], now: datetime
) -> list[DueStep]:
    """The steps of all orders that are to be recorded now. Raises Forbidden for people."""
    require_program(session)
    if not hours:
        return []
    columns = (WorkOrder.id, WorkOrder.reported_at, WorkOrder.state)
    handled = func.coalesce(WorkOrder.answered_at, WorkOrder.closed_at)
    orders: list[Any] = []
    known: set[tuple[str, int]] = set()
    for climbing in _climbing(min(hours), classes, now):
        orders += session.execute(select(*columns, handled).where(*climbing)).all()
        recorded = (
            select(Escalation.order_id, Escalation.hours)
            .join(WorkOrder, WorkOrder.id == Escalation.order_id)
            .where(*climbing)
        )
        known |= {(key, step) for key, step in session.execute(recorded)}
    return [
        DueStep(key, step)
        for key, taken_at, state, handled_at in orders
        for step in steps_reached(taken_at, None if state in UNHANDLED else handled_at, hours, now)
        if (key, step.hours) not in known
    ]


def record_steps(
    session: Session, hours: Collection[int], classes: Collection[str], now: datetime
) -> list[DueStep]:
    """Record what is to be recorded, with an entry of the trail for each order; what it was.

    Whoever looks at the same time waits, and finds nothing left to record. Raises Forbidden.
    """
    require_program(session)
    one_at_a_time(session)
    found = steps_due(session, hours, classes, now)
    if found:
        rows = [
            {
                "order_id": due.order_id,
                "hours": due.step.hours,
                "reached_at": due.step.reached_at,
                "recorded_at": now,
            }
            for due in found
        ]
        session.execute(insert(Escalation), rows)
    for key, steps in _by_order(found):
        told = [{"hours": step.hours, "reached_at": step.reached_at} for step in steps]
        note(session, "escalated", "order", key, after={"steps": told})
    return found


def steps_of(session: Session, order_id: str) -> list[Recorded]:
    """The recorded steps of an order one sees, the lowest first."""
    query = select(Escalation.hours, Escalation.reached_at, Escalation.recorded_at)
    found = session.execute(query.where(Escalation.order_id == order_id).order_by("hours"))
    return [Recorded(*row) for row in found]


def highest_steps(session: Session) -> dict[str, int]:
    """The highest recorded step, in hours, of each order one sees that nobody has handled."""
    query = (
        select(Escalation.order_id, func.max(Escalation.hours))
        .join(WorkOrder, WorkOrder.id == Escalation.order_id)
        .where(_of_any_division(), WorkOrder.state.in_(UNHANDLED))
        .group_by(Escalation.order_id)
    )
    return dict(session.execute(query).all())


def _climbing(
    lowest: int, classes: Collection[str], now: datetime
) -> Iterator[tuple[ColumnElement[bool], ...]]:
    """Orders that may have reached a step: open ones, then those handled not long ago.

    Each kind is found by an index of its own.
    """
    common = (
        WorkOrder.order_class.in_(classes),
        WorkOrder.reported_at <= now - timedelta(hours=lowest),
    )
    yield (_of_any_division(), WorkOrder.state.in_(UNHANDLED), *common)
    recent = WorkOrder.reported_at >= now - LOOKED_BACK
    yield (recent, WorkOrder.state.in_(("answered", "closed")), *common)


def _of_any_division() -> ColumnElement[bool]:
    # Says nothing new, and lets the database take the index by division and state.
    return WorkOrder.division_id.in_(select(Division.id))


def _by_order(found: Collection[DueStep]) -> Iterator[tuple[str, list[Step]]]:
    steps: dict[str, list[Step]] = defaultdict(list)
    for due in found:
        steps[due.order_id].append(due.step)
    yield from steps.items()
