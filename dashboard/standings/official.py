"""The figures that hold in a period: as they were sealed last, else from the audits as they are."""

from __future__ import annotations

from typing import Any

from checklists.errors import NotInForce
from checklists.periods import Period
from dashboard.standings.roll_up import standings_of
from dashboard.standings.rows import SealMark, Standings
from dashboard.standings.sealed import standings_from
from db.periods import state_of
from db.seals import figures_of
from db.sheets import sheet_with


def official(session: Any, period: Period) -> Standings:
    """How everything stands that whoever acts sees ranked in a period, read in one session."""
    return _sealed(session, period) or standings_of(session, period)


def before(session: Any, period: Period) -> Standings | None:
    """How everything stood the period before, as `official`; None where nothing scored is seen.

    That is so also where no rules were in force then.
    """
    try:
        found = official(session, period.previous)
    except NotInForce:
        return None
    return found if any(unit.k is not None for unit in found.units) else None


def _sealed(session: Any, period: Period) -> Standings | None:
    """The standings as they were sealed last; None while a period is open or closing."""
    found = figures_of(session, period)
    if found is None:
        return None
    row, content = found
    sheets = (sheet_with(session, sheet["hash"]) for sheet in content["sheets"].values())
    restating = state_of(session, period) == "restating"
    mark = SealMark(row.number, row.hash, row.sealed_at, restating)
    return standings_from(content, sheets, period, mark)
