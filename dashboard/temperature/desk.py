"""What people do with room temperatures: see what is asked for, look at an order, record, list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from checklists.account_rules import TemperatureRules
from checklists.order_rules import order_rules
from dashboard.looks import today
from db import organisation
from db.actors import Actor
from db.callbacks.months import moments_of
from db.orders.filters import WORKED_ON, OrderFilter
from db.orders.locking import sides
from db.orders.reading import OrderRow, by_number, list_orders
from db.rows import UnitRow
from db.session import database
from db.temperature.reading import (
    RecordRow,
    measured_orders,
    recorded_orders,
    records,
    records_of,
)
from db.temperature.recording import NewRecord, record_temperature

MOST = 200
"""So many open requests are listed."""


@dataclass(frozen=True)
class Look:
    """An order with its records, the newest first, and whether whoever looks may add one."""

    order: OrderRow
    records: tuple[RecordRow, ...]
    may_record: bool


@dataclass(frozen=True)
class Register:
    """The records of a month that hold, and the units there are to choose from."""

    rows: tuple[RecordRow, ...]
    units: tuple[UnitRow, ...]


def rules(actor: Actor) -> TemperatureRules:
    """How rooms are measured and judged today, which everybody may know."""
    return order_rules(today()).temperature


def requests(actor: Actor) -> tuple[OrderRow, ...]:
    """The open orders that ask for a measurement, the newest call first.

    One that was measured and signed for no longer waits; one whose record is not valid does.
    """
    with database().read(actor) as session:
        done = measured_orders(session)
        asked = OrderFilter(
            states=WORKED_ON, classes=("temperature",), without_ids=tuple(sorted(done))
        )
        found = {row.id: row for row in list_orders(session, asked, MOST).rows}
        others = tuple(recorded_orders(session) - set(found) - done)[:MOST]
        if others:
            more = list_orders(session, OrderFilter(states=WORKED_ON, ids=others), MOST)
            found |= {row.id: row for row in more.rows}
    return tuple(sorted(found.values(), key=lambda row: row.reported_at, reverse=True))


def look(actor: Actor, number: str, source: str | None = None) -> Look:
    """One order by its number. Raises OrderNotFound."""
    with database().read(actor) as session:
        row = by_number(session, number, source)
        may = any(sides(actor, row)) and row.state != "void" and row.unit is not None
        return Look(row, tuple(records_of(session, row.id)), may)


def record(actor: Actor, order_id: str, new: NewRecord) -> str:
    """Keep a measurement. Raises what `db.temperature.recording.record_temperature` raises."""
    with database().write(actor) as session:
        return record_temperature(session, order_id, new, datetime.now(UTC))


def register(actor: Actor, month: str, unit: str | None = None) -> Register:
    """The records of a month, of one unit by its code or of all one sees."""
    first, until = moments_of(month)
    with database().read(actor) as session:
        rows = records(session, first, until)
        known = {row.unit.id for row in rows}
        units = [one for one in organisation.units(session) if one.id in known]
    shown = [row for row in rows if unit is None or row.unit.code == unit]
    return Register(tuple(shown), tuple(units))
