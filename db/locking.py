"""Keeping other writers from an audit while its answers or its state change."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from db.errors import AuditNotFound, PersonNotFound
from db.models import Audit, Person, SheetVersion
from db.texts import printable


@dataclass(frozen=True)
class LockedAudit:
    """What is needed of an audit that no other transaction changes for now."""

    id: str
    state: str
    audited_on: date
    content_hash: str


def lock_audit(session: Session, audit_id: str, person_id: int) -> LockedAudit:
    """Keep every other writer from an audit until the transaction ends; one statement.

    SQLite's write transaction already does; PostgreSQL locks the row.
    Raises AuditNotFound, or PersonNotFound for the person who wants to write.
    """
    found = session.execute(
        select(
            Audit.state,
            Audit.audited_on,
            SheetVersion.content_hash,
            exists().where(Person.id == person_id),
        )
        .join(SheetVersion, Audit.sheet_version_id == SheetVersion.id)
        .where(Audit.id == printable(audit_id))
        .with_for_update(of=Audit)
    ).one_or_none()
    if found is None:
        raise AuditNotFound(audit_id)
    state, audited_on, content_hash, known = found
    if not known:
        raise PersonNotFound(person_id)
    return LockedAudit(audit_id, state, audited_on, content_hash)


def check_person(session: Session, person_id: int) -> None:
    """Raises PersonNotFound unless there is such a person."""
    if not session.scalar(select(exists().where(Person.id == person_id))):
        raise PersonNotFound(person_id)
