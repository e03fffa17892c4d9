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

    It begins with the state and a dot. Conflicts come and go with answers only. Raises
    AuditNotFound.
    """
    found = session.execute(_CURSOR, {"audit": printable(audit_id)}).one_or_none()
    if found is None:
        raise AuditNotFound(audit_id)
    there = [(one.client, one.waiting, one.silent) for one in people]
    seal = hashlib.sha256(repr(there).encode()).hexdigest()[:8]
    return ".".join(str(part) for part in (*found, seal))


_COUNTED: tuple[tuple[Any, ColumnElement[Any]], ...] = (
    (Operation, func.count(Operation.id)),
    (Photo, func.count(Photo.id)),
    (Photo, func.count(Photo.removed_at)),
    (Participant, func.count(Participant.person_id)),
    (Signature, func.max(Signature.received_at)),
    (Return, func.count(Return.id)),
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
