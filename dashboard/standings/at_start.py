"""How what somebody is responsible for stands in the latest month, and in the one before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from checklists.periods import Period
from dashboard.looks import shown_score
from dashboard.standings.official import official
from dashboard.standings.rows import GroupStanding, Standings, UnitStanding
from dashboard.trends.ground import name
from dashboard.view import View
from db.actors import Actor, Role
from db.figures import Figures, figures
from db.rows import DivisionRow, UnitRow
from db.session import database

Standing = UnitStanding | GroupStanding


@dataclass(frozen=True)
class Stand:
    """A unit, a division or the company (`row` is None) in a month, and what it had before.

    `before` is None where the month before was not scored; `full` are full marks.
    """

    row: UnitRow | DivisionRow | None
    month: Period
    now: Standing
    before: Decimal | None
    full: Decimal

    @property
    def change(self) -> Decimal | None:
        """By how much the score rose since the month before; None where either has no score.

        Of the scores as they are shown, so that whoever subtracts them gets the same.
        """
        if self.now.k is None or self.before is None:
            return None
        return shown_score(self.now.k) - shown_score(self.before)

    @property
    def view(self) -> View:
        """Where it is."""
        place = View(period=str(self.month))
        if isinstance(self.row, UnitRow):
            return place.but(division=self.row.division.code, unit=self.row.code)
        return place if self.row is None else place.but(division=self.row.code)


def stands_at_start(actor: Actor) -> tuple[Stand, ...]:
    """The company for an administrator, divisions for their heads, units for who represents them.

    The month is the latest in which one of them has audits that count; nothing where there is
    none, nor for other roles.
    """
    if not (actor.may_all or actor.holds(Role.DIVISION_HEAD, Role.UNIT_REPRESENTATIVE)):
        return ()
    with database().read(actor) as session:
        month = _latest(actor, figures(session))
        if month is None:
            return ()
        told = official(session, month)
        earlier = {_key(one): one.k for one in _own(actor, official(session, month.previous))}
    full = told.scheme.full_marks.value
    return tuple(
        Stand(one.row, month, one, earlier.get(_key(one)), full) for one in _own(actor, told)
    )


def _latest(actor: Actor, found: Figures) -> Period | None:
    months = found.month
    if not actor.may_all:
        divisions, units = _ids(actor)
        months = months[np.isin(found.division, divisions) | np.isin(found.unit, units)]
    return Period.parse(name(int(months.max()))) if len(months) else None


def _own(actor: Actor, told: Standings) -> Iterable[Standing]:
    if actor.may_all:
        return (told.company,) if told.company is not None else ()
    divisions, units = _ids(actor)
    headed = (one for one in told.divisions if one.row is not None and one.row.id in divisions)
    return (*headed, *(one for one in told.units if one.row.id in units))


def _ids(actor: Actor) -> tuple[list[int], list[int]]:
    headed = actor.divisions(Role.DIVISION_HEAD)
    return sorted(headed), sorted(actor.units(Role.UNIT_REPRESENTATIVE))


def _key(one: Standing) -> tuple[type, int | None]:
    return type(one), None if one.row is None else one.row.id
