"""Whose commitments one sees, and when a month begins and ends."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from checklists.periods import Period
from dashboard.looks import ZONE, today
from db import organisation
from db.actors import Role, require
from db.rows import UnitRow
from db.visible_orders import working_divisions

REGULATIONS = ("SPEC", "STD")
"""Those that promise something to the customers."""

ALLOWED = (Role.AGENT, Role.DIVISION_HEAD, Role.UNIT_REPRESENTATIVE)


def units_of(session: Any, month: str) -> list[UnitRow]:
    """The units with commitments as they belonged at the end of a month, those one sees.

    Raises Forbidden for who sees no orders.
    """
    actor = require(session, *ALLOWED)
    named, divisions = actor.units(Role.UNIT_REPRESENTATIVE), working_divisions(actor)
    period = Period.parse(month)
    return [
        unit
        for unit in organisation.units(session, on=period.last_day)
        if any(unit.division.works_under(tag) for tag in REGULATIONS)
        and (unit.closed_on is None or unit.closed_on > period.first_day)
        and (actor.may_all or unit.id in named or unit.division.id in divisions)
    ]


def bounds(month: str) -> tuple[datetime, datetime]:
    """From when, and until when, a month is where the organisation is."""
    period = Period.parse(month)
    first = datetime.combine(period.first_day, time(), ZONE)
    return first, datetime.combine(period.last_day + timedelta(days=1), time(), ZONE)


def months(back: int = 12) -> list[str]:
    """This month and those before it, the newest first."""
    now, found = Period.month_of(today()), []
    for _each in range(back + 1):
        found.append(str(now))
        now = now.previous
    return found


def moment(day: date, clock: time) -> datetime:
    """A day and a time as people mean them where the organisation is."""
    return datetime.combine(day, clock, ZONE).astimezone(UTC)
