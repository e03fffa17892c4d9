"""Checked orders compared with those that are there: new, changed, the same, or in conflict."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import pairwise
from typing import Any

import pyarrow as pa

from dashboard.looks import ZONE
from dashboard.order_import.fields import MOMENTS, SEQUENCE
from dashboard.order_import.source_table import Progress
from db.orders.imported import AT_ONCE, COMPARED, Present
from db.orders.importing import Changed

Find = Callable[[Sequence[str]], Mapping[str, Present]]
Row = dict[str, Any]

STATES = (
    ("closed_at", "closed"),
    ("answered_at", "answered"),
    ("taken_at", "received"),
    ("dispatched_at", "dispatched"),
)
"""How far an order is by the last of its moments that is there."""


@dataclass(frozen=True)
class Conflict:
    """An order that people worked on here and of which a file says something else.

    Or one whose moments would no longer follow each other with those of the file, or whose unit
    was called back about it or had points decided on.

    `differences` are pairs by column: what is there, and what the file says. `change` makes the
    order what the file says, but for its unit; its moments `follow` each other or would not.
    """

    place: int
    number: str
    differences: Mapping[str, tuple[Any, Any]]
    change: Changed
    follow: bool

    @property
    def unit_stays(self) -> bool:
        """Whether the file names another unit, which is not taken."""
        return "unit_id" in self.differences and "unit_id" not in self.taken

    @property
    def taken(self) -> Mapping[str, tuple[Any, Any]]:
        """The differences that taking what the file says makes away with."""
        after = self.change.after
        return {name: two for name, two in self.differences.items() if after[name] == two[1]}

    @property
    def fits(self) -> bool:
        """Whether there is something to take of what the file says."""
        return self.follow and bool(self.taken.keys() - {"state"})


@dataclass
class Plan:
    """What taking a file in would do: places of new orders, changed ones, conflicts."""

    new: list[int] = field(default_factory=list)
    changed: dict[int, Changed] = field(default_factory=dict)
    conflicts: list[Conflict] = field(default_factory=list)
    same: int = 0

    @property
    def fitting(self) -> list[Conflict]:
        """The conflicts in which one may take what the file says."""
        return [one for one in self.conflicts if one.fits]

    @property
    def is_idle(self) -> bool:
        """Whether there is nothing to write."""
        return not self.new and not self.changed

    def counts(self, wrong: int) -> dict[str, int]:
        """How many rows of each kind there are."""
        return {
            "new": len(self.new),
            "changed": len(self.changed),
            "same": self.same,
            "conflicts": len(self.conflicts),
            "faults": wrong,
        }


def compare(orders: Any, units: Mapping[str, int], find: Find, told: Progress) -> Plan:
    """Compare checked orders with what there is.

    `orders` are those of `checking.Checked`, `units` ids by code, `find` gives what is there of
    some numbers. What a file leaves empty stays as it is.
    """
    plan = Plan()
    for start in range(0, orders.num_rows, AT_ONCE):
        rows = list(rows_of(orders.slice(start, AT_ONCE), units))
        known = find([row["number"] for row in rows])
        for place, row in enumerate(rows, start=start):
            there = known.get(row["number"])
            if there is None:
                plan.new.append(place)
            else:
                _against(plan, place, row, there)
        told(min(start + AT_ONCE, orders.num_rows) / orders.num_rows)
    return plan


def rows_of(orders: Any, units: Mapping[str, int]) -> Iterator[Row]:
    """Orders as rows for the table of work orders, with state, unit and the day of their rules."""
    names = [name for name in orders.column_names if name not in ("unit", "place")]
    columns = [_plain(orders[name], name) for name in names]
    codes = orders["unit"].to_pylist()
    for code, *values in zip(codes, *columns, strict=True):
        row = dict(zip(names, values, strict=True))
        row["unit_id"] = units[code] if code else None
        row["state"] = state_of(row)
        yield row


def added(row: Row, calendar: str) -> Row:
    """A new order's row: with the calendar, and the day whose rules it was opened under."""
    opened: datetime = row["opened_at"]
    rules: date = opened.astimezone(ZONE).date()
    return {**row, "calendar": calendar, "rules": rules}


def state_of(row: Mapping[str, Any]) -> str:
    """How far an order is, by its moments."""
    return next((state for name, state in STATES if row[name] is not None), "open")


def follows(row: Mapping[str, Any]) -> bool:
    """Whether the moments of an order lie in the order in which they happen."""
    moments = [row[name] for name in SEQUENCE if row[name] is not None]
    return all(one <= other for one, other in pairwise(moments))


def _plain(column: Any, name: str) -> list[Any]:
    if name not in MOMENTS:
        found: list[Any] = column.to_pylist()
        return found
    naive = column.cast(pa.timestamp("us")).to_pylist()
    return [None if one is None else one.replace(tzinfo=UTC) for one in naive]


def _against(plan: Plan, place: int, row: Row, there: Present) -> None:
    before = dict(zip(COMPARED, there.values, strict=True))
    after = {name: row[name] or before[name] for name in COMPARED}
    # What was made void stays so, whatever else a file says of it.
    after["state"] = "void" if before["state"] == "void" else state_of(after)
    differing = {
        name: (before[name], after[name]) for name in COMPARED if before[name] != after[name]
    }
    # How far an order is that people work on follows from the steps taken here.
    says = differing.keys() - {"state"} if there.by_hand else differing
    stays = there.bound and before["unit_id"] not in (None, after["unit_id"])
    if stays:
        after["unit_id"] = before["unit_id"]
    change, follow = Changed(there.id, there.version, before, after), follows(after)
    if not says:
        plan.same += 1
    elif there.by_hand or stays or not follow:
        plan.conflicts.append(Conflict(place, row["number"], differing, change, follow))
    else:
        plan.changed[place] = change
