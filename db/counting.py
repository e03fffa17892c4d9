"""Which audits count: submitted ones, and of those that ask for a confirmation the confirmed."""

from sqlalchemy import ColumnElement, select

from db.models import Audit
from db.models_access import Confirmation


def counts() -> ColumnElement[bool]:
    """Whether an audit enters any score, ranking or comparison."""
    return (Audit.state == "submitted") & (~Audit.asks_confirmation | _confirmed())


def waits() -> ColumnElement[bool]:
    """Whether an audit was submitted, but counts only once a division head has confirmed it."""
    return (Audit.state == "submitted") & Audit.asks_confirmation & ~_confirmed()


def _confirmed() -> ColumnElement[bool]:
    query = select(Confirmation.audit_id).where(Confirmation.audit_id == Audit.id)
    return query.correlate(Audit).exists()
