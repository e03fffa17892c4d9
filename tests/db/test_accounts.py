"""Accounts are one's own, failures are counted, and every refusal is the same."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from db import accounts, attempts, sign_ins
from db.actors import SYSTEM, Actor, Forbidden
from db.attempts import FAILURES_OF_ACCOUNT, FAILURES_OF_ADDRESS, WINDOW, TooManyFailures
from db.errors import CodeTaken, EntryRefused, PersonNotFound
from db.models_access import Account, Attempt
from db.passwords import PasswordTooWeak, hashed, is_outdated, matches, renewed
from db.persons import set_active
from db.session import Database
from db.trail import TrailFilter, entries
from tests.db.conftest import in_name_of
from tests.db.test_writers_at_once import at_once
from tests.factories import DAY, NOW, make_person

HERE, ELSEWHERE = "10.0.0.1", "10.0.0.2"


def an_account(session: Session, **fields: Any) -> int:
    person = make_person(session)
    values = {"login": f"login-{person.id}", "email": None, "password_hash": "hash", **fields}
    accounts.save_account(session, person.id, now=NOW, **values)
    return person.id


def test_a_name_is_the_same_whatever_its_case_and_width(session: Session) -> None:
    person = an_account(session, login=" Ａdmin ", email="A@Example.org")
    for login in ("admin", "ADMIN ", "ａｄｍｉｎ"):
        found = accounts.credentials(session, login)
        assert found is not None and found.person_id == person
    with pytest.raises(CodeTaken):
        an_account(session, login="ADMIN")
    with pytest.raises(CodeTaken):
        an_account(session, email="a@example.ORG")
    with pytest.raises(EntryRefused):
        an_account(session, login="ß" * 80)
    with pytest.raises(PersonNotFound):
        accounts.save_account(session, 999_999, login="x", email=None, now=NOW)


def test_unknown_inactive_and_unstorable_names_have_no_credentials(session: Session) -> None:
    person = an_account(session, login="gone")
    set_active(session, person, False)
    for login in ("gone", "unknown", "", "\x00", "\ud83d", "x" * 10_000, "gone" + "x" * 80):
        assert accounts.credentials(session, login) is None
        attempts.check_attempts(session, login, HERE, NOW)
        attempts.note_failure(session, login, HERE, NOW)


def test_a_new_password_by_an_administrator_ends_the_sessions_and_must_be_changed(
    session: Session,
) -> None:
    person = an_account(session)
    token = sign_ins.begin(session, person, "password", address=HERE, agent="", now=NOW)
    accounts.save_account(session, person, login="new", email=None, now=NOW, password_hash="other")
    assert sign_ins.find(session, token, NOW) is None
    row = accounts.account(session, person)
    assert row is not None and row.must_change and row.has_password
    [newest], _ = entries(session, TrailFilter(action="account_saved"), limit=1)
    assert newest.after["sessions_ended"] == 1 and "other" not in str(newest)


def test_one_changes_ones_own_password_only(session: Session) -> None:
    mine, other = an_account(session), an_account(session)
    with in_name_of(session, Actor(mine, "", (), DAY)) as own:
        accounts.set_password(own, mine, "mine", NOW)
        row = accounts.account(own, mine)
        assert row is not None and not row.must_change
        assert accounts.account(own, other) is None
        with pytest.raises(Forbidden):
            accounts.set_password(own, other, "mine", NOW)


def test_a_renewed_hash_still_has_to_be_changed(session: Session) -> None:
    person = an_account(session)
    accounts.renew_hash(session, person, "renewed")
    found = accounts.credentials(session, f"login-{person}")
    assert found is not None and (found.password_hash, found.must_change) == ("renewed", True)


def test_an_identity_is_found_by_e_mail_once_and_then_by_its_subject(session: Session) -> None:
    person = an_account(session, email="a@example.org")
    assert accounts.person_of_identity(session, "s1", "A@example.org") == person
    assert accounts.person_of_identity(session, "s1", None) == person
    assert accounts.person_of_identity(session, "s2", "a@example.org") is None
    for subject in ("", "x" * 301, "\x00"):
        assert accounts.person_of_identity(session, subject, "a@example.org") is None
    accounts.save_account(session, person, login=None, email="b@example.org", now=NOW)
    assert accounts.person_of_identity(session, "s1", None) is None
    assert accounts.person_of_identity(session, "s2", "b@example.org") == person
    set_active(session, person, False)
    assert accounts.person_of_identity(session, "s2", "b@example.org") is None


def test_a_name_is_shut_after_its_failures_and_opens_after_the_window(session: Session) -> None:
    for number in range(FAILURES_OF_ACCOUNT):
        attempts.begin_attempt(session, "Someone", f"10.1.0.{number}", NOW)
    with pytest.raises(TooManyFailures):
        attempts.check_attempts(session, " someone", ELSEWHERE, NOW)
    attempts.check_attempts(session, "other", HERE, NOW)
    last = NOW + WINDOW
    with pytest.raises(TooManyFailures):
        attempts.check_attempts(session, "someone", HERE, last - timedelta(seconds=1))
    attempts.check_attempts(session, "someone", HERE, last)
    attempts.note_failure(session, "x", HERE, last)
    assert session.scalars(select(func.count()).select_from(Attempt)).one() == 1


def test_an_address_is_shut_after_its_failures(session: Session) -> None:
    for number in range(FAILURES_OF_ADDRESS):
        attempts.note_failure(session, f"name-{number}", HERE, NOW)
    with pytest.raises(TooManyFailures):
        attempts.check_attempts(session, "fresh", HERE, NOW)
    attempts.check_attempts(session, "fresh", ELSEWHERE, NOW)
    attempts.forget_failures(session, "name-1")
    attempts.check_attempts(session, "fresh", HERE, NOW)


def test_tries_at_once_are_no_more_tries(committed: Database) -> None:
    def attempt() -> str:
        try:
            with committed.write(SYSTEM) as session:
                attempts.begin_attempt(session, "someone", HERE, NOW)
        except TooManyFailures:
            return "shut"
        return "open"

    told = at_once(*[attempt] * (FAILURES_OF_ACCOUNT + 3))
    assert told.count("open") == FAILURES_OF_ACCOUNT


def test_passwords_match_only_what_is_kept() -> None:
    good = "a long sentence 长句子"
    kept = hashed(good, "login")
    assert kept.startswith("$argon2id$") and good not in kept
    assert matches(good, kept) and not is_outdated(kept) and renewed(good, kept) is None
    for tried, against in (
        ("wrong", kept),
        (good, None),
        (good, "no hash at all"),
        ("\ud83d" + good, kept),
        (good + "\x00", kept),
        ("x" * 100_000, kept),
    ):
        assert not matches(tried, against)


@pytest.mark.parametrize(
    "weak", ["short", "x" * 201, "aaaaaaaaaaaa", "ababababab", "The-Login-X", "with\x00nothing"]
)
def test_a_weak_password_is_refused(weak: str) -> None:
    with pytest.raises(PasswordTooWeak):
        hashed(weak, "the-login-x")


def test_an_administrator_can_sign_in_only_with_an_account(session: Session) -> None:
    from db import grants
    from db.actors import Role

    person = an_account(session)
    assert not accounts.has_administrator(session)
    grants.give(session, person, Role.ADMINISTRATOR, valid_from=DAY)
    assert accounts.has_administrator(session)
    session.execute(update(Account).values(password_hash=None))
    assert not accounts.has_administrator(session)
