"""How units, divisions and the whole company stand in a period."""

from __future__ import annotations

from checklists.periods import Period
from dashboard.standings.official import official
from dashboard.standings.roll_up import standings_of
from dashboard.standings.rows import GroupStanding, SealMark, Standings, UnitStanding
from db.actors import Actor, Role
from db.session import database

__all__ = [
    "GroupStanding",
    "SealMark",
    "Standings",
    "UnitStanding",
    "may_rank",
    "standings",
    "standings_of",
]

RANKED_FOR = (Role.DIVISION_HEAD, Role.UNIT_REPRESENTATIVE, Role.MEETING_VIEWER)
"""For whom rankings are, besides administrators."""


def may_rank(actor: Actor) -> bool:
    """Whether rankings and what is behind them are for somebody: not for who only inspects."""
    return actor.may_all or actor.holds(*RANKED_FOR)


def standings(actor: Actor, period: Period) -> Standings:
    """How everything stands that the actor sees ranked in a period: as sealed where it is."""
    with database().read(actor) as session:
        return official(session, period)
