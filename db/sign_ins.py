"""Signed-in browsers: begun, looked up by their cookie, ended."""

import hashlib
import os
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Row, Select, bindparam, select, update
from sqlalchemy.orm import Session

from db.actors import Actor, Forbidden, acting, require_program
from db.models import Person
from db.models_access import SignIn
from db.texts import printable
from db.trail import note

IDLE = timedelta(minutes=int(os.environ.get("HENG_IDLE_MINUTES", "480")))
ABSOLUTE = timedelta(hours=int(os.environ.get("HENG_SESSION_HOURS", "168")))
"""A session ends when it was not used for so long, and in any case after so long."""

TOUCH = timedelta(minutes=1)
"""When a session was last seen is written at most so often."""


@dataclass(frozen=True)
class SignInRow:
    """A signed-in browser; times in UTC."""

    id: int
    person_id: int
    person: str
    method: str
    created_at: datetime
    seen_at: datetime
    expires_at: datetime
    address: str
    agent: str


def begin(
    session: Session,
    person_id: int,
    method: str,
    *,
    address: str,
    agent: str,
    now: datetime,
    token: str = "",
) -> str:
    """Begin a session; the cookie's value, which is kept nowhere else.

    Raises Forbidden unless the program itself does it, which has found out who it is.
    """
    require_program(session)
    address, agent = printable(address)[:60], printable(agent)[:200]
    token = token or secrets.token_urlsafe(32)
    row = SignIn(
        token_hash=_hash(token),
        person_id=person_id,
        method=method,
        created_at=now,
        seen_at=now,
        expires_at=now + ABSOLUTE,
        address=address,
        agent=agent,
    )
    session.add(row)
    session.flush()
    who = Actor(person_id, "", (), now.date(), address)
    note(session, "signed_in", "person", person_id, after={"method": method}, who=who)
    return token


def find(session: Session, token: str, now: datetime) -> SignInRow | None:
    """The session a cookie stands for, None once it has ended or its person has left.

    Raises Forbidden unless the program itself asks.
    """
    require_program(session)
    found = session.execute(
        _rows().where(
            SignIn.token_hash == _hash(token),
            SignIn.ended_at.is_(None),
            SignIn.expires_at > now,
            SignIn.seen_at > now - IDLE,
            Person.active,
        )
    ).one_or_none()
    return None if found is None else _row(found)


def was_begun(session: Session, token: str) -> bool:
    """Whether a session was ever begun by this token, ended or not."""
    require_program(session)
    return session.scalar(select(SignIn.id).where(SignIn.token_hash == _hash(token))) is not None


def is_open(session: Session, sign_in_id: int, person_id: int, now: datetime) -> bool:
    """Whether a session of a person has not ended, and the person has not left."""
    asked = {"session": sign_in_id, "person": person_id, "now": now, "idle": now - IDLE}
    return session.scalar(_OPEN, asked) is not None


# Every tap of every tablet asks for it: the statement is built once.
_OPEN = (
    select(SignIn.id)
    .join(Person, Person.id == SignIn.person_id)
    .where(
        Person.active,
        SignIn.id == bindparam("session"),
        SignIn.person_id == bindparam("person"),
        SignIn.ended_at.is_(None),
        SignIn.expires_at > bindparam("now"),
        SignIn.seen_at > bindparam("idle"),
    )
)


def touch(session: Session, row: SignInRow, now: datetime) -> None:
    """Note that a session was used, unless that was done within the last minute."""
    require_program(session)
    query = update(SignIn).where(SignIn.id == row.id, SignIn.ended_at.is_(None))
    session.execute(query.where(SignIn.seen_at <= now - TOUCH).values(seen_at=now))


def end(session: Session, sign_in_id: int, now: datetime) -> None:
    """End a session: one's own, or anyone's as an administrator. Raises Forbidden."""
    found = session.get(SignIn, sign_in_id)
    actor = acting(session)
    if found is None or (found.person_id != actor.person_id and not actor.may_all):
        raise Forbidden
    if found.ended_at is None:
        found.ended_at = now
        session.flush()
        note(session, "signed_out", "person", found.person_id, after={"session": sign_in_id})


def end_all(session: Session, person_id: int, now: datetime, but: int | None = None) -> None:
    """End every session of a person but one, as when the password changed. Raises Forbidden."""
    actor = acting(session)
    if person_id != actor.person_id and not actor.may_all:
        raise Forbidden
    if ended := end_open(session, person_id, now, but):
        note(session, "signed_out_everywhere", "person", person_id, after={"sessions": ended})


def end_open(session: Session, person_id: int, now: datetime, but: int | None = None) -> int:
    """End the sessions of a person as part of what the trail tells otherwise; how many ended.

    Somebody else's are not reached but by an administrator.
    """
    ids = select(SignIn.id).where(SignIn.person_id == person_id, SignIn.ended_at.is_(None))
    if but is not None:
        ids = ids.where(SignIn.id != but)
    found = list(session.scalars(ids))
    session.execute(update(SignIn).where(SignIn.id.in_(found)).values(ended_at=now))
    return len(found)


def open_of(session: Session, person_id: int | None, now: datetime) -> list[SignInRow]:
    """The sessions of a person that have not ended, or of everyone for an administrator.

    Raises Forbidden.
    """
    actor = acting(session)
    if person_id != actor.person_id and not actor.may_all:
        raise Forbidden
    query = _rows().where(
        SignIn.ended_at.is_(None), SignIn.expires_at > now, SignIn.seen_at > now - IDLE
    )
    if person_id is not None:
        query = query.where(SignIn.person_id == person_id)
    return [_row(found) for found in session.execute(query.order_by(SignIn.seen_at.desc()))]


def _rows() -> Select[SignIn, str]:
    return select(SignIn, Person.name).join(Person, Person.id == SignIn.person_id)


def _row(found: Row[SignIn, str]) -> SignInRow:
    row, name = found
    return SignInRow(
        row.id,
        row.person_id,
        name,
        row.method,
        row.created_at,
        row.seen_at,
        row.expires_at,
        row.address,
        row.agent,
    )


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
