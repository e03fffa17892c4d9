"""Promises to the customers as they were kept: cases of a month, added up by unit."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pandas as pd

from checklists.commitment_figures import Figure
from checklists.errors import N_
from checklists.order_rules import Commitment, OrderRules
from checklists.temperature import mean
from checklists.work_calendar import ZONE

COLUMNS = ("code", "unit_id", "kind", "key", "kept", "due_at", "done_at", "measured")
"""A case: of which commitment and unit, what it is (`order`, `stop`, `temperature`) and its key,
whether the promise was kept (None while that is open), when it was due and done; `measured` is
False where a file does not say when it was done, which leaves it out of every share."""

NONE = N_("There was nothing to measure in this month.")
UNMEASURED = N_("Not measured: the files do not say when.")
OPEN = N_("Nothing is decided yet: all are still running.")
NOT_RECORDED = N_(
    "Orders do not record how often the telephone rang: enter the numbers of the telephone system."
)
NOT_SHOWN = N_("Call-backs are not shown to the unit that is asked about.")


@dataclass(frozen=True)
class Stop:
    """A planned stop of supply; all times carry a zone."""

    key: str
    unit_id: int
    starts_at: datetime
    noticed_at: datetime


@dataclass(frozen=True)
class Reading:
    """A measurement of a home's rooms, in degrees at each point of each room."""

    key: str
    unit_id: int
    measured_at: datetime
    rooms: tuple[tuple[Decimal, ...], ...]
    signed: bool
    sound: bool
    insulated: bool


@dataclass(frozen=True)
class Rings:
    """How many calls a unit had in a month, and how many it answered in time."""

    unit_id: int
    calls: int
    in_time: int


def order_cases(
    orders: pd.DataFrame,
    clocks: pd.DataFrame,
    called: Collection[str],
    rules: OrderRules,
    *,
    calling: bool = False,
) -> pd.DataFrame:
    """The cases of orders: COLUMNS, by commitment.

    `orders` has `id`, `unit_id`, `order_class`, `state`, `satisfaction`, `reported_at` and
    `closed_at`; void ones and those without a unit are left out. `clocks` are their clocks as
    `due_times` gives them, `called` the ids of orders whose customer was talked to; while
    `calling` goes on those who were not are still open.
    """
    counted = orders[(orders["state"] != "void") & orders["unit_id"].notna()]
    parts = [_empty()]
    for one in rules.commitments:
        if one.measure == "clock":
            parts.append(_by_clock(one, counted, clocks))
        elif one.measure == "satisfaction":
            said = counted[counted["satisfaction"].isin(["satisfied", "dissatisfied"])]
            said = said[said["order_class"].isin(one.classes)]
            parts.append(_plain(one.code, said, said["satisfaction"] == "satisfied"))
        elif one.measure == "called_back":
            closed = counted[counted["closed_at"].notna()]
            closed = closed[closed["order_class"].isin(one.classes)]
            talked = closed["id"].isin(list(called)).astype(object)
            kept = talked.where(talked.eq(True), None) if calling else talked
            parts.append(_plain(one.code, closed, kept))
    return pd.concat(parts, ignore_index=True)


def stop_cases(stops: Iterable[Stop], rules: OrderRules) -> pd.DataFrame:
    """The cases of planned stops: notice is given so many hours before one starts, or earlier."""
    rows = []
    for one in (one for one in rules.commitments if one.measure == "notice"):
        ahead = timedelta(hours=one.hours or 0)
        for stop in stops:
            due = stop.starts_at - ahead
            kept = stop.noticed_at <= due
            rows.append((one.code, stop.unit_id, "stop", stop.key, kept, due, stop.noticed_at))
    return _frame(rows)


def temperature_cases(readings: Iterable[Reading], rules: OrderRules) -> pd.DataFrame:
    """The cases of measured homes that the promise is about; each room is judged by its mean."""
    rows = []
    for one in (one for one in rules.commitments if one.measure == "temperature"):
        for reading in readings:
            if counts(reading, rules):
                kept = all(mean(room) >= rules.temperature.least for room in reading.rooms)
                what = (reading.key, kept, None, reading.measured_at)
                rows.append((one.code, reading.unit_id, "temperature", *what))
    return _frame(rows)


def counts(reading: Reading, rules: OrderRules) -> bool:
    """Whether a measurement is one that the promise of COM-09 is about."""
    in_season = rules.account.season.of(reading.measured_at.astimezone(ZONE).date()) is not None
    promised = reading.signed and reading.sound and reading.insulated
    return promised and in_season and bool(reading.rooms) and all(reading.rooms)


def figures(
    cases: pd.DataFrame, commitments: Iterable[Commitment], units: Iterable[int]
) -> dict[int | None, dict[str, Figure]]:
    """How each unit kept each commitment; under None all units together."""
    listed = list(units)
    mine = cases[cases["unit_id"].isin(listed)]
    decided, measured = mine["kept"].notna(), mine["measured"].astype(bool)
    yes = mine["kept"].eq(True) & decided
    counted = {"yes": yes, "decided": decided, "open": ~decided & measured, "not": ~measured}
    tally = pd.DataFrame(counted)
    by_unit = tally.groupby([mine["unit_id"], mine["code"]]).sum()
    together = tally.groupby(mine["code"]).sum()
    found: dict[int | None, dict[str, Figure]] = {None: {}}
    for one in commitments:
        found[None][one.code] = _figure(one, together, one.code)
        for unit in listed:
            found.setdefault(unit, {})[one.code] = _figure(one, by_unit, (unit, one.code))
    return found


def ring_figures(
    one: Commitment, counted: Iterable[Rings], units: Iterable[int]
) -> dict[int | None, Figure]:
    """How each unit answered the telephone by what was counted; under None all units together."""
    known = {each.unit_id: each for each in counted}
    found: dict[int | None, Figure] = {}
    for unit in units:
        rings = known.get(unit, Rings(unit, 0, 0))
        why = "" if rings.calls else NOT_RECORDED
        found[unit] = Figure(one.code, rings.in_time, rings.calls, 0, why)
    kept, of = (sum(getattr(each, name) for each in found.values()) for name in ("kept", "of"))
    found[None] = Figure(one.code, kept, of, 0, "" if of else NOT_RECORDED)
    return found


def _figure(one: Commitment, tally: pd.DataFrame, at: Any) -> Figure:
    if one.measure == "rings":
        return Figure(one.code, 0, 0, 0, NOT_RECORDED)
    if at not in tally.index:
        return Figure(one.code, 0, 0, 0, NONE)
    row = tally.loc[at]
    kept, of, still, without = (int(row[name]) for name in ("yes", "decided", "open", "not"))
    why = "" if of else OPEN if still else UNMEASURED
    return Figure(one.code, kept, of, still, why, without)


def _by_clock(one: Commitment, orders: pd.DataFrame, clocks: pd.DataFrame) -> pd.DataFrame:
    ran = clocks[clocks["code"].isin(one.clocks)]
    units = orders.set_index("id")["unit_id"]
    ran = ran[ran["order"].isin(units.index)]
    kept = ran["state"].map({"met": True, "late": False}).astype(object)
    return pd.DataFrame(
        {
            "code": one.code,
            "unit_id": units.loc[ran["order"]].astype("int64").to_numpy(),
            "kind": "order",
            "key": ran["order"].to_numpy(),
            "kept": kept.where(kept.notna(), None).to_numpy(),
            "due_at": ran["due_at"].array,
            "done_at": ran["met_at"].where(ran["state"] != "unmeasured").array,
            "measured": ran["state"].ne("unmeasured").to_numpy(),
        }
    ).astype(_TYPES)


def _plain(code: str, orders: pd.DataFrame, kept: pd.Series[Any]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "code": code,
            "unit_id": orders["unit_id"].astype("int64").to_numpy(),
            "kind": "order",
            "key": orders["id"].to_numpy(),
            "kept": kept.astype(object).to_numpy(),
            "due_at": pd.Series(pd.NaT, orders.index, dtype=_MOMENT).array,
            "done_at": orders["closed_at"].array,
            "measured": True,
        },
    ).astype(_TYPES)


_MOMENT = "datetime64[us, UTC]"
_TYPES: dict[str, Any] = {
    "code": object,
    "unit_id": "int64",
    "kind": object,
    "key": object,
    "kept": object,
    "due_at": _MOMENT,
    "done_at": _MOMENT,
    "measured": bool,
}


def _frame(rows: Sequence[tuple[Any, ...]]) -> pd.DataFrame:
    frame = pd.DataFrame([(*row, True) for row in rows], columns=list(COLUMNS))
    for name in ("due_at", "done_at"):
        frame[name] = pd.to_datetime(frame[name], utc=True)
    return frame.astype(_TYPES)


def _empty() -> pd.DataFrame:
    return _frame([])
