"""What the documents are made of: how everything stands in a period, and why, as one may see it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from checklists.errors import N_, WordedError
from checklists.periods import Period
from dashboard.documents.deducted import UnitDeductions, deductions
from dashboard.documents.readers import may_make
from dashboard.explaining.gathered import Gathered, PlaceUnseen, gather
from dashboard.standings import Standings, UnitStanding
from dashboard.standings.official import before
from dashboard.standings.placing import placed
from dashboard.view import View
from db.actors import Actor, Forbidden
from db.periods import state_of
from db.rows import DivisionRow
from db.session import database

Progress = Callable[[float], None]
"""Is told how much is done, from 0 to 1; it may raise to stop the work."""


class NothingToTell(WordedError):
    """There is no unit in a period of which a document could tell."""

    def __init__(self, period: Period) -> None:
        super().__init__(
            N_("No unit of yours stands in {period}, so there is no document of it."),
            period=period,
        )


@dataclass(frozen=True)
class Ground:
    """A period for one reader: the standings, those before, and what was deducted, by unit.

    `units` come by place. `deductions` has the units into whose audits the reader may look and
    whose audits are those that the standing is made of; of the others sheets only are known.
    `before` is None where the reader sees nothing of the period before. `state` is one of
    db.models_periods' states and `at` the moment at which all of it was read.
    """

    period: Period
    state: str
    at: datetime
    told: Standings
    units: tuple[UnitStanding, ...]
    before: Standings | None
    deductions: Mapping[int, UnitDeductions]
    gathered: Gathered

    @property
    def division_rows(self) -> tuple[DivisionRow, ...]:
        """The divisions of the units, in the order of their codes."""
        rows = {unit.row.division.code: unit.row.division for unit in self.units}
        return tuple(rows[code] for code in sorted(rows))


def read_ground(session: Any, actor: Actor, period: Period) -> Ground:
    """All that documents of a period are made of, as far as the reader sees it.

    What each item takes off is not asked for. Raises Forbidden or NothingToTell.
    """
    if not may_make(actor):
        raise Forbidden
    found = gather(session, actor, View(period=str(period)), period, items=False)
    if not found.units:
        raise NothingToTell(period)
    told = placed(replace(found.told, units=found.units))
    known = found.mine - found.differing
    earlier = before(session, period)
    return Ground(
        period=period,
        state=state_of(session, period),
        at=datetime.now(UTC),
        told=told,
        units=told.units,
        before=None if earlier is None else placed(earlier),
        deductions=deductions(session, found, known),
        gathered=found,
    )


def ground(actor: Actor, period: Period) -> Ground:
    """The same in a session of its own. Raises Forbidden or NothingToTell."""
    try:
        with database().read(actor) as session:
            return read_ground(session, actor, period)
    except PlaceUnseen:
        raise NothingToTell(period) from None
