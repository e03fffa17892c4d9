"""What stands beside a work order: temperatures that were measured, call-backs, deductions."""

from __future__ import annotations

from dataclasses import dataclass

from checklists.account_rules import AccountEvent
from checklists.order_rules import order_rules
from db import organisation
from db.account.reading import EventRow, events_of_order
from db.actors import Actor
from db.callbacks.reading import calls_of_order, talks_of
from db.callbacks.rows import CallRow, TalkRow
from db.rows import UnitRow
from db.session import database
from db.temperature.reading import RecordRow, records_of


@dataclass(frozen=True)
class Called:
    """A call-back of an order with what was recorded of it, the newest first."""

    row: CallRow
    talks: tuple[TalkRow, ...]


@dataclass(frozen=True)
class Deduction:
    """A deduction from the account of a unit, with the rule behind it."""

    row: EventRow
    rule: AccountEvent
    unit: UnitRow


@dataclass(frozen=True)
class Beside:
    """What stands beside an order, as far as whoever looks may see it."""

    records: tuple[RecordRow, ...]
    calls: tuple[Called, ...]
    deductions: tuple[Deduction, ...]


def beside(actor: Actor, order_id: str) -> Beside:
    """What stands beside an order; nothing for one that whoever acts does not see.

    Call-backs, and deductions that come from them, are never told to the unit asked about.
    """
    with database().read(actor) as session:
        units = {row.id: row for row in organisation.units(session)}
        return Beside(
            records=tuple(records_of(session, order_id)),
            calls=tuple(
                Called(row, tuple(talks_of(session, row.id)))
                for row in calls_of_order(session, order_id)
            ),
            deductions=tuple(
                Deduction(row, order_rules(row.rules).account.event(row.code), units[row.unit_id])
                for row in events_of_order(session, order_id)
            ),
        )
