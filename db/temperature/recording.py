"""Recording what was measured at a home; nothing is altered, a correction stands beside it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from checklists.order_rules import order_rules
from checklists.temperature import Room, lowest, read_rooms, standing
from db.actors import acting
from db.callbacks.months import today_of
from db.models_account import TemperatureRecord
from db.orders import entries
from db.orders.errors import StepNotNow, StepTaken
from db.orders.locking import checked_id, lock_order
from db.orders.reading import OrderRow
from db.replaced import is_replaced
from db.scope import EVERYTHING
from db.signatures import checked_strokes
from db.signed import Strokes
from db.temperature.errors import NoUnit, RecordGone
from db.trail import note

LONGEST_NAME = 40


@dataclass(frozen=True, kw_only=True)
class NewRecord:
    """A measurement as it arrives: rooms as `[{name, area, points}]` with numbers as text.

    `id` is a UUID given by the device; without `strokes` the record is kept and is not valid.
    `replaces` is the record it corrects, for a `reason`.
    """

    id: str
    rooms: Sequence[Any]
    sound: bool
    insulated: bool
    name: str
    strokes: Strokes = field(default_factory=list)
    measured_at: datetime
    replaces: str | None = None
    reason: str = ""


def record_temperature(session: Session, order_id: str, new: NewRecord, now: datetime) -> str:
    """Keep a measurement of an order; the id of its record. The same once more changes nothing.

    Raises OrderNotFound, Forbidden, StepNotNow for a void order, NoUnit, RoomRefused,
    OrderRefused, SignatureRefused, RecordGone or StepTaken.
    """
    order = lock_order(session, order_id).row
    key = checked_id(new.id)
    known = _known(session, order.id, key)
    if known is not None:
        if not _says_the_same(known, new):
            raise StepTaken
        return key
    if order.state == "void":
        raise StepNotNow(order.state)
    if order.unit is None:
        raise NoUnit
    measured_at = _measured(order, new, now)
    rooms = read_rooms(new.rooms, order_rules(today_of(measured_at)).temperature)
    strokes = checked_strokes(new.strokes)
    row = TemperatureRecord(
        id=key,
        order_id=order.id,
        unit_id=order.unit.id,
        rooms=[room.dump() for room in rooms],
        sound=new.sound,
        insulated=new.insulated,
        name=entries.text("customer", new.name, 1 if strokes else 0, LONGEST_NAME),
        signed=strokes or None,
        replaces=_corrected(session, order.id, new.replaces),
        reason=entries.reason(new.reason) if new.replaces else "",
        measured_at=measured_at,
        recorded_at=now,
        person_id=acting(session).me,
    )
    session.add(row)
    session.flush()
    _note(session, order, row, rooms)
    return key


def _measured(order: OrderRow, new: NewRecord, now: datetime) -> datetime:
    reported = [("reported_at", order.reported_at)]
    return entries.moment("measured_at", new.measured_at, now, reported)


def _known(session: Session, order_id: str, key: str) -> TemperatureRecord | None:
    found = session.scalars(
        select(TemperatureRecord).where(TemperatureRecord.id == key), execution_options=EVERYTHING
    ).one_or_none()
    if found is not None and (found.order_id, found.person_id) != (order_id, acting(session).me):
        raise StepTaken
    return found


def _says_the_same(known: TemperatureRecord, new: NewRecord) -> bool:
    """Whether what comes again is what was kept; its time may be that of sending."""
    rooms = read_rooms(new.rooms, order_rules(today_of(known.measured_at)).temperature)
    told = ([room.dump() for room in rooms], new.sound, new.insulated, bool(new.strokes))
    return told == (known.rooms, known.sound, known.insulated, bool(known.signed))


def _corrected(session: Session, order_id: str, replaces: str | None) -> str | None:
    if replaces is None:
        return None
    query = select(TemperatureRecord.id).where(
        TemperatureRecord.id == checked_id(replaces),
        TemperatureRecord.order_id == order_id,
        ~is_replaced(TemperatureRecord),
    )
    if session.scalars(query).one_or_none() is None:
        raise RecordGone
    return replaces


def _note(
    session: Session, order: OrderRow, row: TemperatureRecord, rooms: tuple[Room, ...]
) -> None:
    rules = order_rules(today_of(row.measured_at)).temperature
    told = {
        "record": row.id,
        "measured_at": row.measured_at,
        "rooms": row.rooms,
        "standing": standing(lowest(rooms), rules),
        "is_signed": row.signed is not None,
    }
    before = None if row.replaces is None else {"record": row.replaces}
    action = "temperature_corrected" if row.replaces else "temperature_recorded"
    note(session, action, "order", order.number, before=before, after=told, reason=row.reason)
