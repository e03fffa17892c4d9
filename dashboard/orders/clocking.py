"""The clocks of work orders, each by the rules and the calendar it was opened under."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any, Literal

from checklists.clock_moments import Moments
from checklists.clocks import Clock, clocks
from checklists.columnar_clocks import due_times_as_opened
from checklists.order_classes import TIMES
from checklists.order_rules import order_rules
from db.orders.columns import order_columns
from db.orders.filters import WORKED_ON, OrderFilter
from db.orders.reading import OrderRow
from db.work_calendars import calendars_as_opened

Late = Literal["running", "finished", "any"]
"""Which late orders: with a late clock that runs, with one that was met too late, or either."""

KEPT = (*WORKED_ON, "closed")


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


def late_first(found: Iterable[Clock], now: datetime) -> Clock | None:
    """The late clock one looks at first, one that still runs before one that was met late."""
    late = [clock for clock in found if clock.state(now) == "late"]
    return pressing([clock for clock in late if clock.met_at is None] or late, now)


def late_orders(session: Any, wanted: OrderFilter, late: Late, now: datetime) -> tuple[str, ...]:
    """The ids of late orders: those with a late clock that runs first, the longest late first.

    After them, and only asked for `finished` or `any`, those of which a clock was met too late
    and none runs late, the newest first. What is void is not late.
    """
    states = {"running": WORKED_ON}.get(late, KEPT)
    narrowed = tuple(one for one in states if wanted.states is None or one in wanted.states)
    frame = order_columns(session, replace(wanted, states=narrowed)) if narrowed else None
    if frame is None or frame.empty:
        return ()
    found = due_times_as_opened(frame, calendars_as_opened(session), now)
    late_ones = found[found["state"] == "late"].sort_values("due_at")
    running = list(dict.fromkeys(late_ones.loc[late_ones["met_at"].isna(), "order"]))
    met = dict.fromkeys(late_ones.loc[late_ones["met_at"].notna(), "order"].iloc[::-1])
    finished = [order for order in met if order not in set(running)] if late != "running" else []
    asked = [*(running if late != "finished" else []), *finished]
    return tuple(frame.loc[asked, "id"])


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
