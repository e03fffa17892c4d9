"""How units, divisions and the whole company stand in a period."""

from __future__ import annotations

from typing import Any

from checklists.periods import Period
from dashboard.roll_up import standings_of
from dashboard.seal_content import standings_from
from dashboard.standing_rows import GroupStanding, SealMark, Standings, UnitStanding
from db.actors import Actor
from db.periods import state_of
from db.seals import figures_of
from db.session import database
from db.sheets import sheet_with

__all__ = ["GroupStanding", "Standings", "UnitStanding", "standings", "standings_of"]


def standings(actor: Actor, period: Period) -> Standings:
    """How everything stands that the actor sees ranked in a period: as sealed where it is."""
    with database().read(actor) as session:
        return _sealed(session, period) or standings_of(session, period)


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
