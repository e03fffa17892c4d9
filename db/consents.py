"""What others say of a submitted audit: a division head confirms it, a unit takes note of it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from checklists.errors import N_
from db.actors import Forbidden, Role, acting
from db.audits import get_audit
from db.errors import DataError
from db.models import Audit, Person
from db.models_access import Acknowledgement, Confirmation
from db.models_tablet import Participant
from db.period_guard import check_change
from db.rows import AuditRow
from db.scope import hold
from db.texts import entry, printable
from db.trail import note
from db.unit_months import renew


class NotSubmitted(DataError):
    """Only a submitted audit can be confirmed or acknowledged."""

    def __init__(self) -> None:
        super().__init__(N_("Only a submitted audit can be confirmed or acknowledged."))


class OwnAudit(DataError):
    """Nobody confirms an audit that they filled in."""

    def __init__(self) -> None:
        super().__init__(
            N_(
                "You filled in this audit yourself. The head of its division can confirm it, or "
                "an administrator who had no part in it."
            )
        )


@dataclass(frozen=True)
class Consent:
    """Who confirmed or took note, when, and what was said."""

    person: str
    at: datetime
    words: str


def confirm(session: Session, audit_id: str, remark: str, now: datetime) -> None:
    """Confirm a submitted audit as the head of its division; a second time changes nothing.

    Nobody confirms what they filled in. Raises AuditNotFound, Forbidden, NotSubmitted, OwnAudit,
    EntryRefused, or PeriodSealed.
    """
    audit = _submitted(session, audit_id)
    actor = acting(session)
    if not actor.may_all and audit.unit.division.id not in actor.divisions(Role.DIVISION_HEAD):
        raise Forbidden
    if session.get(Confirmation, audit.id) is None:
        if filled_in(session, audit.id):
            raise OwnAudit
        check_change(session, audit.period)
        remark = entry(remark, 500, least=0)
        hold(session, audit_id)
        session.add(Confirmation(audit_id=audit_id, person_id=actor.me, at=now, remark=remark))
        note(session, "confirmed", "audit", audit_id, after={"remark": remark})
        renew(session, audit_id)


def filled_in(session: Session, audit_id: str) -> bool:
    """Whether whoever acts began an audit or was asked to help with it. Raises AuditNotFound."""
    audit, me = get_audit(session, audit_id), acting(session).person_id
    helped = session.get(Participant, (audit.id, me)) if me is not None else None
    return audit.inspector.id == me or helped is not None


def acknowledge(session: Session, audit_id: str, statement: str, now: datetime) -> None:
    """Take note of a submitted audit as the unit's representative, and as nobody else; once.

    Raises AuditNotFound, Forbidden, NotSubmitted or EntryRefused.
    """
    audit = _submitted(session, audit_id)
    actor = acting(session)
    if audit.unit.id not in actor.units(Role.UNIT_REPRESENTATIVE):
        raise Forbidden
    if session.get(Acknowledgement, audit.id) is None:
        said = entry(statement, 500, least=0)
        hold(session, audit_id)
        session.add(Acknowledgement(audit_id=audit_id, person_id=actor.me, at=now, statement=said))
        note(session, "acknowledged", "audit", audit_id, after={"statement": said})


def confirmation(session: Session, audit_id: str) -> Consent | None:
    """The confirmation of an audit, None where there is none."""
    query = select(Person.name, Confirmation.at, Confirmation.remark)
    query = query.join(Person, Person.id == Confirmation.person_id)
    found = session.execute(query.where(Confirmation.audit_id == printable(audit_id))).one_or_none()
    return None if found is None else Consent(*found)


def acknowledgement(session: Session, audit_id: str) -> Consent | None:
    """What the unit said of an audit, None where it has not taken note."""
    query = select(Person.name, Acknowledgement.at, Acknowledgement.statement)
    query = query.join(Person, Person.id == Acknowledgement.person_id)
    found = session.execute(
        query.where(Acknowledgement.audit_id == printable(audit_id))
    ).one_or_none()
    return None if found is None else Consent(*found)


def _submitted(session: Session, audit_id: str) -> AuditRow:
    # Whoever makes it void at this moment comes before or after, and not in between.
    query = select(Audit.id).where(Audit.id == printable(audit_id)).with_for_update()
    session.execute(query)
    audit = get_audit(session, audit_id)
    if audit.state != "submitted":
        raise NotSubmitted
    return audit
