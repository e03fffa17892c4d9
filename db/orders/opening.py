"""Opening a work order by hand, and dispatching it at once where the unit is known."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from checklists.errors import N_
from checklists.order_classes import ORDER_CLASSES
from db import organisation
from db.actors import Forbidden, acting
from db.models_orders import OrderStep, WorkOrder
from db.orders import entries
from db.orders.correcting import CUSTOMER
from db.orders.errors import OrderExists, OrderRefused
from db.orders.locking import checked_id, works_for
from db.rows import DivisionRow
from db.scope import EVERYTHING, hold
from db.trail import note, one_at_a_time
from db.work_calendars import work_calendar

BY_HAND = "manual"
"""The source of orders that were entered here."""


@dataclass(frozen=True, kw_only=True)
class NewOrder:
    """An order as it is entered; `unit_id` None where responsibility is not clear yet.

    `id` is given by the device, so that the same order sent twice is one. `calendar` is the
    fingerprint of a work calendar, by default the one of now; `rules` the day whose rules hold, by
    default that of opening.
    Without a `number` it gets the next one of the division and day.
    """

    order_class: str
    division_id: int
    estate: str
    problem: str
    telephone: str
    reported_at: datetime
    unit_id: int | None = None
    station: str = ""
    building: str = ""
    staircase: str = ""
    room: str = ""
    contact: str = ""
    insists: bool = False
    calendar: str = ""
    rules: date | None = None
    source: str = BY_HAND
    number: str = ""
    id: str = ""


def open_order(session: Session, new: NewOrder, now: datetime) -> str:
    """Open an order, dispatched where its unit is named; its id. The same one again is harmless.

    Raises Forbidden, DivisionNotFound, OrderRefused, StepTaken, or OrderExists for an id or a
    number that stands for another order.
    """
    if not works_for(acting(session), new.division_id):
        raise Forbidden
    values = _checked(session, new, now)
    key = checked_id(new.id) if new.id else str(uuid4())
    one_at_a_time(session)
    if _is_known(session, key, values):
        return key
    number = _number(session, new, now)
    hold(session, key)
    row = WorkOrder(id=key, number=number, **values, **_begun(values, now), opened_at=now)
    row.opened_by = acting(session).me
    session.add(row)
    session.flush()
    _steps(session, row, now)
    told = {
        name: value
        for name, value in values.items()
        if name not in CUSTOMER and value not in ("", None)
    }
    note(session, "order_open", "order", number, after={"order": key, **told})
    return key


def _checked(session: Session, new: NewOrder, now: datetime) -> dict[str, Any]:
    organisation.division(session, new.division_id)
    if new.order_class not in ORDER_CLASSES:
        raise OrderRefused(
            "order_class",
            new.order_class,
            N_("{field}: “{value}” is unknown. Choose one of the list."),
        )
    if new.unit_id is not None:
        entries.unit_of(session, new.division_id, new.unit_id, now)
    return {
        "source": entries.text("number", new.source, 1, 40),
        "order_class": new.order_class,
        "division_id": new.division_id,
        "unit_id": new.unit_id,
        "station": entries.text("station", new.station),
        "estate": entries.text("estate", new.estate, 1),
        "building": entries.text("building", new.building),
        "staircase": entries.text("staircase", new.staircase),
        "room": entries.text("room", new.room),
        "contact": entries.text("contact", new.contact),
        "telephone": entries.telephone(new.telephone),
        "problem": entries.text("problem", new.problem, 2, entries.LONG),
        "reported_at": entries.moment("reported_at", new.reported_at, now),
        "insists": new.insists,
        "calendar": new.calendar or work_calendar(session).fingerprint,
        "rules": new.rules or _local_day(now),
    }


def _begun(values: dict[str, Any], now: datetime) -> dict[str, Any]:
    dispatched = values["unit_id"] is not None
    return {
        "state": "dispatched" if dispatched else "open",
        "dispatched_at": now if dispatched else None,
        "appointment_proof": "",
        "pauses": [],
        "redos": 0,
        "cause": "",
        "done": "",
        "satisfaction": "",
        "version": 1,
    }


def _steps(session: Session, row: WorkOrder, now: datetime) -> None:
    told: list[tuple[str, dict[str, Any]]] = [("open", {"version": 0})]
    if row.unit_id is not None:
        told.append(("dispatch", {"version": 1, "unit": row.unit_id}))
    for kind, data in told:
        step = OrderStep(id=str(uuid4()), order_id=row.id, kind=kind, at=now, recorded_at=now)
        step.person_id, step.data, step.reason = row.opened_by, data, ""
        session.add(step)
    session.flush()


def _is_known(session: Session, key: str, values: dict[str, Any]) -> bool:
    columns = (WorkOrder.number, WorkOrder.opened_by, WorkOrder.estate, WorkOrder.problem)
    query = select(*columns).where(WorkOrder.id == key)
    found = session.execute(query, execution_options=EVERYTHING).one_or_none()
    if found is None:
        return False
    same = (acting(session).me, values["estate"], values["problem"])
    if (found.opened_by, found.estate, found.problem) != same:
        raise OrderExists(found.number if found.opened_by == acting(session).me else "")
    return True


def _number(session: Session, new: NewOrder, now: datetime) -> str:
    if not new.number:
        return _next_number(session, organisation.division(session, new.division_id), now)
    number = entries.text("number", new.number, 1, 40)
    query = select(WorkOrder.id).where(WorkOrder.source == new.source, WorkOrder.number == number)
    if session.execute(query, execution_options=EVERYTHING).first() is not None:
        raise OrderExists(number)
    return number


def _next_number(session: Session, division: DivisionRow, now: datetime) -> str:
    begin = f"{division.code[:24]}-{_local_day(now):%Y%m%d}-"
    # Of numbers of one length the greatest is the last; a day has fewer than ten thousand orders.
    query = select(func.max(WorkOrder.number)).where(
        WorkOrder.source == BY_HAND, WorkOrder.number.startswith(begin, autoescape=True)
    )
    last = session.execute(query, execution_options=EVERYTHING).scalar_one()
    number = 1 if last is None else int(last.removeprefix(begin)) + 1
    return f"{begin}{number:04d}"


def _local_day(now: datetime) -> date:
    return (now + timedelta(hours=8)).date()
