"""Scores beside the answers they were computed from, audit by audit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from checklists.scoring import SheetScore
from db.models import Audit, Division, Score, Unit
from db.points import points_of
from db.sums import chosen, counted
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
    months = (first_period, last_period or first_period)
    conditions = chosen(Audit, months, division_id, unit_id, sheets)
    query = counted(
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
