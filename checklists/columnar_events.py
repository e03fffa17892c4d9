"""The deductions of many orders at once: the same as account_events finds, without a loop."""

from __future__ import annotations

from typing import Any

import pandas as pd

from checklists.account import Bounds, SeasonDays
from checklists.account_events import ATTITUDE, REDONE, RESULT, VOID
from checklists.work_calendar import ZONE

COLUMNS = (
    "origin",
    "unit_id",
    "division_id",
    "code",
    "occurred_at",
    "order_id",
    "callback_id",
)
"""What is found of each deduction; moments in UTC, `callback_id` None where there is none."""

_ELSE = ("answered_at", "closed_at", "dispatched_at", "reported_at")
"""When a redo happened of which only the number is known: the first of these that is."""


def late_events(orders: pd.DataFrame, due: pd.DataFrame) -> pd.DataFrame:
    """A deduction for each late clock that has one.

    `orders` are rows of db.orders.columns, `due` their clocks as columnar_clocks gives them.
    """
    late = due[due["event"].notna() & (due["state"] == "late")]
    rows = orders.loc[late["order"], ["id", "unit_id", "division_id", "state"]]
    found = pd.DataFrame(
        {
            "order_id": rows["id"].to_numpy(),
            "unit_id": rows["unit_id"].array,
            "division_id": rows["division_id"].to_numpy(),
            "state": rows["state"].to_numpy(),
            "code": late["event"].to_numpy(),
            "occurred_at": late["due_at"].array,
        }
    )
    found = _judged(found)
    return _shaped(found, _origin("order", found["order_id"], found["code"], found["unit_id"]))


def without_due_time(due: pd.DataFrame) -> int:
    """How many orders would deduct if late, and have no due time as a year is not known."""
    unknown = due[due["event"].notna() & (due["state"] == "unknown")]
    return int(unknown["order"].nunique())


def redo_events(orders: pd.DataFrame, redos: pd.DataFrame, at_least: int) -> pd.DataFrame:
    """A deduction for each redo of orders that were redone `at_least` so often.

    `redos` has a row each with `order_id` and `at`, in order.
    """
    judged = _judged(orders[orders["redos"] >= at_least])
    told = judged.loc[judged.index.repeat(judged["redos"])].reset_index(drop=True)
    told["place"] = told.groupby("id", sort=False).cumcount() + 1
    known = redos.assign(place=redos.groupby("order_id", sort=False).cumcount() + 1)
    told = told.merge(
        known.rename(columns={"order_id": "id"})[["id", "place", "at"]],
        on=["id", "place"],
        how="left",
    )
    at = told["at"].astype("datetime64[us, UTC]")
    for name in _ELSE:
        at = at.fillna(told[name])
    found = pd.DataFrame(
        {
            "order_id": told["id"],
            "unit_id": told["unit_id"],
            "division_id": told["division_id"],
            "code": REDONE,
            "occurred_at": at,
        }
    )
    return _shaped(found, _origin("redo", told["id"], told["place"], told["unit_id"]))


def called_events(calls: pd.DataFrame) -> pd.DataFrame:
    """A deduction for each dissatisfaction that is not exempt.

    `calls` has `callback_id`, `order_id`, `unit_id`, `division_id`, `attitude`, `result`,
    `exemption` and `called_at`.
    """
    parts = []
    for code, wrong in (
        (ATTITUDE, ~calls["attitude"].astype(bool)),
        (RESULT, ~calls["result"].astype(bool) & (calls["exemption"] == "")),
    ):
        some = calls[wrong].assign(code=code).rename(columns={"called_at": "occurred_at"})
        origin = _origin("call", some["callback_id"], some["code"], some["unit_id"])
        parts.append(_shaped(some, origin))
    return pd.concat(parts, ignore_index=True)


def within(found: pd.DataFrame, season: SeasonDays, bounds: Bounds) -> pd.DataFrame:
    """Those that take points off the account of a season, by when they happened."""
    first = pd.Timestamp(max(season.first, bounds.in_force), tz=ZONE)
    end = pd.Timestamp(season.last, tz=ZONE) + pd.Timedelta(days=1)
    held = (found["occurred_at"] >= first) & (found["occurred_at"] < end)
    return found[held].sort_values(["occurred_at", "origin"], ignore_index=True)


def _judged(orders: pd.DataFrame) -> pd.DataFrame:
    return orders[orders["unit_id"].notna() & (orders["state"] != VOID)]


def _shaped(found: pd.DataFrame, origin: Any) -> pd.DataFrame:
    told = found.assign(origin=origin, callback_id=found.get("callback_id"))[list(COLUMNS)]
    return told.reset_index(drop=True)


def _origin(kind: str, key: Any, what: Any, unit: Any) -> Any:
    return kind + ":" + key.astype(str) + ":" + what.astype(str) + ":" + unit.astype(str)
