"""Seals of a period stand one over the other: what the next one begins with."""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from checklists.periods import Period
from db.models_meetings import MeetingSeal
from db.models_periods import Seal
from db.trail import FIRST


def next_seal(session: Session, table: type[Seal | MeetingSeal], period: Period) -> dict[str, Any]:
    """The id, the period's own number and the hash before of the seal to be added.

    Whoever calls this has seen to it that no other seal is added meanwhile.
    """
    last = session.execute(
        select(table.id, table.hash).order_by(table.id.desc()).limit(1)
    ).one_or_none()
    numbers = select(func.coalesce(func.max(table.number), 0) + 1)
    return {
        "id": 1 if last is None else last.id + 1,
        "period": str(period),
        "number": session.scalars(numbers.where(table.period == str(period))).one(),
        "previous_hash": FIRST if last is None else last.hash,
    }
