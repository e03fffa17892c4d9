"""People who are signed in: roles, accounts, sessions and the actor behind a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy.orm import Session

from checklists.periods import Period
from dashboard.looks import today
from dashboard.periods import sealing
from db import grants, persons, sign_ins
from db.actors import SYSTEM, Actor, Role
from db.session import database
from tests.factories import make_division, make_person

SINCE = date(2020, 1, 1)
ADDRESS = "127.0.0.1"


@dataclass(frozen=True)
class SignedIn:
    """A person's open session: its number, and the cookie's value."""

    person: int
    id: int
    cookie: str


def give(session: Session, person_id: int, role: Role, **fields: Any) -> int:
    """Give a role that is held since long ago; its number."""
    return grants.give(session, person_id, role, **{"valid_from": SINCE, **fields})


def make_administrator(session: Session) -> int:
    """A new administrator."""
    person = make_person(session).id
    give(session, person, Role.ADMINISTRATOR)
    return person


def make_inspector(session: Session) -> int:
    """A new inspector of a new division."""
    person = make_person(session).id
    give(session, person, Role.INSPECTOR, division_id=make_division(session).id)
    return person


def signed_in(person_id: int, now: datetime | None = None) -> SignedIn:
    """Begin a session of a person in the process's database."""
    now = now or datetime.now(UTC)
    with database().write(SYSTEM) as session:
        cookie = sign_ins.begin(
            session, person_id, "password", address=ADDRESS, agent="test", now=now
        )
        found = sign_ins.find(session, cookie, now)
    assert found is not None
    return SignedIn(person_id, found.id, cookie)


def actor_of(person_id: int) -> Actor:
    """Whoever acts as this person today."""
    with database().read(SYSTEM) as session:
        actor = grants.actor_of(session, person_id, today(), ADDRESS)
    assert actor is not None
    return actor


def somebody(role: Role) -> Actor:
    """Somebody of the demo who has a role and no other."""
    with database().read(SYSTEM) as session:
        people = [grants.actor_of(session, p.id, today()) for p in persons.people(session)]
    return next(a for a in people if a is not None and {held.role for held in a.roles} == {role})


def seal_as_seen(actor: Actor, period: Period) -> tuple[Period, ...]:
    """Look at what will be sealed, and seal just that."""
    return sealing.seal(actor, period, sealing.look_before(actor, period).seen)
