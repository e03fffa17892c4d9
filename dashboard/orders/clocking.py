"""The clocks of work orders, each by the rules and the calendar it was opened under."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from checklists.clock_moments import Moments
from checklists.clocks import Clock, clocks
from checklists.columnar_clocks import due_times_as_opened
from checklists.order_classes import TIMES
from checklists.order_rules import order_rules
from db.orders.columns import order_columns
from db.orders.filters import WORKED_ON, OrderFilter
from db.orders.reading import OrderRow
from db.work_calendars import calendars_as_opened


def clocks_of(session: Any, rows: Iterable[OrderRow]) -> dict[str, tuple[Clock, ...]]:
    """The clocks of some orders by their ids."""
    as_opened = calendars_as_opened(session)
    return {
        row.id: clocks(_moments(row), as_opened(row.calendar), order_rules(row.rules))
        for row in rows
    }


def pressing(found: Iterable[Clock], now: datetime) -> Clock | None:
    """The clock one looks at first: of a finished order one that was late, else what is due next.

    A clock that is late comes before one that runs, one without a due time last.
    """

    ranked = [
        ((clock.met_at is not None, clock.due_at is None), clock.due_at, place, clock)
        for place, clock in enumerate(found)
    ]
    late = [one for one in ranked if one[3].state(now) == "late" and one[3].met_at is not None]
    open_ones = [one for one in ranked if one[3].met_at is None]
    best = min(open_ones or late or ranked, key=_rank, default=None)
    return None if best is None else best[3]


def late_orders(session: Any, wanted: OrderFilter, now: datetime) -> tuple[str, ...]:
    """The ids of orders that are worked on and have a late clock, the longest late first."""
    narrowed = {**vars(wanted), "states": WORKED_ON}
    frame = order_columns(session, OrderFilter(**narrowed))
    if frame.empty:
        return ()
    found = due_times_as_opened(frame, calendars_as_opened(session), now)
    late = found[(found["state"] == "late") & found["met_at"].isna()].sort_values("due_at")
    return tuple(frame.loc[list(dict.fromkeys(late["order"])), "id"])


def _rank(one: tuple[tuple[bool, bool], datetime | None, int, Clock]) -> tuple[Any, ...]:
    (met, unknown), due, place, _clock = one
    return met, unknown, due.timestamp() if due is not None else 0.0, place


def _moments(row: OrderRow) -> Moments:
    return Moments(
        order_class=row.order_class,
        insists=row.insists,
        imported=row.import_id is not None,
        appointment_proof=row.appointment_proof,
        pauses=row.pauses,
        **{name: getattr(row, name) for name in TIMES},
    )
