"""All accounts of a season: what is left, what waits, who is below the line."""

from __future__ import annotations

from dataclasses import dataclass

from checklists.account import Account, Bounds, SeasonDays
from checklists.periods import Period
from dashboard.looks import today
from dashboard.points.finding import find
from dashboard.points.ground import LOOKING, bounds, season_days
from dashboard.points.reckoning import account_of, by_unit, is_gone
from db.account import places, reading
from db.account.reading import EliminationRow
from db.actors import Actor, require
from db.rows import UnitRow
from db.session import database


@dataclass(frozen=True)
class UnitAccount:
    """A unit's account, the last decision on its elimination, and what no longer follows."""

    unit: UnitRow
    account: Account
    elimination: EliminationRow | None
    gone: int

    @property
    def proposed(self) -> bool:
        """Whether it is below the line and people have to decide, once more where it was kept
        and fell further since.
        """
        held = self.elimination
        fell = held is None or (held.decision == "keep" and held.balance > self.account.left)
        return self.account.below and fell


@dataclass(frozen=True)
class Overview:
    """The accounts of a season, the lowest first; `unknown` orders have no due time."""

    season: SeasonDays
    bounds: Bounds
    units: tuple[UnitAccount, ...]
    unknown: int

    @property
    def below(self) -> tuple[UnitAccount, ...]:
        """The units below the line."""
        return tuple(one for one in self.units if one.account.below)


def overview(actor: Actor, season: Period) -> Overview:
    """The accounts one may see; what the program finds is proposed on the way.

    Raises Forbidden or NotInForce.
    """
    days, on = season_days(season), today()
    with database().read(actor) as session:
        require(session, *LOOKING)
    found = find(season)
    with database().read(actor) as session:
        units = places.account_units(session, days.first, min(max(on, days.first), days.last))
        events = by_unit(reading.events(session, str(season)))
        held = {row.unit_id: row for row in reading.eliminations(session, str(season))}
    limits = bounds(season)
    lines = [
        UnitAccount(
            unit,
            account_of(days, limits, events[unit.id], on),
            held.get(unit.id),
            sum(is_gone(row, found) for row in events[unit.id]),
        )
        for unit in units
    ]
    lines.sort(key=lambda one: (one.account.left, one.account.if_all, one.unit.code))
    return Overview(days, limits, tuple(lines), found.unknown)
