"""Divisions and units: who is inspected, and where a unit belongs."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from db.actors import Role, acting, require
from db.codes import free_code
from db.errors import (
    DivisionNotFound,
    MoveRefused,
    ReasonMissing,
    UnitNotFound,
)
from db.models import Division, Unit
from db.models_access import Membership
from db.period_guard import check_from
from db.regulations import regulations_text, works_under
from db.rows import DivisionRow, UnitRow, division_row, unit_row
from db.texts import entry, printable
from db.trail import note
from db.visible import belongs

BEGINNING = date(2000, 1, 1)
"""From here on a unit belongs to its first division, unless another day is said."""


GAS = "GAS"
"""The regulations by which sheets are scored and units ranked."""


def add_division(
    session: Session, code: str, name_zh: str, name_en: str, regulations: Iterable[str] = (GAS,)
) -> DivisionRow:
    """Add a division that works under these regulations.

    Raises Forbidden, CodeTaken, EntryRefused or RegulationsRefused.
    """
    require(session, Role.ADMINISTRATOR)
    division = Division(
        code=free_code(session, Division, code),
        name_zh=entry(name_zh),
        name_en=entry(name_en),
        regulations=regulations_text(regulations),
    )
    session.add(division)
    session.flush()
    row = division_row(division)
    note(session, "added", "division", division.id, after=asdict(row))
    return row


def add_unit(
    session: Session,
    division_id: int,
    code: str,
    name_zh: str,
    name_en: str,
    *,
    since: date = BEGINNING,
) -> UnitRow:
    """Add a unit to a division. Raises Forbidden, DivisionNotFound, CodeTaken, EntryRefused."""
    require(session, Role.ADMINISTRATOR)
    division = session.get(Division, division_id)
    if division is None:
        raise DivisionNotFound(division_id)
    unit = Unit(code=free_code(session, Unit, code), name_zh=entry(name_zh), name_en=entry(name_en))
    session.add(unit)
    session.flush()
    session.add(Membership(unit_id=unit.id, division_id=division_id, valid_from=since))
    session.flush()
    row = unit_row(unit, division)
    note(session, "added", "unit", unit.id, after={**asdict(row), "since": since})
    return row


def move_unit(session: Session, unit_id: int, division_id: int, since: date, reason: str) -> None:
    """Let a unit belong to another division from a day on; the past keeps the old one.

    Raises Forbidden, UnitNotFound, DivisionNotFound, MoveRefused, ReasonMissing, or PeriodSealed
    for a day that a sealed period reaches.
    """
    require(session, Role.ADMINISTRATOR)
    if not reason.strip():
        raise ReasonMissing
    if session.get(Unit, unit_id) is None:
        raise UnitNotFound(unit_id)
    if session.get(Division, division_id) is None:
        raise DivisionNotFound(division_id)
    current = session.scalars(
        select(Membership).where(Membership.unit_id == unit_id, Membership.valid_until.is_(None))
    ).one()
    if since <= current.valid_from or division_id == current.division_id:
        raise MoveRefused(current.valid_from)
    check_from(session, since)
    before = {"division": current.division_id, "since": current.valid_from}
    current.valid_until = since
    session.add(Membership(unit_id=unit_id, division_id=division_id, valid_from=since))
    session.flush()
    after = {"division": division_id, "since": since}
    note(session, "moved", "unit", unit_id, before=before, after=after, reason=entry(reason, 500))


def memberships(session: Session, unit_id: int) -> list[tuple[date, DivisionRow]]:
    """The divisions a unit has belonged to, each with its first day, the newest first."""
    query = (
        select(Membership.valid_from, Division)
        .join(Division, Division.id == Membership.division_id)
        .where(Membership.unit_id == unit_id)
        .order_by(Membership.valid_from.desc())
    )
    return [(since, division_row(division)) for since, division in session.execute(query)]


def divisions(session: Session) -> list[DivisionRow]:
    """All divisions by code."""
    return [division_row(row) for row in session.scalars(select(Division).order_by(Division.code))]


def units(
    session: Session,
    division_id: int | None = None,
    open_on: date | None = None,
    on: date | None = None,
    under: str | None = None,
) -> list[UnitRow]:
    """The units by division and code, all or of one division.

    With a day each stands under its division of that day, else under its latest; with `open_on`
    those closed by that day are left out, with `under` those of divisions that do not work under
    these regulations.
    """
    query = _units(on or open_on).order_by(Division.code, Unit.code)
    if division_id is not None:
        query = query.where(Membership.division_id == division_id)
    if open_on is not None:
        query = query.where(or_(Unit.closed_on.is_(None), Unit.closed_on > open_on))
    if under is not None:
        query = query.where(works_under(under))
    return [unit_row(unit, division) for unit, division in session.execute(query)]


def units_in_scope(session: Session, on: date) -> list[UnitRow]:
    """The units scored under GAS whoever acts has a role for on a day, by division and code."""
    actor = acting(session)
    if actor.may_all:
        return units(session, on=on, under=GAS)
    named = actor.units(Role.INSPECTOR) | actor.units(Role.UNIT_REPRESENTATIVE)
    divisions = actor.divisions(Role.INSPECTOR) | actor.divisions(Role.DIVISION_HEAD)
    query = _units(on).where(or_(Unit.id.in_(named), Membership.division_id.in_(divisions)))
    query = query.where(works_under(GAS))
    found = session.execute(query.order_by(Division.code, Unit.code))
    return [unit_row(unit, division) for unit, division in found]


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


def close_unit(session: Session, unit_id: int, closed_on: date | None, reason: str = "") -> UnitRow:
    """Close a unit from a day on, or open it again with None.

    Raises Forbidden, UnitNotFound, EntryRefused, or PeriodSealed for a day that a sealed period
    reaches.
    """
    require(session, Role.ADMINISTRATOR)
    found = session.get(Unit, unit_id)
    if found is None:
        raise UnitNotFound(unit_id)
    reason = entry(reason, 500, least=0)
    if closed_on is not None:
        check_from(session, closed_on)
    before, found.closed_on = found.closed_on, closed_on
    session.flush()
    action = "reopened" if closed_on is None else "closed"
    note(
        session,
        action,
        "unit",
        unit_id,
        before={"closed_on": before},
        after={"closed_on": closed_on},
        reason=reason,
    )
    return unit(session, unit_id)


def _units(day: date | None = None) -> Select[Unit, Division]:
    held = Membership.valid_until.is_(None) if day is None else belongs(day)
    return (
        select(Unit, Division)
        .join(Membership, (Membership.unit_id == Unit.id) & held)
        .join(Division, Division.id == Membership.division_id)
    )
