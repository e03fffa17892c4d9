"""Planned stops of a month: listed, entered, corrected and withdrawn by those who work there."""

from __future__ import annotations

from datetime import UTC, datetime

from dashboard.commitments.scope import bounds, units_of
from db import planned_stops
from db.actors import Actor, Role, require
from db.planned_stops import NewStop, StopRow
from db.rows import UnitRow
from db.session import database
from db.visible_orders import working_divisions


def stops(actor: Actor, month: str) -> list[tuple[StopRow, UnitRow]]:
    """The stops that begin in a month, of the units one sees. Raises Forbidden."""
    with database().read(actor) as session:
        units = {unit.id: unit for unit in units_of(session, month)}
        found = planned_stops.stops(session, *bounds(month))
        return [(row, units[row.unit_id]) for row in found if row.unit_id in units]


def units_to_enter(actor: Actor, month: str) -> list[UnitRow]:
    """The units for which one may enter stops. Raises Forbidden."""
    with database().read(actor) as session:
        require(session, Role.AGENT, Role.DIVISION_HEAD)
        divisions = working_divisions(actor)
        units = units_of(session, month)
        return [unit for unit in units if actor.may_all or unit.division.id in divisions]


def enter(actor: Actor, new: NewStop, replaces: int | None = None) -> int:
    """Enter a stop, or one in another's place.

    Raises Forbidden, UnitNotFound, StopRefused, StopGone or EntryRefused.
    """
    with database().write(actor) as session:
        return planned_stops.add_stop(session, new, datetime.now(UTC), replaces)


def withdraw(actor: Actor, stop: int, reason: str) -> int:
    """Withdraw a stop with its reason. Raises Forbidden, StopGone or EntryRefused."""
    with database().write(actor) as session:
        return planned_stops.withdraw_stop(session, stop, reason, datetime.now(UTC))
