"""Roles: who holds which, for what, over which days."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import ColumnElement, Date, and_, bindparam, or_, select
from sqlalchemy.orm import Session

from checklists.errors import N_
from db.actors import Actor, Held, Role, acting, require, require_program
from db.errors import DataError, DivisionNotFound, PersonNotFound, UnitNotFound
from db.models import Division, Person, Unit
from db.models_access import Grant
from db.texts import entry
from db.trail import note, one_at_a_time

NEEDS = {
    Role.INSPECTOR: "either",
    Role.AGENT: "division",
    Role.DIVISION_HEAD: "division",
    Role.ADMINISTRATOR: "nothing",
    Role.UNIT_REPRESENTATIVE: "unit",
    Role.MEETING_VIEWER: "nothing",
}
"""For what each role is held."""


class GrantRefused(DataError):
    """A role lacks what it is for, or is for what it cannot be for."""

    def __init__(self, role: str) -> None:
        super().__init__(
            N_(
                "The role “{role}” does not fit what it is for. An inspector is for a division or "
                "a unit, an agent or a head for a division, a representative for a unit, others "
                "for everything."
            ),
            role=role,
        )


class LastAdministrator(DataError):
    """The last administrator cannot be taken away."""

    def __init__(self) -> None:
        super().__init__(
            N_("This is the last administrator. Make someone else an administrator first.")
        )


@dataclass(frozen=True)
class GrantRow:
    """A role as it was given; `valid_until` is its last day, None while it goes on."""

    id: int
    person_id: int
    role: Role
    division_id: int | None
    unit_id: int | None
    valid_from: date
    valid_until: date | None


def give(
    session: Session,
    person_id: int,
    role: Role,
    *,
    division_id: int | None = None,
    unit_id: int | None = None,
    valid_from: date,
    valid_until: date | None = None,
) -> int:
    """Give a person a role.

    Raises Forbidden, PersonNotFound, DivisionNotFound, UnitNotFound or GrantRefused.
    """
    require(session, Role.ADMINISTRATOR)
    _check_there(session, person_id, division_id, unit_id)
    given = {"division": division_id is not None, "unit": unit_id is not None}
    fits = {
        "either": given["division"] != given["unit"],
        "division": given["division"] and not given["unit"],
        "unit": given["unit"] and not given["division"],
        "nothing": not any(given.values()),
    }
    if not fits[NEEDS[role]] or (valid_until is not None and valid_until < valid_from):
        raise GrantRefused(role)
    row = Grant(
        person_id=person_id,
        role=role,
        division_id=division_id,
        unit_id=unit_id,
        valid_from=valid_from,
        valid_until=valid_until,
    )
    session.add(row)
    session.flush()
    after = {
        "role": role,
        "division": division_id,
        "unit": unit_id,
        "from": valid_from,
        "until": valid_until,
    }
    note(session, "role_given", "person", person_id, after=after)
    return row.id


def end(session: Session, grant_id: int, last_day: date, reason: str = "") -> None:
    """End a role after a day that is not later than its last one.

    With the day before its first one, a role that has not begun is taken back altogether.
    Raises Forbidden, GrantRefused, LastAdministrator or EntryRefused.
    """
    actor = require(session, Role.ADMINISTRATOR)
    reason = entry(reason, 500, least=0)
    row = session.get(Grant, grant_id)
    if row is None:
        raise GrantRefused("")
    taken_back = last_day == row.valid_from - timedelta(days=1)
    if (
        (last_day < row.valid_from and not taken_back)
        or (taken_back and row.valid_from < actor.on)
        or (row.valid_until is not None and last_day > row.valid_until)
    ):
        raise GrantRefused(row.role)
    if row.role == Role.ADMINISTRATOR:
        check_not_last(session, row.person_id, row.id)
    before = {
        "role": row.role,
        "division": row.division_id,
        "unit": row.unit_id,
        "from": row.valid_from,
        "until": row.valid_until,
    }
    if taken_back:
        session.delete(row)
    else:
        row.valid_until = last_day
    session.flush()
    note(
        session,
        "role_ended",
        "person",
        row.person_id,
        before=before,
        after={"role": row.role, "until": last_day},
        reason=reason,
    )


def of_person(session: Session, person_id: int) -> list[GrantRow]:
    """Every role a person ever held, the newest first, of those whoever acts may see."""
    query = select(Grant).where(Grant.person_id == person_id)
    rows = session.scalars(query.order_by(Grant.valid_from.desc(), Grant.id.desc()))
    return [_row(row) for row in rows]


def all_held(session: Session, on: date) -> list[GrantRow]:
    """The roles that are held on a day, by person. Raises Forbidden."""
    require(session, Role.ADMINISTRATOR)
    query = select(Grant).where(*held_on(on)).order_by(Grant.person_id, Grant.id)
    return [_row(row) for row in session.scalars(query)]


def actor_of(session: Session, person_id: int, on: date, address: str = "") -> Actor | None:
    """The person as an actor with the roles held on a day; None for one who is not active.

    Raises Forbidden unless the program itself asks.
    """
    require_program(session)
    rows = session.execute(_ACTOR, {"person": person_id, "on": on}).all()
    if not rows:
        return None
    held = tuple(
        Held(Role(role), division, unit) for _name, role, division, unit in rows if role is not None
    )
    return Actor(person_id, rows[0][0], held, on, address)


def held_on(on: date | ColumnElement[date]) -> tuple[ColumnElement[bool], ...]:
    """Whether a role is held on a day."""
    return (
        Grant.valid_from <= on,
        or_(Grant.valid_until.is_(None), Grant.valid_until >= on),
    )


# Every tap of every tablet asks who it is: the statement is built once.
_ACTOR = (
    select(Person.name, Grant.role, Grant.division_id, Grant.unit_id)
    .outerjoin(Grant, and_(Grant.person_id == Person.id, *held_on(bindparam("on", type_=Date))))
    .where(Person.id == bindparam("person"), Person.active)
    .order_by(Grant.id)
)


def check_not_last(session: Session, person_id: int, grant_id: int | None = None) -> None:
    """Raises LastAdministrator where nobody would be left if this person, or this grant, went.

    Two who take each other's role away at once come one after the other.
    """
    one_at_a_time(session)
    today = datetime.now(UTC).date() if acting(session).is_system else acting(session).on
    query = (
        select(Grant.id, Grant.person_id, Grant.valid_from)
        .join(Person, Person.id == Grant.person_id)
        .where(Grant.role == Role.ADMINISTRATOR, Grant.valid_until.is_(None), Person.active)
    )
    standing = session.execute(query).all()
    if not any(
        row.person_id == person_id and (grant_id is None or row.id == grant_id) for row in standing
    ):
        return
    if not any(
        row.valid_from <= today
        and (row.person_id != person_id if grant_id is None else row.id != grant_id)
        for row in standing
    ):
        raise LastAdministrator


def _check_there(
    session: Session, person_id: int, division_id: int | None, unit_id: int | None
) -> None:
    if session.get(Person, person_id) is None:
        raise PersonNotFound(person_id)
    if division_id is not None and session.get(Division, division_id) is None:
        raise DivisionNotFound(division_id)
    if unit_id is not None and session.get(Unit, unit_id) is None:
        raise UnitNotFound(unit_id)


def _row(row: Grant) -> GrantRow:
    return GrantRow(
        row.id,
        row.person_id,
        Role(row.role),
        row.division_id,
        row.unit_id,
        row.valid_from,
        row.valid_until,
    )
