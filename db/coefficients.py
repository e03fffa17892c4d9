"""Difficulty coefficients of units: which holds in a period, and how it came to be."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from checklists.catalogue_loader import load_catalogue
from checklists.periods import Period
from checklists.standing_rules import StandingRules
from db import rankings
from db.actors import Forbidden, Role, acting, require
from db.errors import UnitNotFound
from db.models import Person, Unit
from db.models_periods import Coefficient
from db.visible import units_of

SCHEME = "gas-1000"
"""The scheme under which coefficients weigh units."""

RANKED: dict[str, Any] = {"heng_everything": True}
"""Execution options of this module alone, which hands out what is of units it has checked.

A coefficient is seen by whoever sees the unit in the period's ranking.
"""


@dataclass(frozen=True)
class CoefficientRow:
    """A coefficient as it was set: from which month on, why, when and by whom."""

    id: int
    unit_id: int
    month: str
    value: Decimal
    reason: str
    set_at: datetime
    set_by: str


def coefficients(session: Session, period: Period) -> dict[int, Decimal]:
    """The coefficient of every unit whoever acts sees ranked: what holds in the last month."""
    units = [unit.id for unit in rankings.ranked_units(session, period)]
    held = _held(session, units, period)
    default = rules_of(period).coefficient_default.value
    return {unit: held[unit].value if unit in held else default for unit in units}


def by_month(session: Session, months: Sequence[str]) -> dict[str, dict[int, Decimal]]:
    """What `coefficients` gives for each of some months, in fewer queries."""
    if acting(session).may_all:
        # A unit may have no division yet in an early month; then it has no score there either.
        seen = dict.fromkeys(months, _ranked(session, months[-1]))
    else:
        seen = {month: _ranked(session, month) for month in months}
    query = _query(set().union(*seen.values()))
    rows = [CoefficientRow(*row) for row in session.execute(query, execution_options=RANKED)]
    found = {}
    for month in months:
        default = rules_of(Period.parse(month)).coefficient_default.value
        held = {row.unit_id: row.value for row in rows if row.month <= month}
        found[month] = {unit: held.get(unit, default) for unit in seen[month]}
    return found


def in_force(session: Session, period: Period) -> dict[int, CoefficientRow]:
    """How the coefficients that hold in the last month were set, of the units one sees ranked.

    A unit for which none was ever set is not among them.
    """
    units = [unit.id for unit in rankings.ranked_units(session, period)]
    return _held(session, units, period)


def history(session: Session, unit_id: int) -> list[CoefficientRow]:
    """Every coefficient a unit was given, the newest first; for administrators and its head.

    Raises Forbidden or UnitNotFound.
    """
    actor = require(session, Role.DIVISION_HEAD)
    if session.get(Unit, unit_id) is None:
        raise UnitNotFound(unit_id)
    headed = units_of(actor.divisions(Role.DIVISION_HEAD), actor.on)
    if not actor.may_all and unit_id not in session.scalars(headed).all():
        raise Forbidden
    found = session.execute(_query([unit_id]), execution_options=RANKED)
    return sorted((CoefficientRow(*row) for row in found), key=lambda row: row.id, reverse=True)


def newest(session: Session) -> int:
    """The number of the newest coefficient, by which a preview knows that it is stale.

    Raises Forbidden.
    """
    require(session, Role.ADMINISTRATOR)
    return session.scalars(select(func.coalesce(func.max(Coefficient.id), 0))).one()


def rows_of(session: Session, units: Collection[int]) -> list[CoefficientRow]:
    """Every coefficient of some units by month and number; none for who is no administrator."""
    return [CoefficientRow(*row) for row in session.execute(_query(units))]


def rules_of(period: Period) -> StandingRules:
    """What a coefficient is where none was set, and at most. Raises NotInForce."""
    return load_catalogue().standing_rules(SCHEME, period.last_day)


def _ranked(session: Session, month: str) -> set[int]:
    return {unit.id for unit in rankings.ranked_units(session, Period.parse(month))}


def _held(session: Session, units: Collection[int], period: Period) -> dict[int, CoefficientRow]:
    query = _query(units).where(Coefficient.month <= period.months[-1])
    rows = (CoefficientRow(*row) for row in session.execute(query, execution_options=RANKED))
    # They come by month and number: the newest of the latest month is the last to be kept.
    return {row.unit_id: row for row in rows}


def _query(units: Collection[int]) -> Select[int, int, str, Decimal, str, datetime, str]:
    return (
        select(
            Coefficient.id,
            Coefficient.unit_id,
            Coefficient.month,
            Coefficient.value,
            Coefficient.reason,
            Coefficient.set_at,
            Person.name,
        )
        .join(Person, Person.id == Coefficient.set_by)
        .where(Coefficient.unit_id.in_(units))
        .order_by(Coefficient.month, Coefficient.id)
    )
