"""Which clocks of orders that take points off are late, order by order."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pandas as pd

from checklists.clocks import Moments, clocks, read_pauses
from checklists.order_rules import order_rules
from checklists.work_calendar import WorkCalendar

PLAIN = ("order_class", "insists", "appointment_proof")
MOMENTS = (
    "reported_at",
    "opened_at",
    "dispatched_at",
    "taken_at",
    "arrived_at",
    "answered_at",
    "restored_at",
    "closed_at",
    "appointment_at",
)


def late_clocks(
    orders: pd.DataFrame, calendar: WorkCalendar, now: datetime
) -> tuple[pd.DataFrame, int]:
    """A row a late clock that takes points off, as `late_events` takes it; and how many orders
    have a clock without a due time, as the calendar does not know their year.
    """
    found, unknown = [], 0
    for place, row in zip(orders.index, orders.to_dict("records"), strict=True):
        given = {name: row[name] for name in PLAIN}
        given |= {name: _moment(row[name]) for name in MOMENTS}
        moments = Moments(**given, pauses=read_pauses(row["pauses"]))
        for clock in clocks(moments, calendar, order_rules(row["rules"])):
            state = clock.state(now)
            if clock.event is not None and state == "late":
                found.append((place, clock.event, clock.due_at))
            unknown += clock.event is not None and state == "unknown"
    late = pd.DataFrame(found, columns=["order", "event", "due_at"])
    return late.astype({"due_at": "datetime64[us, UTC]"}), unknown


def _moment(value: Any) -> datetime | None:
    return None if pd.isna(value) else value.to_pydatetime()
