"""What the board shows: open orders with their clocks, as somebody sees them, at one moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from checklists.order_classes import ORDER_CLASSES
from checklists.order_rules import OrderRules, order_rules
from dashboard.board.clocks import board_rows
from dashboard.board.ladder import keep_up, step_of
from dashboard.board.rows import BoardRow, Situation, situations
from dashboard.looks import today
from dashboard.words import language
from db import organisation
from db.actors import Actor, Forbidden, Role
from db.orders.columns import order_columns
from db.orders.escalations import Recorded, highest_steps, steps_of
from db.orders.filters import WORKED_ON, OrderFilter
from db.regulations import ORDERS
from db.rows import DivisionRow, UnitRow
from db.session import database
from db.visible_orders import working_divisions
from db.work_calendars import calendars_as_opened

OF_PLACES = tuple(code for code in ORDER_CLASSES if code not in ("refund", "complaint"))
"""Classes that may be about one problem of a place; money and manners are about people."""


@dataclass(frozen=True)
class Wanted:
    """What is looked at on the board; None does not narrow it."""

    division_id: int | None = None
    unit_id: int | None = None
    order_class: str | None = None


@dataclass(frozen=True)
class Offered:
    """The divisions and units somebody may look at."""

    divisions: Sequence[DivisionRow]
    units: Sequence[UnitRow]
    rules: OrderRules

    def division_names(self) -> dict[str, str]:
        """The divisions by code."""
        return {row.code: row.name(language()) for row in self.divisions}

    def unit_names(self, division: str | None) -> dict[str, str]:
        """The units by code, all or of a division."""
        found = (row for row in self.units if division in (None, row.division.code))
        return {row.code: row.name(language()) for row in found}

    def class_names(self) -> dict[str, str]:
        """The classes of orders by code."""
        return {one.code: one.name.get(language()) for one in self.rules.orders.classes}

    def wanted(self, division: str | None, unit: str | None, order_class: str | None) -> Wanted:
        """What is chosen by codes."""
        divisions = {row.code: row.id for row in self.divisions}
        units = {row.code: row.id for row in self.units}
        return Wanted(divisions.get(division or ""), units.get(unit or ""), order_class)


@dataclass(frozen=True)
class Board:
    """The open orders at a moment, and the places about which a situation report is due."""

    at: datetime
    rules: OrderRules
    rows: Sequence[BoardRow]
    situations: Sequence[Situation]
    divisions: Sequence[DivisionRow]
    units: Sequence[UnitRow]


def offered(actor: Actor) -> Offered:
    """What somebody may look at. Raises Forbidden for who has nothing to do with orders."""
    own = actor.units(Role.UNIT_REPRESENTATIVE)
    works = working_divisions(actor)
    if not (actor.may_all or own or works):
        raise Forbidden
    with database().read(actor) as session:
        units = [
            unit
            for unit in organisation.units(session, on=today())
            if unit.division.works_under(*ORDERS)
            and (actor.may_all or unit.id in own or unit.division.id in works)
        ]
    divisions = list(dict.fromkeys(unit.division for unit in units))
    return Offered(divisions, units, order_rules(today()))


def escalated(actor: Actor, order_id: str) -> list[Recorded]:
    """The steps of the ladder that an order one sees has reached, the lowest first."""
    with database().read(actor) as session:
        return steps_of(session, order_id)


def board(actor: Actor, wanted: Wanted, now: datetime | None = None) -> Board:
    """The board at a moment; the ladder of unhandled orders is kept up on the way.

    Raises Forbidden.
    """
    seen = offered(actor)
    moment = now or datetime.now(UTC)
    rows: list[BoardRow] = []
    with database().read(actor) as session:
        calendars = calendars_as_opened(session)
        for division in seen.divisions:
            if wanted.division_id in (None, division.id):
                # By division and state, which is how the database finds the open ones at once.
                asked = OrderFilter(
                    states=WORKED_ON,
                    division_id=division.id,
                    unit_id=wanted.unit_id,
                    order_class=wanted.order_class,
                )
                rows += board_rows(order_columns(session, asked), calendars, moment)
        recorded = highest_steps(session)
    reached = {row.id: step_of(row, seen.rules, moment) for row in rows}
    if any(step not in (None, recorded.get(key)) for key, step in reached.items()):
        keep_up(moment)
    many = seen.rules.orders.many_reports
    return Board(
        at=moment,
        rules=seen.rules,
        rows=[row.reached(reached[row.id]) for row in rows],
        situations=situations(rows, OF_PLACES, many.reports, many.hours, moment),
        divisions=seen.divisions,
        units=seen.units,
    )
