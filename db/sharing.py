"""Sharing: the colleagues who fill in the same audit, and who of them there could be."""

from datetime import date, datetime

from sqlalchemy import delete, insert, or_, select
from sqlalchemy.orm import Session

from checklists.errors import N_
from db.actors import Forbidden, Role, acting, require
from db.audits import get_audit
from db.errors import AuditClosed, DataError
from db.grants import held_on
from db.locking import check_own, lock_audit
from db.models import DOUBLE, OPEN, Person
from db.models_access import Grant
from db.models_tablet import Participant
from db.rows import PersonRow, UnitRow, person_row
from db.scope import EVERYTHING
from db.texts import printable
from db.trail import note


class NoColleague(DataError):
    """The person may not inspect the audit's unit in its month, or is its inspector."""

    def __init__(self, person: int | str) -> None:
        super().__init__(
            N_(
                "Person {person} does not inspect this unit. Choose a colleague from the list, or "
                "ask an administrator for the role."
            ),
            person=person,
        )


class FilledInAlone(DataError):
    """A double audit compares two inspectors, so that each fills in their own."""

    def __init__(self) -> None:
        super().__init__(
            N_("This audit compares two inspectors: each fills in their own, without help.")
        )


def share(session: Session, audit_id: str, by: int, person_id: int, now: datetime) -> None:
    """Let a colleague fill in an open audit too; a second time changes nothing.

    Raises AuditNotFound, PersonNotFound, Forbidden unless the audit's inspector or an
    administrator asks, AuditClosed, FilledInAlone, or NoColleague.
    """
    _take_up(session, audit_id, by)
    if person_id in {row.id for row in participants(session, audit_id)}:
        return
    if get_audit(session, audit_id).kind == DOUBLE:
        raise FilledInAlone
    if person_id not in {row.id for row in _colleagues(session, audit_id)}:
        raise NoColleague(person_id)
    row = {"audit_id": audit_id, "person_id": person_id, "added_at": now, "added_by": by}
    session.execute(insert(Participant).values(**row))
    note(session, "shared", "audit", audit_id, after={"person_id": person_id})


def unshare(session: Session, audit_id: str, by: int, person_id: int) -> None:
    """Let a colleague no longer fill in an open audit; answers given stay.

    Raises like `share`.
    """
    _take_up(session, audit_id, by)
    if person_id not in {row.id for row in participants(session, audit_id)}:
        return
    session.execute(
        delete(Participant).where(
            Participant.audit_id == audit_id, Participant.person_id == person_id
        )
    )
    note(session, "unshared", "audit", audit_id, before={"person_id": person_id})


def participants(session: Session, audit_id: str) -> list[PersonRow]:
    """Who fills in an audit besides its inspector, in the order they were added."""
    query = (
        select(Person)
        .join(Participant, Participant.person_id == Person.id)
        .where(Participant.audit_id == printable(audit_id))
        .order_by(Participant.added_at, Person.id)
    )
    return [person_row(found) for found in session.scalars(query)]


def colleagues(session: Session, audit_id: str) -> list[PersonRow]:
    """Who else inspects the audit's unit, by code; only for its inspector or an administrator.

    Raises AuditNotFound or Forbidden.
    """
    audit, actor = get_audit(session, audit_id), acting(session)
    if not actor.may_all and actor.person_id != audit.inspector.id:
        raise Forbidden
    return [] if audit.kind == DOUBLE else _colleagues(session, audit_id)


def who_inspects(session: Session, unit: UnitRow, on: date) -> list[PersonRow]:
    """Who inspects a unit on a day, by code. Raises Forbidden but for administrators."""
    require(session, Role.ADMINISTRATOR)
    return _inspectors(session, unit, on)


def _inspectors(session: Session, unit: UnitRow, on: date) -> list[PersonRow]:
    scope = or_(Grant.unit_id == unit.id, Grant.division_id == unit.division.id)
    held = select(Grant.person_id).where(Grant.role == Role.INSPECTOR, scope, *held_on(on))
    query = select(Person).where(Person.active, Person.id.in_(held)).order_by(Person.code)
    return [person_row(row) for row in session.scalars(query, execution_options=EVERYTHING)]


def _colleagues(session: Session, audit_id: str) -> list[PersonRow]:
    audit, actor = get_audit(session, audit_id), acting(session)
    # The division is the one to which the unit belongs in the audit's month.
    today = audit.audited_on if actor.is_system else actor.on
    there = _inspectors(session, audit.unit, today)
    return [row for row in there if row.id != audit.inspector.id]


def _take_up(session: Session, audit_id: str, by: int) -> None:
    audit = lock_audit(session, audit_id, by)
    check_own(session, audit)
    if audit.state not in OPEN:
        raise AuditClosed(audit.state)
