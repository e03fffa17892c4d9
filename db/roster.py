"""Everyone and everything there is at once, and new names for it."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import organisation, persons
from db.accounts import AccountRow
from db.actors import Role, require
from db.errors import DivisionNotFound, PersonNotFound, UnitNotFound
from db.grants import GrantRow
from db.models import Division, Person, Unit
from db.models_access import Account, Grant, Membership
from db.rows import DivisionRow, PersonRow, UnitRow, division_row
from db.texts import entry
from db.trail import note


@dataclass(frozen=True)
class Roster:
    """Everything there is at one moment: closed units and people who have left among it."""

    divisions: tuple[DivisionRow, ...]
    units: tuple[UnitRow, ...]
    histories: dict[int, list[tuple[date, DivisionRow]]]
    people: tuple[PersonRow, ...]
    accounts: dict[int, AccountRow]
    grants: tuple[GrantRow, ...]


def whole(session: Session) -> Roster:
    """The roster as it stands. Raises Forbidden."""
    require(session, Role.ADMINISTRATOR)
    return Roster(
        tuple(organisation.divisions(session)),
        tuple(organisation.units(session)),
        histories(session),
        tuple(persons.people(session, active_only=False)),
        every_account(session),
        tuple(every_grant(session)),
    )


def rename_division(session: Session, division_id: int, name_zh: str, name_en: str) -> None:
    """Give a division other names. Raises Forbidden, DivisionNotFound or EntryRefused."""
    require(session, Role.ADMINISTRATOR)
    found = session.get(Division, division_id)
    if found is None:
        raise DivisionNotFound(division_id)
    _rename(session, "division", found, name_zh, name_en)


def rename_unit(session: Session, unit_id: int, name_zh: str, name_en: str) -> None:
    """Give a unit other names. Raises Forbidden, UnitNotFound or EntryRefused."""
    require(session, Role.ADMINISTRATOR)
    found = session.get(Unit, unit_id)
    if found is None:
        raise UnitNotFound(unit_id)
    _rename(session, "unit", found, name_zh, name_en)


def rename_person(session: Session, person_id: int, name: str) -> None:
    """Give a person another name. Raises Forbidden, PersonNotFound or EntryRefused."""
    require(session, Role.ADMINISTRATOR)
    found = session.get(Person, person_id)
    if found is None:
        raise PersonNotFound(person_id)
    before = {"name": found.name}
    found.name = entry(name)
    session.flush()
    note(session, "renamed", "person", person_id, before=before, after={"name": found.name})


def histories(session: Session) -> dict[int, list[tuple[date, DivisionRow]]]:
    """For each unit the divisions it has belonged to with their first days, the newest first."""
    query = (
        select(Membership.unit_id, Membership.valid_from, Division)
        .join(Division, Division.id == Membership.division_id)
        .order_by(Membership.unit_id, Membership.valid_from.desc())
    )
    found: dict[int, list[tuple[date, DivisionRow]]] = {}
    for unit_id, since, division in session.execute(query):
        found.setdefault(unit_id, []).append((since, division_row(division)))
    return found


def every_account(session: Session) -> dict[int, AccountRow]:
    """The accounts by person. Raises Forbidden."""
    require(session, Role.ADMINISTRATOR)
    rows = session.scalars(select(Account))
    return {row.person_id: _account(row) for row in rows}


def every_grant(session: Session) -> list[GrantRow]:
    """Every role ever given, by person, the newest first. Raises Forbidden."""
    require(session, Role.ADMINISTRATOR)
    query = select(Grant).order_by(Grant.person_id, Grant.valid_from.desc(), Grant.id.desc())
    return [_grant(row) for row in session.scalars(query)]


def _rename(
    session: Session, kind: str, found: Division | Unit, name_zh: str, name_en: str
) -> None:
    before = {"name_zh": found.name_zh, "name_en": found.name_en}
    found.name_zh, found.name_en = entry(name_zh), entry(name_en)
    session.flush()
    after = {"name_zh": found.name_zh, "name_en": found.name_en}
    note(session, "renamed", kind, found.id, before=before, after=after)


def _account(row: Account) -> AccountRow:
    return AccountRow(
        row.person_id,
        row.login,
        row.password_hash is not None,
        row.must_change,
        row.subject,
        row.email,
        row.changed_at,
    )


def _grant(row: Grant) -> GrantRow:
    return GrantRow(
        row.id,
        row.person_id,
        Role(row.role),
        row.division_id,
        row.unit_id,
        row.valid_from,
        row.valid_until,
    )
