"""When months are drawn and customers are called."""

from __future__ import annotations

from datetime import datetime, time

from checklists.call_backs import APART
from checklists.periods import Period
from dashboard.looks import ZONE, today
from db.callbacks.rows import CallRow

BACK = 12
"""So many months back can be drawn."""

EARLIEST, LATEST = time(7), time(22)
"""Customers are not called before and after (SPEC, conduct)."""


def months() -> list[str]:
    """The months that can be drawn, this one first."""
    month = Period.month_of(today())
    found = [month]
    for _each in range(BACK):
        found.append(found[-1].previous)
    return [str(one) for one in found]


def again_at(row: CallRow, now: datetime) -> datetime | None:
    """When a customer who was just called in vain is called again; None where it is now."""
    if row.tried_at is None:
        return None
    again = row.tried_at + APART
    return again if again > now else None


def may_telephone(now: datetime) -> bool:
    """Whether it is a time of the day at which customers are called."""
    return EARLIEST <= now.astimezone(ZONE).time() < LATEST
