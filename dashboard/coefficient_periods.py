"""Which other periods coefficients would change, and from which month on others can be set."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from checklists.periods import Period
from dashboard.standings.roll_up import standings_of
from dashboard.what_if.scores import GroupChange, other_coefficients
from db import coefficients as stored
from db import period_guard
from db.coefficient_changes import Change


@dataclass(frozen=True)
class PeriodChange:
    """Another period in which the coefficients would hold: the company first, then divisions."""

    period: Period
    groups: tuple[GroupChange, ...]

    @property
    def biggest(self) -> GroupChange | None:
        """The division whose score would change most, None where none would."""
        moved = [one for one in self.groups if one.row is not None and one.difference]
        return max(moved, key=lambda one: abs(one.difference or Decimal(0)), default=None)


def others_changed(
    session: Any, period: Period, changes: Sequence[Change], listed: Iterable[Period]
) -> tuple[PeriodChange, ...]:
    """Those of the listed periods, but for the one looked at, of which a score would change.

    A period has what holds in its last month, so a quarter, a year or a later month may change
    as well; none of them is sealed, or nothing could be set. Raises Forbidden.
    """
    begin = min((month for one in changes for month in one.months), default="")
    reached = [one for one in listed if one != period and one.months[-1] >= begin]
    given = {one.unit_id: _months(session, one.unit_id) for one in changes}
    found = []
    for other in reached:
        values = _holding(other.months[-1], changes, given)
        groups = other_coefficients(standings_of(session, other), values) if values else ()
        if any(group.difference for group in groups):
            found.append(PeriodChange(other, groups))
    return tuple(found)


def first_free_month(session: Any, period: Period) -> Period | None:
    """The first month from which coefficients can be set; None where the period's own first can."""
    sealed = period_guard.in_state(session, "sealed")
    reached = [one.last_day for one in sealed if one.last_day >= period.first_day]
    return Period.month_of(max(reached) + timedelta(days=1)) if reached else None


def _months(session: Any, unit: int) -> list[str]:
    return [row.month for row in stored.history(session, unit)]


def _holding(
    last: str, changes: Sequence[Change], given: Mapping[int, Sequence[str]]
) -> dict[int, Decimal]:
    """The new coefficients that would hold in a month; those set for a later month stay."""
    values = {}
    for one in changes:
        written = max((month for month in one.months if month <= last), default=None)
        kept = max((month for month in given[one.unit_id] if month <= last), default="")
        if written is not None and written >= kept:
            values[one.unit_id] = one.after
    return values
