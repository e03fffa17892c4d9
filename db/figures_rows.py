"""Reading what the kept columns are made of, past what whoever acts may see: for them alone."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import BigInteger, func, or_, select, type_coerce
from sqlalchemy.orm import Session

from db.counting import counts
from db.models import Audit, Score
from db.models_access import Membership
from db.models_periods import UnitMonth
from db.scope import RENEWAL

Place = tuple[str, int]
"""A month and a unit."""

Memberships = Sequence[Any]

FEW = 100
"""So many changed places are asked for by name; of more everything is read."""


def state(session: Session) -> tuple[int, int]:
    """How many sums there are and their stamps together: another state has others."""
    query = select(func.count(), func.sum(UnitMonth.stamp))
    rows, stamps = session.execute(query, execution_options=RENEWAL).one()
    return rows, int(stamps or 0)


def states_of_months(session: Session) -> dict[str, int]:
    """The stamps of each month together."""
    query = select(UnitMonth.month, func.sum(UnitMonth.stamp)).group_by(UnitMonth.month)
    found = session.execute(query, execution_options=RENEWAL)
    return {month: int(stamp) for month, stamp in found}


def states_of_places(session: Session, months: Collection[str]) -> dict[Place, int]:
    """The stamps of each month and unit together, in some months."""
    query = select(UnitMonth.month, UnitMonth.unit_id, func.sum(UnitMonth.stamp))
    query = query.where(UnitMonth.month.in_(months))
    query = query.group_by(UnitMonth.month, UnitMonth.unit_id)
    found = session.execute(query, execution_options=RENEWAL)
    return {(month, unit): int(stamp) for month, unit, stamp in found}


def audit_rows(session: Session, places: Collection[Place]) -> list[Any]:
    """The audits that count of some months and units, with their points."""
    sums = (
        type_coerce(getattr(Score, name), BigInteger).label(name) for name in ("k1", "k2", "k3")
    )
    query = (
        select(
            Audit.id,
            Audit.unit_id,
            Audit.period,
            Audit.sheet,
            Audit.sheet_version_id,
            Audit.inspector_id,
            Audit.kind,
            *sums,
            Score.points,
        )
        .join(Score, Score.audit_id == Audit.id)
        .where(counts())
    )
    if len(places) <= FEW:
        named = ((Audit.unit_id == unit) & (Audit.period == month) for month, unit in places)
        query = query.where(or_(False, *named))
    found = session.execute(query, execution_options=RENEWAL)
    return [row for row in found if (row.period, row.unit_id) in places]


def membership_rows(session: Session) -> Memberships:
    """All memberships, by unit and day."""
    query = select(
        Membership.unit_id,
        Membership.valid_from,
        Membership.valid_until,
        Membership.division_id,
    ).order_by(Membership.unit_id, Membership.valid_from)
    return session.execute(query).all()
