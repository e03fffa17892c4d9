"""What commitments are measured from besides orders: call-backs made, and rooms measured."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from checklists.commitments import Reading
from db.callbacks.reading import holds
from db.models_account import CallbackTalk, TemperatureRecord
from db.models_orders import WorkOrder
from db.replaced import is_replaced


def called_back(session: Session, first: datetime, until: datetime) -> frozenset[str]:
    """The orders reported in a time whose customers were talked to, of those one sees calls of."""
    query = (
        select(CallbackTalk.order_id)
        .join(WorkOrder, WorkOrder.id == CallbackTalk.order_id)
        .where(holds(), WorkOrder.reported_at >= first, WorkOrder.reported_at < until)
    )
    return frozenset(session.scalars(query))


def readings(session: Session, first: datetime, until: datetime) -> list[Reading]:
    """The homes measured in a time that one sees, the newest record of each; the key is its id."""
    query = (
        select(TemperatureRecord)
        .where(
            TemperatureRecord.measured_at >= first,
            TemperatureRecord.measured_at < until,
            ~is_replaced(TemperatureRecord),
        )
        .order_by(TemperatureRecord.measured_at, TemperatureRecord.id)
    )
    return [
        Reading(
            row.id,
            row.unit_id,
            row.measured_at,
            tuple(_points(room) for room in row.rooms),
            bool(row.signed),
            row.sound,
            row.insulated,
        )
        for row in session.scalars(query)
    ]


def _points(room: Mapping[str, Any]) -> tuple[Decimal, ...]:
    return tuple(Decimal(point) for point in room["points"])
