"""What the evaluation meeting may look at: the released periods, how far each is, and its score."""

from __future__ import annotations

from dataclasses import dataclass

from checklists.periods import Period
from dashboard.standings.official import official
from dashboard.standings.rows import GroupStanding
from db.actors import Actor
from db.periods import state_of
from db.rankings import released_periods
from db.session import database

MOST = 12
"""So many periods are told of, those that end last."""


@dataclass(frozen=True)
class Released:
    """A released period with its state, the company's standing in it, and how many units rank."""

    period: Period
    state: str
    company: GroupStanding | None
    units: int


def released(actor: Actor) -> tuple[Released, ...]:
    """The released periods for who sees them, those that end last first, a year before its parts.

    Nothing for those who see no released ranking as such.
    """
    with database().read(actor) as session:
        periods = [Period.parse(text) for text in released_periods(session)]
        newest = sorted(periods, key=lambda one: (one.last_day, len(one.months)), reverse=True)
        found = [(one, state_of(session, one), official(session, one)) for one in newest[:MOST]]
    return tuple(
        Released(period, state, told.company, sum(unit.k is not None for unit in told.units))
        for period, state, told in found
    )
