"""Records of temperatures as they are read: of an order, of a time, of one number."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from checklists.temperature import Room, stored_rooms
from db.models import Division, Person, Unit
from db.models_account import TemperatureRecord
from db.models_orders import WorkOrder
from db.orders.filters import WORKED_ON
from db.replaced import is_replaced
from db.rows import UnitRow, unit_row
from db.signed import Strokes
from db.texts import printable

MOST = 5000
"""So many records a list holds."""


@dataclass(frozen=True)
class RecordRow:
    """A record with its order: who asked, who measured for which unit, what was found.

    Degrees Celsius at each point of each room; `strokes` is the customer's signature, None where
    there is none: such a record is not valid. `replaced` says that another stands in its place.
    """

    id: str
    order_id: str
    number: str
    source: str
    estate: str
    building: str
    staircase: str
    room: str
    contact: str
    unit: UnitRow
    rooms: tuple[Room, ...]
    sound: bool
    insulated: bool
    name: str
    strokes: Strokes | None
    replaces: str | None
    reason: str
    measured_at: datetime
    recorded_at: datetime
    person_id: int
    person: str
    replaced: bool

    @property
    def signed(self) -> bool:
        """Whether the customer signed, without which a record is not valid."""
        return bool(self.strokes)


_OWN = (
    "id",
    "order_id",
    "sound",
    "insulated",
    "name",
    "replaces",
    "reason",
    "measured_at",
    "recorded_at",
    "person_id",
)
_ORDER = ("number", "source", "estate", "building", "staircase", "room", "contact")


def records(
    session: Session, first: datetime, until: datetime, unit_id: int | None = None
) -> list[RecordRow]:
    """The records of a time that hold, the newest first: those that were corrected are left out."""
    asked = [
        TemperatureRecord.measured_at >= first,
        TemperatureRecord.measured_at < until,
        ~is_replaced(TemperatureRecord),
    ]
    if unit_id is not None:
        asked.append(TemperatureRecord.unit_id == unit_id)
    return _found(session, *asked)


def records_of(session: Session, order_id: str) -> list[RecordRow]:
    """All records of an order, also those that were corrected, the newest first."""
    return _found(session, TemperatureRecord.order_id == printable(order_id))


def recorded_orders(session: Session) -> set[str]:
    """The ids of the orders one sees that are worked on and for which there is a record."""
    query = select(TemperatureRecord.order_id).join(
        WorkOrder, WorkOrder.id == TemperatureRecord.order_id
    )
    return set(session.scalars(query.where(WorkOrder.state.in_(WORKED_ON)).distinct()))


def measured_orders(session: Session) -> set[str]:
    """The ids of the orders one sees that are worked on and have a signed record that holds."""
    query = (
        select(TemperatureRecord.order_id)
        .join(WorkOrder, WorkOrder.id == TemperatureRecord.order_id)
        .where(
            WorkOrder.state.in_(WORKED_ON),
            TemperatureRecord.signed.is_not(None),
            ~is_replaced(TemperatureRecord),
        )
    )
    return set(session.scalars(query.distinct()))


def _found(session: Session, *asked: ColumnElement[bool]) -> list[RecordRow]:
    query = _records().where(*asked)
    query = query.order_by(
        TemperatureRecord.measured_at.desc(),
        TemperatureRecord.recorded_at.desc(),
        TemperatureRecord.id,
    ).limit(MOST)
    return [
        _row(record, order, unit_row(unit, division), person, replaced)
        for record, order, unit, division, person, replaced in session.execute(query)
    ]


def _records() -> Select[TemperatureRecord, WorkOrder, Unit, Division, str, bool]:
    replaced = is_replaced(TemperatureRecord)
    return (
        select(TemperatureRecord, WorkOrder, Unit, Division, Person.name, replaced)
        .join(WorkOrder, WorkOrder.id == TemperatureRecord.order_id)
        .join(Unit, Unit.id == TemperatureRecord.unit_id)
        .join(Division, Division.id == WorkOrder.division_id)
        .join(Person, Person.id == TemperatureRecord.person_id)
    )


def _row(
    found: TemperatureRecord,
    order: WorkOrder,
    unit: UnitRow,
    person: str,
    replaced: bool,
) -> RecordRow:
    return RecordRow(
        **{name: getattr(found, name) for name in _OWN},
        **{name: getattr(order, name) for name in _ORDER},
        unit=unit,
        rooms=stored_rooms(found.rooms),
        strokes=found.signed or None,
        person=person,
        replaced=replaced,
    )
