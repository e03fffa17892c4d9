"""A heating centre with a season of work orders, nearly all closed, for what is measured on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from checklists.order_classes import ORDER_CLASSES
from checklists.work_calendar import WorkCalendar
from db import organisation
from db.models import Division
from db.orders.bulk import LoadedOrder, load_orders
from db.persons import person_by_code

RULES = date(2020, 1, 1)
UNITS = 40
ESTATES = 300
DAYS = 160
HOUR = timedelta(hours=1)


def fill(session: Session, number: int, still_open: int, now: datetime) -> list[str]:
    """Put a centre with its units and so many orders into a database; the codes of the units."""
    division = organisation.add_division(session, "HC", "供热服务中心", "Heating Service Centre")
    session.execute(
        update(Division).where(Division.id == division.id).values(regulations="HEAT,SPEC,ACC")
    )
    units = [
        organisation.add_unit(
            session, division.id, f"HC-{place:02d}", f"第{place}供热站", f"Heating Station {place}"
        )
        for place in range(1, UNITS + 1)
    ]
    by = person_by_code(session, "A1").id
    places = _Places(division.id, [unit.id for unit in units], by)
    load_orders(session, orders(places, number, still_open, now))
    return [unit.code for unit in units]


@dataclass(frozen=True)
class _Places:
    """To which division and units orders belong, and who opened them."""

    division: int
    units: list[int]
    by: int


def orders(places: _Places, number: int, still_open: int, now: datetime) -> Iterator[LoadedOrder]:
    """Closed orders over the season, and open ones of the last two days."""
    random, calendar = Random(6), WorkCalendar().fingerprint
    for place in range(number):
        is_open = place < still_open
        back = random.random() * (48 * HOUR if is_open else DAYS * 24 * HOUR)
        yield LoadedOrder(
            id=str(UUID(int=random.getrandbits(128), version=4)),
            source="centre",
            number=f"GD{place:06d}",
            order_class=random.choice(ORDER_CLASSES),
            division_id=places.division,
            unit_id=random.choice(places.units),
            station=random.choice(("", "一班", "二班")),
            estate=f"第{random.randrange(ESTATES)}小区",
            building=str(random.randrange(1, 30)),
            opened_by=places.by,
            rules=RULES,
            calendar=calendar,
            **_moments(random, now - back, now, is_open=is_open),
        )


def _moments(random: Random, at: datetime, now: datetime, *, is_open: bool) -> dict[str, Any]:
    found: dict[str, Any] = {"reported_at": at, "opened_at": at, "state": "open"}
    names = ("dispatched_at", "taken_at", "arrived_at", "answered_at", "closed_at")
    states = ("dispatched", "received", "received", "answered", "closed")
    steps = random.randrange(4) if is_open else len(names)
    for name, state in list(zip(names, states, strict=True))[:steps]:
        at += random.random() * HOUR
        if at >= now and is_open:
            break
        found |= {name: at, "state": state}
    return found
