"""What rankings are made of: the sums of the audits that count, by unit and sheet."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from db.actors import Role, acting
from db.counting import counts
from db.models import Audit, Division, Score, Unit
from db.models_access import Membership
from db.models_periods import UnitMonth
from db.releases import is_released
from db.scope import EVERYTHING
from db.visible import belongs, first_day

Summed = type[Audit] | type[UnitMonth]


@dataclass(frozen=True)
class SheetSums:
    """The submitted audits of a unit and sheet together: how many, and their sums in points.

    The means that reading 7 asks for are the sums divided by `audits`.
    """

    unit_id: int
    division_id: int
    sheet: str
    audits: int
    k1: Decimal
    k2: Decimal
    k3: Decimal


def sums_by_unit_and_sheet(
    session: Session,
    first_period: str,
    last_period: str | None = None,
    *,
    division_id: int | None = None,
    unit_id: int | None = None,
    sheets: Sequence[str] | None = None,
) -> list[SheetSums]:
    """The sums of the audits that count, a row for each unit and sheet that has any.

    An audit in which nothing was scored (K1 = K3) is left out (rules, reading 9). A meeting
    viewer sees all units in the months of a released period, taken together as it was released.
    The kept sums are read; an inspector's are those of the audits he or she sees.
    """
    actor = acting(session)
    months = (first_period, last_period or first_period)
    whole = actor.holds(Role.MEETING_VIEWER) and is_released(session, *months)
    if actor.holds(Role.INSPECTOR) and not (whole or actor.may_all):
        conditions = chosen(Audit, months, division_id, unit_id, sheets)
        return _summed(session, _added_up().where(*conditions), Audit, {})
    conditions = chosen(UnitMonth, months, division_id, unit_id, sheets)
    return _summed(session, _kept().where(*conditions), UnitMonth, EVERYTHING if whole else {})


def _summed(
    session: Session, query: Select[*tuple[Any, ...]], of: Summed, options: dict[str, Any]
) -> list[SheetSums]:
    columns = (of.unit_id, Membership.division_id, of.sheet)
    query = query.group_by(*columns).order_by(Membership.division_id, of.unit_id, of.sheet)
    return [SheetSums(*row) for row in session.execute(query, execution_options=options)]


def _added_up() -> Select[*tuple[Any, ...]]:
    sums = (func.count(), func.sum(Score.k1), func.sum(Score.k2), func.sum(Score.k3))
    query = select(Audit.unit_id, Membership.division_id, Audit.sheet, *sums)
    return counted(query).where(Score.k.is_not(None))


def _kept() -> Select[*tuple[Any, ...]]:
    names = ("audits", "k1", "k2", "k3")
    sums = (func.sum(getattr(UnitMonth, name)) for name in names)
    return (
        select(UnitMonth.unit_id, Membership.division_id, UnitMonth.sheet, *sums)
        .join(
            Membership,
            (Membership.unit_id == UnitMonth.unit_id) & belongs(first_day(UnitMonth.month)),
        )
        .where(UnitMonth.audits > 0)
    )


def counted(query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """A query of audits that count, with score, unit and the division it belonged to."""
    return (
        query.select_from(Audit)
        .join(Score, Score.audit_id == Audit.id)
        .join(Unit, Audit.unit_id == Unit.id)
        .join(Membership, (Membership.unit_id == Unit.id) & belongs(first_day()))
        .join(Division, Division.id == Membership.division_id)
        .where(counts())
    )


def chosen(
    of: Summed,
    months: tuple[str, str],
    division_id: int | None,
    unit_id: int | None,
    sheets: Sequence[str] | None,
) -> list[ColumnElement[bool]]:
    """Conditions on audits or kept sums: first and last month, division, unit, sheets."""
    month = UnitMonth.month if of is UnitMonth else Audit.period
    conditions: list[ColumnElement[bool]] = [month.between(*months)]
    if division_id is not None:
        conditions.append(Membership.division_id == division_id)
    if unit_id is not None:
        conditions.append(of.unit_id == unit_id)
    if sheets is not None:
        conditions.append(of.sheet.in_(sheets))
    return conditions
