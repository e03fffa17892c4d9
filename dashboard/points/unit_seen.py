"""A unit whose account somebody may look at, by its code."""

from __future__ import annotations

from typing import Any

from checklists.account import SeasonDays
from dashboard.looks import today
from dashboard.points.ground import LOOKING
from db.account import places
from db.actors import require
from db.errors import UnitNotFound
from db.rows import UnitRow


def unit_of(session: Any, days: SeasonDays, code: str) -> UnitRow:
    """The unit with a code whose account one may look at.

    Raises Forbidden, or UnitNotFound, also for a unit one does not see.
    """
    require(session, *LOOKING)
    seen = places.account_units(session, days.first, min(max(today(), days.first), days.last))
    row = next((one for one in seen if one.code == code), None)
    if row is None:
        raise UnitNotFound(code)
    return row
