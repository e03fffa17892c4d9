"""Telephone calls of a month: listed, and entered by those who work for the unit's division."""

from __future__ import annotations

from datetime import UTC, datetime

from dashboard.commitments.scope import units_of
from db import answered_calls
from db.actors import Actor
from db.answered_calls import CallsRow, NewCalls
from db.rows import UnitRow
from db.session import database


def calls(actor: Actor, month: str) -> list[tuple[CallsRow, UnitRow]]:
    """The numbers that hold for a month, of the units one sees. Raises Forbidden."""
    with database().read(actor) as session:
        units = {unit.id: unit for unit in units_of(session, month)}
        found = answered_calls.answered_calls(session, month)
        return [(row, units[row.unit_id]) for row in found if row.unit_id in units]


def enter(actor: Actor, new: NewCalls) -> int:
    """Enter the calls of a unit and month. Raises what `db.answered_calls.enter_calls` raises."""
    with database().write(actor) as session:
        return answered_calls.enter_calls(session, new, datetime.now(UTC))
