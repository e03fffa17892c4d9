"""Scores beside the answers they were computed from, and the rows that rankings are made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from checklists.scoring import SheetScore
from db.actors import Role, acting
from db.counting import counts
from db.models import Audit, Division, Score, Unit
from db.models_access import Membership
from db.points import points_of
from db.releases import is_released
from db.scope import EVERYTHING, belongs, first_day
from db.texts import printable
from db.upserts import insert_or_replace


@dataclass(frozen=True)
class ScoreRow:
    """A stored score with its ledger, and the hash of the sheet it was computed by."""

    audit_id: str
    score: SheetScore
    rules_hash: str
    computed_at: datetime


@dataclass(frozen=True)
class PeriodScore:
    """One audit that counts as a ranking sees it: sums in points, K from 0 to 1000 or None."""

    audit_id: str
    period: str
    sheet: str
    kind: str
    subject: str
    audited_on: date
    unit_id: int
    unit_code: str
    unit_name_zh: str
    unit_name_en: str
    division_id: int
    division_code: str
    division_name_zh: str
    division_name_en: str
    inspector_id: int
    k1: Decimal
    k2: Decimal
    k3: Decimal
    k: Decimal | None
    grade: str | None


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


def save_score(
    session: Session, audit_id: str, score: SheetScore, rules_hash: str, now: datetime
) -> None:
    """Store the score of an audit in place of the one it had."""
    insert_or_replace(session, Score, score_values(audit_id, score, rules_hash, now), "audit_id")


def score_values(
    audit_id: str, score: SheetScore, rules_hash: str, now: datetime
) -> dict[str, Any]:
    """The columns of a stored score."""
    return {
        "audit_id": audit_id,
        "k1": score.k1,
        "k2": score.k2,
        "k3": score.k3,
        "k": score.k,
        "grade": score.grade,
        "ledger": score.dump(),
        "points": points_of(score),
        "rules_hash": rules_hash,
        "computed_at": now,
    }


def score_of(session: Session, audit_id: str) -> ScoreRow | None:
    """The stored score of an audit, or None before it was submitted."""
    found = session.execute(
        select(Score.audit_id, Score.ledger, Score.rules_hash, Score.computed_at).where(
            Score.audit_id == printable(audit_id)
        )
    ).one_or_none()
    if found is None:
        return None
    return ScoreRow(found[0], SheetScore.load(found[1]), found[2], found[3])


def scores_of_period(
    session: Session,
    first_period: str,
    last_period: str | None = None,
    *,
    division_id: int | None = None,
    unit_id: int | None = None,
    sheets: Sequence[str] | None = None,
) -> list[PeriodScore]:
    """Every audit that counts from one month to another, both inclusive, in one query.

    By division, unit, sheet and day. Without `last_period` the one month only.
    """
    conditions = _conditions(first_period, last_period, division_id, unit_id, sheets)
    query = _submitted(
        select(
            Audit.id,
            Audit.period,
            Audit.sheet,
            Audit.kind,
            Audit.subject,
            Audit.audited_on,
            Unit.id,
            Unit.code,
            Unit.name_zh,
            Unit.name_en,
            Division.id,
            Division.code,
            Division.name_zh,
            Division.name_en,
            Audit.inspector_id,
            Score.k1,
            Score.k2,
            Score.k3,
            Score.k,
            Score.grade,
        )
    ).where(*conditions)
    query = query.order_by(Division.code, Unit.code, Audit.sheet, Audit.audited_on, Audit.id)
    return [PeriodScore(*row) for row in session.execute(query)]


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
    """
    conditions = _conditions(first_period, last_period, division_id, unit_id, sheets)
    query = _submitted(
        select(
            Unit.id,
            Membership.division_id,
            Audit.sheet,
            func.count(),
            func.sum(Score.k1),
            func.sum(Score.k2),
            func.sum(Score.k3),
        )
    ).where(Score.k.is_not(None), *conditions)
    query = query.group_by(Unit.id, Membership.division_id, Audit.sheet)
    query = query.order_by(Membership.division_id, Unit.id, Audit.sheet)
    whole = acting(session).holds(Role.MEETING_VIEWER) and is_released(
        session, first_period, last_period or first_period
    )
    options = EVERYTHING if whole else {}
    return [SheetSums(*row) for row in session.execute(query, execution_options=options)]


def _submitted(query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    return (
        query.select_from(Audit)
        .join(Score, Score.audit_id == Audit.id)
        .join(Unit, Audit.unit_id == Unit.id)
        .join(Membership, (Membership.unit_id == Unit.id) & belongs(first_day()))
        .join(Division, Division.id == Membership.division_id)
        .where(counts())
    )


def _conditions(
    first_period: str,
    last_period: str | None,
    division_id: int | None,
    unit_id: int | None,
    sheets: Sequence[str] | None,
) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [
        Audit.period.between(first_period, last_period or first_period)
    ]
    if division_id is not None:
        conditions.append(Membership.division_id == division_id)
    if unit_id is not None:
        conditions.append(Audit.unit_id == unit_id)
    if sheets is not None:
        conditions.append(Audit.sheet.in_(sheets))
    return conditions
