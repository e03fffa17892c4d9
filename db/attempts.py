"""Tries to sign in: how often a name or an address may fail."""

from datetime import datetime, timedelta
from unicodedata import normalize

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from checklists.errors import N_
from db.actors import require_program
from db.errors import DataError
from db.models_access import Attempt
from db.texts import printable
from db.trail import one_at_a_time

FAILURES_OF_ACCOUNT = 5
FAILURES_OF_ADDRESS = 30
WINDOW = timedelta(minutes=15)
"""After so many failures within the window nobody gets in by that name, or from that address."""


class TooManyFailures(DataError):
    """There were too many failures for this name or from this address."""

    def __init__(self) -> None:
        super().__init__(
            N_("Too many failed attempts. Wait {minutes} minutes, or ask an administrator."),
            minutes=int(WINDOW.total_seconds() // 60),
        )


def check_attempts(session: Session, login: str, address: str, now: datetime) -> None:
    """Raises TooManyFailures where this name or this address has failed too often of late.

    Raises Forbidden unless the program itself asks, here and below.
    """
    require_program(session)
    since = now - WINDOW
    by_name = select(func.count()).where(Attempt.login == login_key(login), Attempt.at > since)
    by_address = select(func.count()).where(
        Attempt.address == printable(address)[:60], Attempt.at > since
    )
    if (
        session.scalars(by_name).one() >= FAILURES_OF_ACCOUNT
        or session.scalars(by_address).one() >= FAILURES_OF_ADDRESS
    ):
        raise TooManyFailures


def note_failure(session: Session, login: str, address: str, now: datetime) -> None:
    """Count a failure, and forget those that no longer count."""
    require_program(session)
    session.execute(delete(Attempt).where(Attempt.at <= now - WINDOW))
    session.add(Attempt(at=now, login=login_key(login), address=printable(address)[:60]))
    session.flush()


def begin_attempt(session: Session, login: str, address: str, now: datetime) -> None:
    """Count a try before its password is looked at, so that many at once are not more tries.

    One that gets in is taken back by `forget_failures`. Raises TooManyFailures.
    """
    one_at_a_time(session)
    check_attempts(session, login, address, now)
    note_failure(session, login, address, now)


def forget_failures(session: Session, login: str) -> None:
    """A name that got in starts anew."""
    require_program(session)
    session.execute(delete(Attempt).where(Attempt.login == login_key(login)))


def login_key(login: str) -> str:
    """A login as failures are counted by it."""
    return folded(printable(login))[:80]


def folded(text: str) -> str:
    """A name as it is compared: whatever its case, width and surrounding blank space."""
    return normalize("NFKC", normalize("NFKC", text).casefold()).strip()
