"""The clocks of many orders as the board and the summaries read them, each under its own rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any

import pandas as pd

from checklists.clocks import PAUSED
from checklists.columnar_clocks import due_times_as_opened
from checklists.order_classes import TIMES
from checklists.work_calendar import WorkCalendar
from dashboard.board.rows import BoardRow, Due
from dashboard.words import _

SHOWN = (
    "id",
    "number",
    "source",
    "order_class",
    "division_id",
    "unit_id",
    "handed_to_id",
    "station",
    "estate",
    "building",
    "state",
    "reported_at",
)

CLOCK = ("order", "code", "due_at", "state", "reason", "about", "moved")

Calendars = Callable[[str], WorkCalendar]
"""Gives the calendar an order was opened under, as `db.work_calendars.calendars_as_opened`."""


def board_rows(orders: pd.DataFrame, calendars: Calendars, now: datetime) -> list[BoardRow]:
    """The rows of the board for open orders, in the order of the frame."""
    found = due_times_as_opened(orders, calendars, now)
    running = found[found["met_at"].isna()].sort_values("due_at", kind="stable")
    by_order: dict[Any, list[dict[str, Any]]] = {}
    for clock in _plain(running[[*CLOCK]]):
        by_order.setdefault(clock["order"], []).append(clock)
    stopped = [any(until is None for _since, until, _why in one) for one in orders["pauses"]]
    rows = zip(orders.index, _plain(orders[list(SHOWN)]), stopped, strict=True)
    return [
        _board_row({**row, "paused": paused}, by_order.get(label, ()), now)
        for label, row, paused in rows
    ]


def ran_out_within(
    orders: pd.DataFrame, calendars: Calendars, start: datetime, end: datetime
) -> pd.Series[bool]:
    """Row by row whether a clock fell due from `start` until before `end` and was not met then."""
    found = due_times_as_opened(orders, calendars, end)
    due, met = found["due_at"], found["met_at"]
    late = (due >= start) & (due < end) & (met.isna() | (met > due))
    return pd.Series(orders.index.isin(found.loc[late, "order"]), index=orders.index, dtype=bool)


def _board_row(row: dict[str, Any], clocks: Sequence[dict[str, Any]], now: datetime) -> BoardRow:
    known = [
        Due(clock["code"], clock["due_at"], clock["moved"]) for clock in clocks if clock["due_at"]
    ]
    due = known[0] if known else None
    then = next((one for one in known if one.at >= now), None) if due and due.at < now else None
    handed, unknown = row.pop("handed_to_id"), any(one["state"] == "unknown" for one in clocks)
    why = sorted(
        (
            one
            for one in clocks
            if one["due_at"] is None and (unknown or due is None or one["reason"] == PAUSED)
        ),
        key=lambda one: one["state"] != "unknown",
    )
    return BoardRow(
        **row | {"unit_id": row["unit_id"] if handed is None else handed},
        due=due,
        then=then,
        unknown=unknown,
        reason=_(why[0]["reason"], about=why[0]["about"]) if why else "",
    )


def _plain(frame: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """The rows as dictionaries of plain values; what is missing is None."""
    columns = {name: _values(frame[name], name) for name in frame.columns}
    for values in zip(*columns.values(), strict=True):
        yield dict(zip(columns, values, strict=True))


def _values(column: pd.Series[Any], name: str) -> list[Any]:
    if name in (*TIMES, "due_at"):
        return [None if at is pd.NaT else at for at in column.dt.to_pydatetime()]
    return [None if value is pd.NA else value for value in column.tolist()]
