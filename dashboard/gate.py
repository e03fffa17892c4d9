"""Who is it: signing in and out, and the actor behind a cookie or a form's token."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from checklists.errors import N_, WordedError
from dashboard.looks import ROLES, today
from dashboard.secret import server_secret
from dashboard.words import _, language
from db import accounts, attempts, grants, organisation, persons, sign_ins
from db.accounts import SignInRefused
from db.actors import SYSTEM, Actor, Role
from db.passwords import hashed, matches, renewed
from db.session import database
from db.settings import get_setting
from db.sign_ins import SignInRow

COOKIE = "heng_session"


class SessionEnded(WordedError):
    """The session behind a request has ended."""

    def __init__(self) -> None:
        super().__init__(N_("You are signed out. Sign in again; what you entered is kept."))


@dataclass(frozen=True)
class Signed:
    """Who is signed in, by which session; `must_change` asks for a password of one's own.

    `by_company` is whether the company account let the person in, not a cookie of Heng's.
    """

    actor: Actor
    sign_in: int | None
    must_change: bool = False
    by_company: bool = False


def is_demo() -> bool:
    """Whether this process serves the demo: asked for at the start, and marked in the data."""
    if os.environ.get("HENG_DEMO") != "1":
        return False
    with database().read(SYSTEM) as session:
        return bool(get_setting(session, "demo", False))


def sign_in(login: str, password: str, *, address: str, agent: str) -> str:
    """The cookie of a new session. Raises SignInRefused or TooManyFailures.

    The answer, and the time it takes, are the same for an unknown name and a wrong password.
    A try is counted before the password is looked at, so that many at once are not more tries.
    """
    now = datetime.now(UTC)
    with database().write(SYSTEM) as session:
        attempts.begin_attempt(session, login, address, now)
        known = accounts.credentials(session, login)
    kept = known.password_hash if known else None
    if not matches(password, kept) or known is None:
        raise SignInRefused
    better = renewed(password, kept)
    with database().write(SYSTEM) as session:
        attempts.forget_failures(session, login)
        if better is not None:
            accounts.renew_hash(session, known.person_id, better)
        return sign_ins.begin(
            session, known.person_id, "password", address=address, agent=agent, now=now
        )


def signed_by_identity(identity: Mapping[str, Any], address: str, agent: str) -> Signed | None:
    """Who an OpenID identity stands for; None for one that nobody is mapped to, or that ended.

    `identity` holds the claims of the provider's token. One sign-in at the provider is one
    session here, which the person and an administrator can end like any other. An e-mail
    counts only where the provider says that it is verified.
    """
    issuer, subject = str(identity.get("iss", "")), str(identity.get("sub", ""))
    if not issuer or not subject:
        return None
    email = identity.get("email") if identity.get("email_verified") is True else None
    key = _identity_key(identity)
    found = signed_by_cookie(key, address)
    if found is not None:
        return found
    now = datetime.now(UTC)
    with database().write(SYSTEM) as session:
        person = accounts.person_of_identity(
            session, f"{issuer}|{subject}", str(email) if email else None
        )
        if person is None or sign_ins.was_begun(session, key):
            return None
        sign_ins.begin(session, person, "oidc", address=address, agent=agent, now=now, token=key)
    return signed_by_cookie(key, address)


def has_ended(identity: Mapping[str, Any]) -> bool:
    """Whether an OpenID identity was let in once by this sign-in at the provider."""
    with database().read(SYSTEM) as session:
        return sign_ins.was_begun(session, _identity_key(identity))


def _identity_key(identity: Mapping[str, Any]) -> str:
    parts = "|".join(str(identity.get(claim)) for claim in ("iss", "sub", "iat"))
    return f"oidc|{parts}|{server_secret()}"


def signed_by_cookie(cookie: str | None, address: str) -> Signed | None:
    """Who a cookie stands for; None without one, or once its session has ended."""
    if not cookie:
        return None
    now = datetime.now(UTC)
    with database().read(SYSTEM) as session:
        found = sign_ins.find(session, cookie, now)
        if found is None:
            return None
        actor = grants.actor_of(session, found.person_id, today(), address)
        account = accounts.account(session, found.person_id)
    if actor is None:
        return None
    if now - found.seen_at > sign_ins.TOUCH:
        with database().write(SYSTEM) as session:
            sign_ins.touch(session, found, now)
    by_company = found.method == "oidc"
    must_change = bool(account and account.must_change) and not by_company
    return Signed(actor, found.id, must_change, by_company)


def signed_by_token(person: int, sign_in_id: int | None, address: str) -> Signed:
    """Who a form's token stands for. Raises SessionEnded once its session has ended."""
    if sign_in_id is None and not is_demo():
        raise SessionEnded
    with database().read(SYSTEM) as session:
        if sign_in_id is not None and not sign_ins.is_open(
            session, sign_in_id, person, datetime.now(UTC)
        ):
            raise SessionEnded
        actor = grants.actor_of(session, person, today(), address)
    if actor is None:
        raise SessionEnded
    return Signed(actor, sign_in_id)


def demo_person(person: int, address: str) -> Signed | None:
    """A person of the demo; None outside of it."""
    if not is_demo():
        return None
    with database().read(SYSTEM) as session:
        actor = grants.actor_of(session, person, today(), address)
    return None if actor is None else Signed(actor, None)


def demo_people() -> dict[int, tuple[str, str]]:
    """The people of the demo, inspectors first, with names and the words for their role."""
    order = list(Role)
    with database().read(SYSTEM) as session:
        held = {grant.person_id: grant.role for grant in grants.all_held(session, today())}
        names = {person.id: person.name for person in persons.people(session)}
    known = sorted((order.index(role), person) for person, role in held.items() if person in names)
    return {person: (names[person], ROLES[order[place]]) for place, person in known}


def sign_out(cookie: str) -> None:
    """End the session a cookie stands for; one that has ended stays so."""
    signed = signed_by_cookie(cookie, "")
    if signed is not None and signed.sign_in is not None:
        with database().write(signed.actor) as session:
            sign_ins.end(session, signed.sign_in, datetime.now(UTC))


def change_password(signed: Signed, old: str, new: str) -> None:
    """Take a new password; every other session of the person ends.

    Raises SignInRefused where the old one is wrong, TooManyFailures after many tries, and
    PasswordTooWeak for the new one.
    """
    actor, now = signed.actor, datetime.now(UTC)
    with database().write(SYSTEM) as session:
        account = accounts.account(session, actor.me)
        login = (account.login if account else None) or ""
        attempts.begin_attempt(session, login, actor.address, now)
        known = accounts.credentials(session, login)
    if known is None or not matches(old, known.password_hash):
        raise SignInRefused
    made = hashed(new, login)
    with database().write(SYSTEM) as session:
        attempts.forget_failures(session, login)
    with database().write(actor) as session:
        accounts.set_password(session, actor.me, made, now)
        sign_ins.end_all(session, actor.me, now, but=signed.sign_in)


def my_sessions(signed: Signed) -> list[SignInRow]:
    """The sessions of the person that have not ended, the last used first."""
    with database().read(signed.actor) as session:
        return sign_ins.open_of(session, signed.actor.me, datetime.now(UTC))


def end_session(signed: Signed, sign_in_id: int) -> None:
    """End one of one's own sessions, or anyone's as an administrator. Raises Forbidden."""
    with database().write(signed.actor) as session:
        sign_ins.end(session, sign_in_id, datetime.now(UTC))


def has_password(signed: Signed) -> bool:
    """Whether the person signs in with a password of Heng's."""
    with database().read(signed.actor) as session:
        account = accounts.account(session, signed.actor.me)
    return account is not None and account.has_password


def roles_in_words(signed: Signed) -> list[tuple[str, str]]:
    """The roles held today, each with what it is for, in the reader's language."""
    with database().read(signed.actor) as session:
        divisions = {d.id: d.name(language()) for d in organisation.divisions(session)}
        units = {u.id: u.name(language()) for u in organisation.units(session)}
    return [
        (
            held.role,
            divisions.get(held.division_id or 0) or units.get(held.unit_id or 0) or _("Everything"),
        )
        for held in signed.actor.roles
    ]
