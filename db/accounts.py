"""Accounts: how people sign in, by a password or by an identity of their company."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from checklists.errors import N_
from db.actors import Role, require, require_program
from db.attempts import folded
from db.errors import CodeTaken, DataError, PersonNotFound
from db.locking import check_acts
from db.models import Person
from db.models_access import Account, Grant
from db.sign_ins import end_open
from db.texts import entry, is_storable, printable
from db.trail import note

SUBJECT_LENGTH = 300


class SignInRefused(DataError):
    """Name and password do not fit, or the account is closed: the answer is the same."""

    def __init__(self) -> None:
        super().__init__(N_("Name or password is wrong. Check both and try again."))


@dataclass(frozen=True)
class AccountRow:
    """An account without its password: whether it has one, and the identities it is mapped by."""

    person_id: int
    login: str | None
    has_password: bool
    must_change: bool
    subject: str | None
    email: str | None
    changed_at: datetime


@dataclass(frozen=True)
class Credentials:
    """What a sign-in is checked against."""

    person_id: int
    password_hash: str | None
    must_change: bool


def account(session: Session, person_id: int) -> AccountRow | None:
    """The account of a person, None where there is none, or where it is not one's own to see."""
    found = session.get(Account, person_id)
    if found is None:
        return None
    return AccountRow(
        found.person_id,
        found.login,
        found.password_hash is not None,
        found.must_change,
        found.subject,
        found.email,
        found.changed_at,
    )


def save_account(
    session: Session,
    person_id: int,
    *,
    login: str | None,
    email: str | None,
    now: datetime,
    password_hash: str | None = None,
    must_change: bool = True,
) -> None:
    """Open an account or change it; without a new hash the password stays.

    A new password ends the person's sessions, and another e-mail the tie to the identity that was
    found by the former one.
    Raises Forbidden, PersonNotFound, CodeTaken for a name or address in use, EntryRefused.
    """
    require(session, Role.ADMINISTRATOR)
    if session.get(Person, person_id) is None:
        raise PersonNotFound(person_id)
    login = entry(folded(login), 80) if login else None
    email = entry(folded(email), 200) if email else None
    _check_free(session, person_id, login, email)
    found = session.get(Account, person_id)
    before = None if found is None else {"login": found.login, "email": found.email}
    if found is None:
        found = Account(person_id=person_id, must_change=False, created_at=now, changed_at=now)
        session.add(found)
    if found.email != email:
        found.subject = None
    found.login, found.email, found.changed_at = login, email, now
    after: dict[str, object] = {"login": login, "email": email}
    after |= {"new_password": password_hash is not None}
    if password_hash is not None:
        found.password_hash, found.must_change = password_hash, must_change
        after["sessions_ended"] = end_open(session, person_id, now)
    session.flush()
    note(session, "account_saved", "person", person_id, before=before, after=after)


def set_password(session: Session, person_id: int, password_hash: str, now: datetime) -> None:
    """Give one's own account a password of one's own choice. Raises Forbidden, PersonNotFound.

    Other people's passwords are given by `save_account`, which asks for a new one.
    """
    check_acts(session, person_id)
    found = session.get(Account, person_id)
    if found is None:
        raise PersonNotFound(person_id)
    before = {"must_change": found.must_change}
    found.password_hash, found.must_change, found.changed_at = password_hash, False, now
    session.flush()
    after = {"must_change": False}
    note(session, "password_changed", "person", person_id, before=before, after=after)


def renew_hash(session: Session, person_id: int, password_hash: str) -> None:
    """Keep the same password by today's figures; whether it must be changed stays as it is.

    Raises Forbidden unless the program itself does it.
    """
    require_program(session)
    change = update(Account).where(Account.person_id == person_id)
    session.execute(change.values(password_hash=password_hash))


def credentials(session: Session, login: str) -> Credentials | None:
    """What a sign-in by this name is checked against; None for unknown and inactive people.

    Raises Forbidden unless the program itself asks.
    """
    require_program(session)
    found = session.execute(
        select(Account.person_id, Account.password_hash, Account.must_change)
        .join(Person, Person.id == Account.person_id)
        .where(Account.login == folded(printable(login)), Person.active)
    ).one_or_none()
    return None if found is None else Credentials(*found)


def person_of_identity(session: Session, subject: str, email: str | None) -> int | None:
    """The active person an OpenID identity is mapped to, by subject or else by e-mail.

    The first sign-in by e-mail keeps the subject, which alone counts from then on. The subject
    has to name its provider too, and the e-mail has to be one the provider has verified.
    Raises Forbidden unless the program itself asks.
    """
    require_program(session)
    if not 0 < len(subject) <= SUBJECT_LENGTH or not is_storable([subject, email]):
        return None
    by_subject = select(Account).join(Person, Person.id == Account.person_id)
    by_subject = by_subject.where(Person.active)
    found = session.scalars(by_subject.where(Account.subject == subject)).one_or_none()
    if found is None and email:
        found = session.scalars(
            by_subject.where(Account.email == folded(email), Account.subject.is_(None))
        ).one_or_none()
        if found is not None:
            found.subject = subject
            session.flush()
            note(session, "identity_kept", "person", found.person_id, after={"subject": subject})
    return None if found is None else found.person_id


def has_administrator(session: Session) -> bool:
    """Whether anyone could sign in as an administrator; without one the first can be made.

    Raises Forbidden.
    """
    require(session, Role.ADMINISTRATOR)
    query = (
        select(func.count())
        .select_from(Grant)
        .join(Account, Account.person_id == Grant.person_id)
        .join(Person, Person.id == Grant.person_id)
        .where(Grant.role == Role.ADMINISTRATOR, Grant.valid_until.is_(None), Person.active)
        .where(or_(Account.password_hash.is_not(None), Account.email.is_not(None)))
    )
    return session.scalars(query).one() > 0


def _check_free(session: Session, person_id: int, login: str | None, email: str | None) -> None:
    for column, value in ((Account.login, login), (Account.email, email)):
        taken = select(Account.person_id).where(column == value, Account.person_id != person_id)
        if value is not None and session.scalar(taken) is not None:
            raise CodeTaken(value)
