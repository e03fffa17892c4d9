"""Divisions, units, people and roles saved by their codes: added, or changed to what is said."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import accounts, grants, organisation, persons, regulations, roster
from db.actors import Role
from db.errors import DivisionNotFound, PersonNotFound, UnitNotFound
from db.models import Division, Person, Unit
from db.models_access import Grant


def save_division(
    session: Session, code: str, name_zh: str, name_en: str, tags: Collection[str]
) -> None:
    """Add a division, or give it other names or regulations.

    Raises Forbidden, EntryRefused or RegulationsRefused.
    """
    found = session.scalars(select(Division).where(Division.code == code)).one_or_none()
    if found is None:
        organisation.add_division(session, code, name_zh, name_en, tags)
        return
    if (found.name_zh, found.name_en) != (name_zh, name_en):
        roster.rename_division(session, found.id, name_zh, name_en)
    if regulations.regulations_text(tags) != found.regulations:
        regulations.set_regulations(session, found.id, tags)


def save_unit(
    session: Session,
    code: str,
    name_zh: str,
    name_en: str,
    *,
    division: str,
    since: date,
    reason: str,
) -> None:
    """Add a unit, give it other names, or move it to another division from a day on.

    Raises Forbidden, DivisionNotFound, MoveRefused or EntryRefused.
    """
    to = _division(session, division)
    found = session.scalars(select(Unit).where(Unit.code == code)).one_or_none()
    if found is None:
        organisation.add_unit(session, to, code, name_zh, name_en, since=since)
        return
    if (found.name_zh, found.name_en) != (name_zh, name_en):
        roster.rename_unit(session, found.id, name_zh, name_en)
    if organisation.unit(session, found.id).division.id != to:
        organisation.move_unit(session, found.id, to, since, reason)


def save_person(
    session: Session, code: str, name: str, *, login: str | None, email: str | None, now: datetime
) -> None:
    """Add a person or change the name; with sign-in name or e-mail, the account too.

    Raises Forbidden, CodeTaken or EntryRefused.
    """
    found = session.scalars(select(Person).where(Person.code == code)).one_or_none()
    if found is None:
        person_id = persons.add_person(session, code, name).id
    else:
        person_id = found.id
        if found.name != name:
            roster.rename_person(session, person_id, name)
    before = accounts.account(session, person_id)
    there = (before.login, before.email) if before else (None, None)
    if (login, email) != there:
        accounts.save_account(session, person_id, login=login, email=email, now=now)


def save_role(
    session: Session,
    person: str,
    role: Role,
    *,
    division: str | None,
    unit: str | None,
    since: date,
    until: date | None,
    reason: str,
) -> None:
    """Give a role from a day on, or end the one that was given from this day.

    Raises Forbidden, PersonNotFound, DivisionNotFound, UnitNotFound, GrantRefused or
    LastAdministrator.
    """
    person_id = session.scalar(select(Person.id).where(Person.code == person))
    if person_id is None:
        raise PersonNotFound(person)
    division_id = None if division is None else _division(session, division)
    unit_id = None if unit is None else _unit(session, unit)
    found = session.scalars(
        select(Grant)
        .where(
            Grant.person_id == person_id,
            Grant.role == role,
            Grant.division_id.is_not_distinct_from(division_id),
            Grant.unit_id.is_not_distinct_from(unit_id),
            Grant.valid_from == since,
        )
        .order_by(Grant.id.desc())
    ).first()
    if found is None:
        grants.give(
            session,
            person_id,
            role,
            division_id=division_id,
            unit_id=unit_id,
            valid_from=since,
            valid_until=until,
        )
    elif until is not None and found.valid_until != until:
        grants.end(session, found.id, until, reason)


def _division(session: Session, code: str) -> int:
    found = session.scalar(select(Division.id).where(Division.code == code))
    if found is None:
        raise DivisionNotFound(code)
    return found


def _unit(session: Session, code: str) -> int:
    found = session.scalar(select(Unit.id).where(Unit.code == code))
    if found is None:
        raise UnitNotFound(code)
    return found
