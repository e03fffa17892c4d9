"""Keeping other writers from an audit while its answers or its state change."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, exists, select
from sqlalchemy.orm import Session

from db.actors import Forbidden, Role, acting
from db.errors import AuditNotFound, PersonNotFound
from db.models import Audit, Person, SheetVersion
from db.models_tablet import Participant
from db.scope import PREPARED, hold
from db.texts import printable


@dataclass(frozen=True)
class LockedAudit:
    """What is needed of an audit that no other transaction changes for now."""

    id: str
    state: str
    period: str
    audited_on: date
    inspector_id: int
    content_hash: str


def lock_audit(session: Session, audit_id: str, person_id: int) -> LockedAudit:
    """Keep every other writer from an audit until the transaction ends; one statement.

    Its inspector writes to it, whoever fills it in too, and an administrator. SQLite's write
    transaction already keeps others out; PostgreSQL locks the row.
    Raises AuditNotFound, also for an audit that whoever acts does not see; PersonNotFound for the
    person who wants to write, and Forbidden where that is somebody else.
    """
    asked = {"audit": printable(audit_id), "person": person_id}
    found = session.execute(_LOCK, asked).one_or_none()
    if found is None:
        raise AuditNotFound(audit_id)
    state, period, audited_on, inspector_id, content_hash, known, shared = found
    if not known:
        raise PersonNotFound(person_id)
    check_acts(session, person_id)
    actor = acting(session)
    own = actor.person_id == inspector_id or shared
    if not actor.may_all and not (actor.holds(Role.INSPECTOR) and own):
        raise Forbidden
    hold(session, audit_id)
    return LockedAudit(audit_id, state, period, audited_on, inspector_id, content_hash)


_LOCK = (
    select(
        Audit.state,
        Audit.period,
        Audit.audited_on,
        Audit.inspector_id,
        SheetVersion.content_hash,
        exists().where(Person.id == bindparam("person")),
        exists().where(
            Participant.audit_id == Audit.id, Participant.person_id == bindparam("person")
        ),
    )
    .join(SheetVersion, Audit.sheet_version_id == SheetVersion.id)
    .where(Audit.id == bindparam("audit"))
    .with_for_update(of=Audit)
    .execution_options(**PREPARED)
)


def check_own(session: Session, audit: LockedAudit) -> None:
    """Raises Forbidden for somebody who fills an audit in without having begun it."""
    actor = acting(session)
    if not actor.may_all and actor.person_id != audit.inspector_id:
        raise Forbidden


def check_person(session: Session, person_id: int) -> None:
    """Raises PersonNotFound unless there is such a person, Forbidden where somebody else acts."""
    if not session.scalar(select(exists().where(Person.id == person_id))):
        raise PersonNotFound(person_id)
    check_acts(session, person_id)


def check_acts(session: Session, person_id: int) -> None:
    """Raises Forbidden where a person would write in another one's name."""
    actor = acting(session)
    if not actor.is_system and actor.person_id != person_id:
        raise Forbidden
