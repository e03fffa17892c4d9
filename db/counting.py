"""Which audits count: submitted ones, and of those that ask for a confirmation the confirmed."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from db.models import DOUBLE, OPEN, Audit
from db.models_access import Confirmation


@dataclass(frozen=True)
class AuditNumbers:
    """How many audits count, wait for a confirmation, and are still open: drafts and returned."""

    counting: int = 0
    waiting: int = 0
    open: int = 0

    def __add__(self, other: AuditNumbers) -> AuditNumbers:
        """Both together."""
        return AuditNumbers(
            self.counting + other.counting, self.waiting + other.waiting, self.open + other.open
        )


def numbers_by_month(session: Session) -> dict[str, AuditNumbers]:
    """The numbers of the audits whoever acts sees, by month; void and replaced ones are none."""
    kinds = (counts(), waits(), Audit.state.in_(OPEN))
    query = select(Audit.period, *(func.sum(case((kind, 1), else_=0)) for kind in kinds))
    found = session.execute(query.group_by(Audit.period))
    return {month: AuditNumbers(*(int(one) for one in numbers)) for month, *numbers in found}


def counts() -> ColumnElement[bool]:
    """Whether an audit enters any score, ranking or comparison of units."""
    return _submitted() & (~Audit.asks_confirmation | _confirmed())


def waits() -> ColumnElement[bool]:
    """Whether an audit was submitted, but counts only once a division head has confirmed it."""
    return _submitted() & Audit.asks_confirmation & ~_confirmed()


def _submitted() -> ColumnElement[bool]:
    return (Audit.state == "submitted") & (Audit.kind != DOUBLE)


def _confirmed() -> ColumnElement[bool]:
    query = select(Confirmation.audit_id).where(Confirmation.audit_id == Audit.id)
    return query.correlate(Audit).exists()
