"""`admin`: makes the first administrator; nobody else could let anyone in."""

import os
import sys
from datetime import UTC, datetime

import typer

from checklists.errors import WordedError
from dashboard.commands.saying import say_both
from dashboard.looks import today
from dashboard.words import N_, _
from db import accounts, grants, persons
from db.actors import SYSTEM, Role
from db.passwords import hashed
from db.session import Database, database
from db.settings import get_setting
from db.texts import CODE_LENGTH

LOGIN, PASSWORD, NAME = "HENG_ADMIN_LOGIN", "HENG_ADMIN_PASSWORD", "HENG_ADMIN_NAME"


class DemoHasSwitcher(WordedError):
    """The demo's people are chosen, they do not sign in."""

    def __init__(self) -> None:
        super().__init__(
            N_("This is the demo: people are chosen there without a password. Use your own data.")
        )


class AdministratorExists(WordedError):
    """There is an administrator, who can let others in."""

    def __init__(self) -> None:
        super().__init__(
            N_(
                "There is already an administrator, who can add others under People. "
                "If none can sign in any more, use: python -m dashboard admin --again"
            )
        )


class NobodyAnswers(WordedError):
    """Nobody is at the keyboard, and the environment does not say who it is to be."""

    def __init__(self) -> None:
        super().__init__(
            N_("Set both {login} and {password}, or run this in a terminal."),
            login=LOGIN,
            password=PASSWORD,
        )


def make(*, again: bool) -> None:
    """Make an administrator from the environment, else from what is typed.

    Raises DemoHasSwitcher, AdministratorExists, NobodyAnswers, PasswordTooWeak, CodeTaken,
    EntryRefused.
    """
    here = database()
    if _is_demo(here):
        raise DemoHasSwitcher
    if not again and _has_administrator(here):
        raise AdministratorExists
    if not from_environment(here):
        if os.environ.get(LOGIN) or os.environ.get(PASSWORD) or not sys.stdin.isatty():
            raise NobodyAnswers
        name, login = typer.prompt(_("Name")), typer.prompt(_("Sign-in name"))
        password = typer.prompt(_("Password"), hide_input=True, confirmation_prompt=True)
        _store(here, name, login, password, must_change=False)


def at_start() -> None:
    """Where there is no administrator yet, make the one the environment names, or say how."""
    here = database()
    if _is_demo(here) or _has_administrator(here):
        os.environ.pop(PASSWORD, None)
    elif not from_environment(here):
        say_both(N_("There is no administrator yet, so nobody can sign in. Run: make admin"))


def from_environment(here: Database) -> bool:
    """Make the administrator the environment names; whether it names one.

    The password may stand in a file of settings, so another one is asked for at the first
    sign-in; and this process forgets it.
    """
    login, password = os.environ.get(LOGIN), os.environ.get(PASSWORD)
    if not login or not password:
        return False
    _store(here, os.environ.get(NAME) or login, login, password, must_change=True)
    os.environ.pop(PASSWORD)
    return True


def _store(here: Database, name: str, login: str, password: str, *, must_change: bool) -> None:
    kept = hashed(password, login)
    now = datetime.now(UTC)
    with here.write(SYSTEM) as session:
        person = persons.add_person(session, login.strip()[:CODE_LENGTH], name).id
        accounts.save_account(
            session,
            person,
            login=login,
            email=None,
            now=now,
            password_hash=kept,
            must_change=must_change,
        )
        grants.give(session, person, Role.ADMINISTRATOR, valid_from=today())
    say_both(N_("{name} is now an administrator and signs in as {login}."), name=name, login=login)
    if must_change:
        say_both(N_("The first sign-in asks for another password."))


def _is_demo(here: Database) -> bool:
    with here.read(SYSTEM) as session:
        return bool(get_setting(session, "demo", False))


def _has_administrator(here: Database) -> bool:
    with here.read(SYSTEM) as session:
        return accounts.has_administrator(session)
