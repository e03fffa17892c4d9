"""Which units have an account, and from which orders and calls deductions are found."""

from dataclasses import dataclass
from datetime import date, datetime

import pandas as pd
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db import organisation
from db.actors import Role, acting, require_program
from db.models import Division, Unit
from db.models_access import Membership
from db.models_account import CallbackTalk
from db.models_orders import OrderStep, WorkOrder
from db.orders.columns import order_columns
from db.orders.filters import OrderFilter
from db.rows import UnitRow, division_row
from db.visible_orders import working_divisions

REGULATION = "HEAT"
"""The regulation whose divisions keep accounts."""

RETURNED = "return"
"""The step by which an answer goes back to the unit: a redo."""


def account_units(session: Session, first: date, on: date) -> list[UnitRow]:
    """The units with an account as they belong on a day, as far as whoever acts sees them.

    Units closed before `first`, the first day of the season, have none.
    """
    actor = acting(session)
    divisions, named = working_divisions(actor), actor.units(Role.UNIT_REPRESENTATIVE)
    return [
        unit
        for unit in organisation.units(session, on=on)
        if unit.division.works_under(REGULATION)
        and (unit.closed_on is None or unit.closed_on > first)
        and (actor.may_all or unit.division.id in divisions or unit.id in named)
    ]


@dataclass(frozen=True)
class Stay:
    """The time a unit belonged to a division that keeps accounts, `until` not included.

    It lasts where that is None; from `closed_on` on the unit is closed.
    """

    unit_id: int
    since: date
    until: date | None
    closed_on: date | None

    def has_account(self, first: date, on: date) -> bool:
        """Whether by this stay the unit is one of `account_units`."""
        belongs = self.since <= on and (self.until is None or self.until > on)
        return belongs and (self.closed_on is None or self.closed_on > first)


def stays(session: Session) -> list[Stay]:
    """When each unit belonged to a division that keeps accounts, as far as whoever acts sees it.

    For asking which units have an account on many days, `account_units` being for one.
    """
    actor = acting(session)
    divisions, named = working_divisions(actor), actor.units(Role.UNIT_REPRESENTATIVE)
    query = (
        select(Membership, Unit.closed_on, Division)
        .join(Unit, Unit.id == Membership.unit_id)
        .join(Division, Division.id == Membership.division_id)
    )
    return [
        Stay(held.unit_id, held.valid_from, held.valid_until, closed_on)
        for held, closed_on, division in session.execute(query)
        if division_row(division).works_under(REGULATION)
        and (actor.may_all or division.id in divisions or held.unit_id in named)
    ]


def redo_steps(session: Session, since: datetime) -> list[tuple[str, datetime]]:
    """(order, moment) of every redo of orders reported since, in the order they happened.

    Raises Forbidden for whoever is not the program itself.
    """
    require_program(session)
    query = (
        select(OrderStep.order_id, OrderStep.at)
        .join(WorkOrder, WorkOrder.id == OrderStep.order_id)
        .where(OrderStep.kind == RETURNED, WorkOrder.reported_at >= since)
        .order_by(OrderStep.order_id, OrderStep.at, OrderStep.recorded_at)
    )
    return [(row.order_id, row.at) for row in session.execute(query)]


def state(session: Session, since: datetime) -> tuple[int, ...]:
    """Numbers that change with every change of the orders reported since, and with every call.

    Raises Forbidden for whoever is not the program itself.
    """
    require_program(session)
    orders = select(func.count(WorkOrder.id), func.coalesce(func.sum(WorkOrder.version), 0)).where(
        WorkOrder.reported_at >= since
    )
    talks = session.scalars(select(func.count(CallbackTalk.id))).one()
    return (*(int(number) for number in session.execute(orders).one()), talks)


def judged_orders(session: Session, since: datetime, until: datetime) -> pd.DataFrame:
    """The orders reported in a time, of divisions that keep accounts; db.orders.columns.

    Raises Forbidden for whoever is not the program itself.
    """
    require_program(session)
    keeping = [one.id for one in organisation.divisions(session) if one.works_under(REGULATION)]
    orders = order_columns(session, OrderFilter(reported_from=since, reported_until=until))
    return orders[orders["division_id"].isin(keeping)].reset_index(drop=True)
