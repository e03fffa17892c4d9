"""The statement of one unit's account: every deduction with clause, proof and decision."""

from __future__ import annotations

from dataclasses import dataclass

from checklists.account import Account
from checklists.account_rules import AccountEvent
from checklists.order_rules import order_rules
from checklists.periods import Period
from dashboard.looks import today
from dashboard.photos.store import photo_store
from dashboard.points.finding import find
from dashboard.points.ground import LOOKING, bounds, season_days
from dashboard.points.reckoning import account_of, is_gone
from dashboard.points.unit_seen import unit_of
from db.account import reading
from db.account.errors import EventNotFound
from db.account.reading import DecisionRow, EliminationRow, EventRow
from db.actors import Actor, require
from db.rows import UnitRow
from db.session import database


@dataclass(frozen=True)
class Line:
    """A deduction with the rule behind it; `gone` says that it no longer follows from its order.

    `earlier` are the decisions before the one that holds, the oldest first.
    """

    row: EventRow
    rule: AccountEvent
    gone: bool
    earlier: tuple[DecisionRow, ...]


@dataclass(frozen=True)
class Statement:
    """A unit's account in a season, line by line, the newest first.

    `eliminations` are the decisions on the unit, the newest last.
    """

    unit: UnitRow
    account: Account
    lines: tuple[Line, ...]
    eliminations: tuple[EliminationRow, ...]

    @property
    def waiting(self) -> tuple[Line, ...]:
        """The deductions that wait for a decision."""
        return tuple(line for line in self.lines if line.row.state == "waiting")


def statement(actor: Actor, season: Period, unit: str) -> Statement:
    """The statement of the unit with a code.

    Raises Forbidden, NotInForce or UnitNotFound, also for a unit one does not see.
    """
    days, on = season_days(season), today()
    with database().read(actor) as session:
        require(session, *LOOKING)
    found = find(season)
    with database().read(actor) as session:
        row = unit_of(session, days, unit)
        rows = reading.events(session, str(season), row.id)
        decided = reading.decisions(session, [one.id for one in rows if one.decision])
        held = reading.eliminations(session, str(season), row.id)
    lines = [
        Line(
            one,
            order_rules(one.rules).account.event(one.code),
            is_gone(one, found),
            tuple(d for d in decided if d.event_id == one.id and d != one.decision),
        )
        for one in reversed(rows)
    ]
    standing = account_of(days, bounds(season), rows, on)
    return Statement(row, standing, tuple(lines), tuple(held))


def proof_file(actor: Actor, event_id: str) -> tuple[EventRow, bytes]:
    """The file behind a deduction one sees. Raises Forbidden, EventNotFound or FileMissing."""
    with database().read(actor) as session:
        require(session, *LOOKING)
        row = reading.event(session, event_id)
    if row.sha256 is None:
        raise EventNotFound
    return row, photo_store().photo(row.sha256, str(row.media_type))
