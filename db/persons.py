"""People: who inspects, signs in, and has left."""

from dataclasses import asdict
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, or_, select, true
from sqlalchemy.orm import Session

from db.actors import Role, acting, require
from db.codes import free_code
from db.errors import PersonNotFound
from db.grants import check_not_last
from db.models import Audit, Person
from db.models_access import Grant
from db.rows import PersonRow, person_row
from db.sign_ins import end_open
from db.texts import entry, printable
from db.trail import note


def add_person(session: Session, code: str, name: str) -> PersonRow:
    """Add a person, active from now on. Raises Forbidden, CodeTaken or EntryRefused."""
    require(session, Role.ADMINISTRATOR)
    person = Person(code=free_code(session, Person, code), name=entry(name), active=True)
    session.add(person)
    session.flush()
    row = person_row(person)
    note(session, "added", "person", person.id, after=asdict(row))
    return row


def people(session: Session, active_only: bool = True) -> list[PersonRow]:
    """The people by code, without those who are no longer active unless they are asked for.

    Heads see those with a role in their divisions; who is neither head nor administrator sees
    nobody else.
    """
    query = select(Person).where(_known(session)).order_by(Person.code)
    if active_only:
        query = query.where(Person.active)
    return [person_row(row) for row in session.scalars(query)]


def inspectors(session: Session) -> list[PersonRow]:
    """Of the people one may see, those who inspect, did so once, or have audits; by code."""
    granted = select(Grant.person_id).where(Grant.role == Role.INSPECTOR)
    inspected = or_(Person.id.in_(granted), Person.id.in_(select(Audit.inspector_id)))
    query = select(Person).where(_known(session), inspected).order_by(Person.code)
    return [person_row(row) for row in session.scalars(query)]


def person(session: Session, person_id: int) -> PersonRow:
    """One person among those `people` shows. Raises PersonNotFound."""
    query = select(Person).where(Person.id == person_id, _known(session))
    found = session.scalars(query).one_or_none()
    if found is None:
        raise PersonNotFound(person_id)
    return person_row(found)


def person_by_code(session: Session, code: str) -> PersonRow:
    """The person with a code among those `people` shows. Raises PersonNotFound."""
    query = select(Person).where(Person.code == printable(code), _known(session))
    found = session.scalars(query).one_or_none()
    if found is None:
        raise PersonNotFound(code)
    return person_row(found)


def set_active(
    session: Session, person_id: int, active: bool, reason: str = "", now: datetime | None = None
) -> PersonRow:
    """Let a person sign in and be chosen, or no longer: then every session of theirs ends.

    Nobody is ever deleted. Raises Forbidden, PersonNotFound or LastAdministrator.
    """
    require(session, Role.ADMINISTRATOR)
    reason = entry(reason, 500, least=0)
    found = session.get(Person, person_id)
    if found is None:
        raise PersonNotFound(person_id)
    if not active:
        check_not_last(session, person_id)
    before, found.active = found.active, active
    session.flush()
    ended = 0 if active else end_open(session, person_id, now or datetime.now(UTC))
    after = {"active": active} | ({"sessions_ended": ended} if ended else {})
    action = "reopened" if active else "closed"
    note(
        session, action, "person", person_id, before={"active": before}, after=after, reason=reason
    )
    return person_row(found)


def _known(session: Session) -> ColumnElement[bool]:
    actor = acting(session)
    if actor.may_all:
        return true()
    # The grants are narrowed to those whoever acts may see.
    return or_(Person.id == actor.me, Person.id.in_(select(Grant.person_id)))
