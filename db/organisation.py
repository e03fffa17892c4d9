"""Divisions, units and people: who is inspected, and by whom."""

from datetime import date

from sqlalchemy import Select, exists, or_, select
from sqlalchemy.orm import Session

from db.errors import CodeTaken, DivisionNotFound, PersonNotFound, UnitNotFound
from db.models import Division, Person, Unit
from db.rows import DivisionRow, PersonRow, UnitRow, division_row, person_row, unit_row
from db.texts import CODE_LENGTH, entry, printable


def add_division(session: Session, code: str, name_zh: str, name_en: str) -> DivisionRow:
    """Add a division. Raises CodeTaken or EntryRefused."""
    division = Division(
        code=_free(session, Division, code), name_zh=entry(name_zh), name_en=entry(name_en)
    )
    session.add(division)
    session.flush()
    return division_row(division)


def add_unit(session: Session, division_id: int, code: str, name_zh: str, name_en: str) -> UnitRow:
    """Add a unit to a division. Raises DivisionNotFound, CodeTaken or EntryRefused."""
    division = session.get(Division, division_id)
    if division is None:
        raise DivisionNotFound(division_id)
    unit = Unit(
        division_id=division_id,
        code=_free(session, Unit, code),
        name_zh=entry(name_zh),
        name_en=entry(name_en),
    )
    session.add(unit)
    session.flush()
    return unit_row(unit, division)


def add_person(session: Session, code: str, name: str) -> PersonRow:
    """Add a person, active from now on. Raises CodeTaken or EntryRefused."""
    person = Person(code=_free(session, Person, code), name=entry(name), active=True)
    session.add(person)
    session.flush()
    return person_row(person)


def divisions(session: Session) -> list[DivisionRow]:
    """All divisions by code."""
    return [division_row(row) for row in session.scalars(select(Division).order_by(Division.code))]


def units(
    session: Session, division_id: int | None = None, open_on: date | None = None
) -> list[UnitRow]:
    """The units by division and code, all or of one division; with a day, those open on it."""
    query = _units().order_by(Division.code, Unit.code)
    if division_id is not None:
        query = query.where(Unit.division_id == division_id)
    if open_on is not None:
        query = query.where(or_(Unit.closed_on.is_(None), Unit.closed_on > open_on))
    return [unit_row(unit, division) for unit, division in session.execute(query)]


def people(session: Session, active_only: bool = True) -> list[PersonRow]:
    """The people by code, without those who are no longer active unless they are asked for."""
    query = select(Person).order_by(Person.code)
    if active_only:
        query = query.where(Person.active)
    return [person_row(row) for row in session.scalars(query)]


def division(session: Session, division_id: int) -> DivisionRow:
    """One division. Raises DivisionNotFound."""
    found = session.get(Division, division_id)
    if found is None:
        raise DivisionNotFound(division_id)
    return division_row(found)


def unit(session: Session, unit_id: int) -> UnitRow:
    """One unit. Raises UnitNotFound."""
    found = session.execute(_units().where(Unit.id == unit_id)).one_or_none()
    if found is None:
        raise UnitNotFound(unit_id)
    return unit_row(*found)


def unit_by_code(session: Session, code: str) -> UnitRow:
    """The unit with a code, as imported files name it. Raises UnitNotFound."""
    found = session.execute(_units().where(Unit.code == printable(code))).one_or_none()
    if found is None:
        raise UnitNotFound(code)
    return unit_row(*found)


def person(session: Session, person_id: int) -> PersonRow:
    """One person. Raises PersonNotFound."""
    found = session.get(Person, person_id)
    if found is None:
        raise PersonNotFound(person_id)
    return person_row(found)


def person_by_code(session: Session, code: str) -> PersonRow:
    """The person with a code. Raises PersonNotFound."""
    found = session.scalars(select(Person).where(Person.code == printable(code))).one_or_none()
    if found is None:
        raise PersonNotFound(code)
    return person_row(found)


def close_unit(session: Session, unit_id: int, closed_on: date | None) -> UnitRow:
    """Close a unit from a day on, or open it again with None. Raises UnitNotFound."""
    found = session.get(Unit, unit_id)
    if found is None:
        raise UnitNotFound(unit_id)
    found.closed_on = closed_on
    session.flush()
    return unit(session, unit_id)


def set_active(session: Session, person_id: int, active: bool) -> PersonRow:
    """Let a person sign in and be chosen, or no longer. Raises PersonNotFound."""
    found = session.get(Person, person_id)
    if found is None:
        raise PersonNotFound(person_id)
    found.active = active
    session.flush()
    return person_row(found)


def _units() -> Select[Unit, Division]:
    return select(Unit, Division).join(Division, Unit.division_id == Division.id)


def _free(session: Session, table: type[Division | Unit | Person], code: str) -> str:
    code = entry(code, CODE_LENGTH)
    if session.scalar(select(exists().where(table.code == code))):
        raise CodeTaken(code)
    return code
