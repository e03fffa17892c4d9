"""Homes measured in the demo: most warm enough, one below the bound, one that nobody signed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import NAMESPACE_URL, uuid5

from checklists.account_rules import TemperatureRules
from checklists.order_rules import order_rules
from db.actors import Actor
from db.callbacks.months import today_of
from db.orders.filters import OrderFilter
from db.orders.reading import OrderRow, list_orders
from db.session import Database
from db.temperature.recording import NewRecord, record_temperature

NUMBER = 14
"""So many homes are measured, those of the newest finished requests."""

COLD, UNSIGNED, DRAUGHTY = 1, 3, 6
"""Which of them, counted from the newest, is cold, is not signed, is not insulated."""

ROOMS = (("客厅", "28.5"), ("主卧", "15.2"), ("次卧", "11.8"))
SIGNATURE = [
    [[180, 120], [430, 108]],
    [[300, 60], [296, 200], [210, 300]],
    [[310, 170], [360, 240], [450, 300]],
    [[560, 90], [548, 210]],
    [[520, 150], [700, 132], [690, 250], [560, 262]],
    [[610, 80], [618, 320]],
]


def load_temperatures(database: Database, agent: Actor, moment: datetime) -> None:
    """Enter what was measured for requests that were answered, as the service agent does."""
    with database.write(agent) as session:
        asked = OrderFilter(states=("answered", "closed"), classes=("temperature",))
        found = [row for row in list_orders(session, asked, limit=200).rows if row.answered_at]
        found.sort(key=lambda row: row.reported_at, reverse=True)
        for place, row in enumerate(found[:NUMBER]):
            for new in _measured(row, place):
                now = min(new.measured_at + timedelta(minutes=8), moment)
                record_temperature(session, row.id, new, now)


def _measured(row: OrderRow, place: int) -> Iterator[NewRecord]:
    assert row.answered_at is not None
    if row.unit is None:
        return
    chance = random.Random(row.number)
    at = row.arrived_at or row.answered_at - timedelta(minutes=20)
    rules = order_rules(today_of(at)).temperature
    base = Decimal("15.3") if place == COLD else Decimal(chance.choice((17, 19, 20, 21)))
    yield NewRecord(
        id=str(uuid5(NAMESPACE_URL, f"demo temperature {row.id}")),
        rooms=[_room(chance, rules, base, *room) for room in ROOMS[: chance.choice((1, 2, 3))]],
        sound=True,
        insulated=place != DRAUGHTY,
        name=row.contact or "户主",
        strokes=[] if place == UNSIGNED else SIGNATURE,
        measured_at=max(at, row.reported_at),
    )


def _room(
    chance: random.Random, rules: TemperatureRules, base: Decimal, name: str, area: str
) -> dict[str, object]:
    number = rules.room(Decimal(area)).points
    points = [str(base + Decimal(chance.randrange(0, 6)) / 10) for _each in range(number)]
    return {"name": name, "area": area, "points": points}
