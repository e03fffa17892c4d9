"""Whether a home was measured to be warm enough: a signed temperature record of the order."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session

from checklists.order_rules import order_rules
from checklists.temperature import lowest, standing, stored_rooms
from db.callbacks.months import today_of
from db.models_account import TemperatureRecord
from db.replaced import is_replaced
from db.texts import printable


@dataclass(frozen=True)
class Warmth:
    """The lowest mean of a room, in degrees Celsius, and when it was measured."""

    record_id: str
    lowest: Fraction
    measured_at: datetime


def warm_enough(session: Session, order_id: str) -> Warmth | None:
    """The newest signed record of an order in which every room has the promised temperature.

    HEV-12 (a): the home already has 18 C or more. The mean of a room's points is its temperature
    (reading); a record that the customer did not sign is invalid (SPEC part 2 ch. 2).
    """
    query = (
        select(TemperatureRecord)
        .where(
            TemperatureRecord.order_id == printable(order_id),
            TemperatureRecord.signed.is_not(None),
            ~is_replaced(TemperatureRecord),
        )
        .order_by(TemperatureRecord.measured_at.desc(), TemperatureRecord.id.desc())
        .limit(1)
    )
    record = session.scalars(query).first()
    if record is None or not record.rooms:
        return None
    coldest = lowest(stored_rooms(record.rooms))
    if standing(coldest, order_rules(today_of(record.measured_at)).temperature) != "warm":
        return None
    return Warmth(record.id, coldest, record.measured_at)
