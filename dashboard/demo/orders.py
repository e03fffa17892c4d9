"""Invented work orders of two heating seasons, from a fixed seed, as they stand at one moment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID, uuid5

from checklists.order_rules import order_rules
from checklists.work_calendar import WorkCalendar
from dashboard.demo.order_life import Happened, Plan, Story, left_lying, lived
from dashboard.demo.order_words import CONTACTS, ESTATES, PROBLEMS
from dashboard.demo.organisation import HEATING, DemoUnit
from dashboard.looks import ZONE
from db.orders.bulk import LoadedOrder, LoadedStep

SEED = 20261123
SPACE = UUID("3e0c1e0a-52b4-4d0c-9f5e-7b9e2f4f8c61")
SOURCES = {"government": "12345"}
"""Where orders come from when they were not entered by hand."""

SHARES = {
    "hotline": 38,
    "repair": 13,
    "temperature": 14,
    "heating_fault": 11,
    "government": 9,
    "urgent": 4,
    "complaint": 6,
    "refund": 5,
}
HOURS = (1, 0, 0, 0, 0, 1, 4, 8, 10, 10, 9, 7, 5, 4, 5, 6, 7, 8, 9, 8, 6, 4, 2, 1)
"""How often customers call, by the hour of the day."""

FORGOTTEN = {"complaint": 51, "repair": 27}
"""By class how many hours ago an order came that nobody handled."""
MANY = 901
"""A number of the day that no other order has."""

UNTIL = time(10, 0)
"""The demo's clock stands at this time of its day, or earlier where that has not come yet."""


@dataclass(frozen=True)
class Staff:
    """Whose the demo's orders are: the division, units and their representatives by code."""

    division: int
    units: Mapping[str, int]
    agent: int
    representatives: Mapping[str, int]


def moment_of(on: date, now: datetime) -> datetime:
    """The moment at which the demo of a day stands: in the morning, and not in the future."""
    return min(datetime.combine(on, UNTIL, ZONE).astimezone(UTC), now)


def ordered(staff: Staff, moment: datetime) -> Iterator[LoadedOrder]:
    """The orders of this heating season and the one before, as they stand at a moment."""
    calendar = WorkCalendar().fingerprint
    for day in days(moment.astimezone(ZONE).date()):
        random = Random(f"{SEED}/{day.isoformat()}")
        opened_under = {"calendar": calendar, "rules": order_rules(day).valid_from}
        for number in range(1, _often(random, day) + 1):
            made = _order(random, day, number)
            if made.reported_at <= moment:
                yield _loaded(made, staff, lived(made, moment), opened_under)
    yield from _forgotten(staff, moment)


def _forgotten(staff: Staff, moment: datetime) -> Iterator[LoadedOrder]:
    """Orders nobody went on with after they were taken on: they climb the ladder."""
    for place, (order_class, hours) in enumerate(FORGOTTEN.items()):
        called = moment - timedelta(hours=hours)
        day = called.astimezone(ZONE).date()
        seed = f"{SEED}/{day.isoformat()}/{order_class}"
        made = Plan(
            id=str(uuid5(SPACE, seed)),
            number=_number(order_class, day, MANY + place),
            order_class=order_class,
            unit=HEATING.units[place].code,
            reported_at=called,
            lateness=0.0,
            insists=True,
            seed=seed,
        )
        rules = order_rules(day).valid_from
        opened_under = {"calendar": WorkCalendar().fingerprint, "rules": rules}
        yield _loaded(made, staff, left_lying(made), opened_under)


def days(on: date) -> Iterator[date]:
    """The days of the season that runs or was the last one, up to a day, after those of the one
    before."""
    year = on.year if on >= date(on.year, 11, 15) else on.year - 1
    for begun in (year - 1, year):
        day, last = date(begun, 11, 15), min(on, date(begun + 1, 3, 20))
        while day <= last:
            yield day
            day += timedelta(days=1)


def _often(random: Random, day: date) -> int:
    """More calls as heating begins, and in the cold weeks."""
    usual = 33 if day.month == 11 else 23 if day.month in (12, 1) else 17
    return max(6, round(random.gauss(usual, 4)))


def _order(random: Random, day: date, number: int) -> Plan:
    order_class = random.choices(list(SHARES), list(SHARES.values()))[0]
    unit: DemoUnit = random.choice(HEATING.units)
    hour = random.choices(range(24), HOURS)[0]
    called = datetime.combine(day, time(hour, random.randrange(60), random.randrange(60)), ZONE)
    return Plan(
        id=str(uuid5(SPACE, f"{day.isoformat()}/{number}")),
        number=_number(order_class, day, number),
        order_class=order_class,
        unit=unit.code,
        reported_at=called.astimezone(UTC),
        lateness=unit.quality,
        insists=hour >= 21 and random.random() < 0.25,
        seed=f"{SEED}/{day.isoformat()}/{number}",
    )


def _number(order_class: str, day: date, number: int) -> str:
    if order_class in SOURCES:
        return f"{SOURCES[order_class]}{day:%y%m%d}{number:04d}"
    return f"{HEATING.code}-{day:%Y%m%d}-{number:04d}"


def _loaded(plan: Plan, staff: Staff, story: Story, opened_under: Mapping[str, Any]) -> LoadedOrder:
    dispatched = "dispatched_at" in story.columns
    random = Random(f"{plan.seed}/customer")
    return LoadedOrder(
        id=plan.id,
        source=SOURCES.get(plan.order_class, "manual"),
        number=plan.number,
        order_class=plan.order_class,
        division_id=staff.division,
        unit_id=staff.units[plan.unit] if dispatched else None,
        station=f"{random.randrange(1, 4)} 号换热站" if dispatched else "",
        state=story.state,
        estate=random.choice(ESTATES[plan.unit]),
        building=str(random.randrange(1, 25)),
        staircase=str(random.randrange(1, 5)),
        room=f"{random.randrange(1, 19)}{random.randrange(1, 5):02d}",
        contact=random.choice(CONTACTS),
        telephone=f"1390000{random.randrange(10000):04d}",
        problem=random.choice(PROBLEMS[plan.order_class]),
        reported_at=plan.reported_at,
        opened_by=staff.agent,
        insists=plan.insists,
        redos=story.redos,
        pauses=tuple(story.pauses),
        steps=tuple(_step(one, plan, staff) for one in story.steps),
        **opened_under,
        **story.columns,
    )


def _step(one: Happened, plan: Plan, staff: Staff) -> LoadedStep:
    data: dict[str, Any] = dict(one.data)
    if one.kind == "dispatch":
        data["unit"] = staff.units[plan.unit]
    by = staff.representatives.get(plan.unit, staff.agent) if one.by_unit else staff.agent
    return LoadedStep(one.kind, one.at, by, data, one.reason)
