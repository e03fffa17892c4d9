"""When months are drawn and customers are called."""

from __future__ import annotations

from datetime import datetime

from checklists.call_backs import APART
from checklists.periods import Period
from dashboard.looks import today
from db.callbacks.rows import CallRow

BACK = 12
"""So many months back can be drawn."""


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
