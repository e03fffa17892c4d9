"""What an administrator does for people: add, let in, give roles, close."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from checklists.errors import N_, WordedError
from dashboard.looks import today
from db import accounts, attempts, grants, persons, roster, sign_ins
from db.accounts import AccountRow
from db.actors import SYSTEM, Actor, Role, require
from db.grants import GrantRow
from db.passwords import hashed
from db.rows import PersonRow
from db.session import database
from db.sign_ins import SignInRow

# Without letters and digits that are taken for each other when read out or typed.
_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"


class PersonHasLeft(WordedError):
    """Whoever has left gets neither account nor role."""

    def __init__(self, name: str) -> None:
        super().__init__(N_("{name} has left. Take the person back first."), name=name)


class ReasonAsked(WordedError):
    """What was asked for needs a reason."""

    def __init__(self) -> None:
        super().__init__(N_("Say in a few words why; it is kept in the trail."))


@dataclass(frozen=True)
class PersonView:
    """A person with account and roles; `roles` holds every one ever given, the newest first."""

    person: PersonRow
    account: AccountRow | None
    roles: tuple[GrantRow, ...]

    def held(self, on: date) -> tuple[GrantRow, ...]:
        """The roles that have not ended on a day, those to come among them."""
        return tuple(r for r in self.roles if r.valid_until is None or r.valid_until >= on)


def people(actor: Actor, *, left: bool = False) -> list[PersonView]:
    """The people by code, with those who have left if they are asked for. Raises Forbidden."""
    with database().read(actor) as session:
        known = roster.every_account(session)
        given: dict[int, list[GrantRow]] = {}
        for row in roster.every_grant(session):
            given.setdefault(row.person_id, []).append(row)
        return [
            PersonView(row, known.get(row.id), tuple(given.get(row.id, ())))
            for row in persons.people(session, active_only=not left)
        ]


def add_person(actor: Actor, code: str, name: str) -> PersonRow:
    """Add a person. Raises Forbidden, CodeTaken or EntryRefused."""
    with database().write(actor) as session:
        return persons.add_person(session, code, name)


def close_person(actor: Actor, person: int, reason: str) -> None:
    """Note that a person has left: roles end, browsers are signed out, past audits stay.

    Raises Forbidden, PersonNotFound, ReasonAsked or LastAdministrator.
    """
    reason = asked(reason)
    day = today()
    with database().write(actor) as session:
        require(session, Role.ADMINISTRATOR)
        persons.person(session, person)
        for row in grants.of_person(session, person):
            if row.valid_until is None or row.valid_until > day:
                # A role that has not begun ends the day before: it is taken away altogether.
                last_day = max(day, row.valid_from - timedelta(days=1))
                grants.end(session, row.id, last_day, reason)
        persons.set_active(session, person, False, reason, datetime.now(UTC))


def take_back(actor: Actor, person: int, reason: str) -> None:
    """Note that a person is back; roles are given anew. Raises Forbidden, PersonNotFound."""
    with database().write(actor) as session:
        persons.set_active(session, person, True, asked(reason))


def open_account(actor: Actor, person: int, login: str) -> str:
    """Open an account, or give it a new password: the one-time password, which nobody keeps.

    Every browser of the person is signed out, and a lock after failures is lifted.
    Raises Forbidden, PersonNotFound, PersonHasLeft, CodeTaken or EntryRefused.
    """
    with database().read(actor) as session:
        require(session, Role.ADMINISTRATOR)
    password = one_time_password()
    # Hashing takes long on purpose; no transaction waits for it.
    kept = hashed(password, login)
    now = datetime.now(UTC)
    with database().write(actor) as session:
        require(session, Role.ADMINISTRATOR)
        _check_active(persons.person(session, person))
        before = accounts.account(session, person)
        email = before.email if before else None
        accounts.save_account(
            session, person, login=login, email=email, now=now, password_hash=kept
        )
    with database().write(SYSTEM) as session:
        attempts.forget_failures(session, login)
    return password


def set_email(actor: Actor, person: int, email: str) -> None:
    """Set the e-mail by which an OpenID identity is mapped, or take it away with "".

    Raises Forbidden, PersonNotFound, PersonHasLeft, CodeTaken or EntryRefused.
    """
    with database().write(actor) as session:
        require(session, Role.ADMINISTRATOR)
        _check_active(persons.person(session, person))
        before = accounts.account(session, person)
        login = before.login if before else None
        now = datetime.now(UTC)
        accounts.save_account(session, person, login=login, email=email.strip() or None, now=now)


def give_role(
    actor: Actor,
    person: int,
    role: Role,
    *,
    division: int | None = None,
    unit: int | None = None,
    since: date,
    until: date | None = None,
) -> int:
    """Give a person a role over a span of days; its number.

    Raises Forbidden, PersonNotFound, PersonHasLeft or GrantRefused.
    """
    with database().write(actor) as session:
        require(session, Role.ADMINISTRATOR)
        _check_active(persons.person(session, person))
        return grants.give(
            session,
            person,
            role,
            division_id=division,
            unit_id=unit,
            valid_from=since,
            valid_until=until,
        )


def end_role(actor: Actor, grant: int, last_day: date, reason: str) -> None:
    """End a role after a day; the day before its first takes it away altogether.

    Raises Forbidden, GrantRefused, LastAdministrator or ReasonAsked.
    """
    with database().write(actor) as session:
        require(session, Role.ADMINISTRATOR)
        grants.end(session, grant, last_day, asked(reason))


def browsers(actor: Actor, person: int) -> list[SignInRow]:
    """The browsers in which a person is signed in. Raises Forbidden."""
    with database().read(actor) as session:
        require(session, Role.ADMINISTRATOR)
        return sign_ins.open_of(session, person, datetime.now(UTC))


def end_browsers(actor: Actor, person: int) -> None:
    """Sign a person out everywhere. Raises Forbidden."""
    with database().write(actor) as session:
        require(session, Role.ADMINISTRATOR)
        sign_ins.end_all(session, person, datetime.now(UTC))


def one_time_password() -> str:
    """A password to be read out once and changed at the first sign-in: about 79 bits."""
    groups = ("".join(secrets.choice(_SIGNS) for _ in range(4)) for _ in range(4))
    return "-".join(groups)


def asked(reason: str) -> str:
    """A reason without blank space around it. Raises ReasonAsked where there is none."""
    if not reason.strip():
        raise ReasonAsked
    return reason.strip()


def _check_active(person: PersonRow) -> None:
    if not person.active:
        raise PersonHasLeft(person.name)
