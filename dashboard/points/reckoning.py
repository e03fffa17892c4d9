"""What some deductions make of an account, and which of them no longer follow."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from checklists.account import Account, Bounds, Deduction, SeasonDays, account
from dashboard.points.finding import Found
from dashboard.points.ground import day_of
from db.account.reading import EventRow


def account_of(days: SeasonDays, limits: Bounds, rows: Iterable[EventRow], on: date) -> Account:
    """The account that some deductions make."""
    return account(
        days, limits, [Deduction(day_of(r.occurred_at), r.points, r.state) for r in rows], on
    )


def is_gone(row: EventRow, found: Found) -> bool:
    """Whether the program found a deduction once and finds it no more, as orders stand now."""
    decided = row.state not in ("rejected", "withdrawn")
    return row.proposed_by is None and decided and row.id not in found.ids


def by_unit(rows: Sequence[EventRow]) -> dict[int, list[EventRow]]:
    """The deductions of each unit."""
    sorted_out: dict[int, list[EventRow]] = defaultdict(list)
    for row in rows:
        sorted_out[row.unit_id].append(row)
    return sorted_out
