"""Whether anything of an audit changed since a tablet looked at it: one cheap statement."""

import hashlib
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, bindparam, func, select
from sqlalchemy.orm import Session

from db.errors import AuditNotFound
from db.models import Audit, Operation
from db.models_tablet import Participant, Photo, Return, Signature
from db.presence import Device
from db.scope import PREPARED
from db.texts import printable


def cursor(session: Session, audit_id: str, people: Sequence[Device] = ()) -> str:
    """A short text that differs once an answer, a photo, the state or `people` has changed.

    It begins with the state and a dot, and ends with the number of operations. Conflicts come and
    go with answers only. Raises AuditNotFound.
    """
    found = session.execute(_CURSOR, {"audit": printable(audit_id)}).one_or_none()
    if found is None:
        raise AuditNotFound(audit_id)
    *rest, number = found
    there = [(one.client, one.waiting, one.silent) for one in people]
    seal = hashlib.sha256(repr(there).encode()).hexdigest()[:8]
    return MARK.join((".".join(str(part) for part in (*rest, seal)), str(number)))


def operations_of(session: Session, audit_id: str) -> int:
    """How many operations an audit has."""
    return session.scalars(_NUMBER, {"audit": printable(audit_id)}).one()


def moved_on(since: str, before: int, after: int) -> str | None:
    """What a tablet has seen once its own batch is stored: `before` and `after` are operations.

    None where it had not seen all that was there before the batch, and has to look.
    """
    seen, _mark, number = since.rpartition(MARK)
    return f"{seen}{MARK}{after}" if number == str(before) else None


MARK = "|"


_COUNTED: tuple[tuple[Any, ColumnElement[Any]], ...] = (
    (Photo, func.count(Photo.id)),
    (Photo, func.count(Photo.removed_at)),
    (Participant, func.count(Participant.person_id)),
    (Signature, func.max(Signature.received_at)),
    (Return, func.count(Return.id)),
    (Operation, func.count(Operation.id)),
)
_CURSOR = (
    select(
        Audit.state,
        *(
            select(count).where(table.audit_id == Audit.id).correlate(Audit).scalar_subquery()
            for table, count in _COUNTED
        ),
    )
    .where(Audit.id == bindparam("audit"))
    .execution_options(**PREPARED)
)
_NUMBER = (
    select(func.count(Operation.id))
    .where(Operation.audit_id == bindparam("audit"))
    .execution_options(**PREPARED)
)
