"""A signed-in browser: kept as a hash, ended by time, by its person, by an administrator."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from db import sign_ins
from db.actors import Actor, Forbidden, Held, Role
from db.models_access import SignIn
from db.persons import set_active
from db.sign_ins import ABSOLUTE, IDLE, TOUCH
from db.trail import TrailFilter, entries
from tests.db.conftest import in_name_of
from tests.factories import DAY, NOW, make_person

SECOND = timedelta(seconds=1)


def begun(session: Session, person: int) -> str:
    return sign_ins.begin(session, person, "password", address="10.0.0.1", agent="x", now=NOW)


def test_the_cookie_is_kept_only_as_a_hash(session: Session) -> None:
    token = begun(session, make_person(session).id)
    row = session.scalars(select(SignIn)).one()
    assert token not in str(vars(row)) and len(token) >= 43
    assert sign_ins.find(session, token, NOW) is not None
    for wrong in (row.token_hash, "", token + "x", "\ud83d", "\x00"):
        assert sign_ins.find(session, wrong, NOW) is None


def test_it_ends_unused_and_in_any_case(session: Session) -> None:
    token = begun(session, make_person(session).id)
    now = NOW
    found = sign_ins.find(session, token, NOW + IDLE - SECOND)
    assert found is not None and sign_ins.find(session, token, NOW + IDLE) is None
    assert not sign_ins.is_open(session, found.id, found.person_id, NOW + IDLE)
    while now + IDLE - SECOND < NOW + ABSOLUTE:
        now += IDLE - SECOND
        row = sign_ins.find(session, token, now)
        assert row is not None
        sign_ins.touch(session, row, now)
    assert sign_ins.find(session, token, NOW + ABSOLUTE) is None
    assert not sign_ins.is_open(session, found.id, found.person_id, NOW + ABSOLUTE)


def test_its_use_is_written_at_most_once_a_minute(session: Session) -> None:
    token = begun(session, make_person(session).id)
    row = sign_ins.find(session, token, NOW)
    assert row is not None
    for later, seen in ((TOUCH - SECOND, NOW), (TOUCH, NOW + TOUCH), (SECOND, NOW + TOUCH)):
        sign_ins.touch(session, row, NOW + later)
        again = sign_ins.find(session, token, NOW + TOUCH)
        assert again is not None and again.seen_at == seen


def test_who_has_left_is_signed_out_for_good(session: Session) -> None:
    person = make_person(session).id
    token = begun(session, person)
    row = sign_ins.find(session, token, NOW)
    assert row is not None
    set_active(session, person, False, "离职", NOW)
    [newest], _ = entries(session, TrailFilter(object_kind="person"), limit=1)
    assert newest.action == "closed" and newest.reason == "离职"
    assert newest.after == {"active": False, "sessions_ended": 1}
    assert sign_ins.find(session, token, NOW) is None
    set_active(session, person, True)
    assert sign_ins.find(session, token, NOW) is None
    assert not sign_ins.is_open(session, row.id, person, NOW)


def test_one_ends_ones_own_and_an_administrator_anyones(session: Session) -> None:
    mine, other = make_person(session).id, make_person(session).id
    tokens = [begun(session, mine) for _ in range(3)] + [begun(session, other)]
    rows = [sign_ins.find(session, token, NOW) for token in tokens]
    ids = [row.id for row in rows if row is not None]
    with in_name_of(session, Actor(mine, "", (), DAY)) as own:
        sign_ins.end(own, ids[0], NOW)
        sign_ins.end(own, ids[0], NOW)
        with pytest.raises(Forbidden):
            sign_ins.end(own, ids[3], NOW)
        with pytest.raises(Forbidden):
            sign_ins.end(own, 999_999, NOW)
        with pytest.raises(Forbidden):
            sign_ins.end_all(own, other, NOW)
        assert sign_ins.end_open(own, other, NOW) == 0
        assert not sign_ins.is_open(own, ids[3], other, NOW)
        sign_ins.end_all(own, mine, NOW, but=ids[1])
        sign_ins.end_all(own, mine, NOW, but=ids[1])
        assert [row.id for row in sign_ins.open_of(own, mine, NOW)] == [ids[1]]
    with in_name_of(session, Actor(mine, "", (Held(Role.ADMINISTRATOR),), DAY)) as admin:
        assert {row.id for row in sign_ins.open_of(admin, None, NOW)} == {ids[1], ids[3]}
        sign_ins.end(admin, ids[3], NOW)
        assert sign_ins.open_of(admin, other, NOW) == []
    told, _ = entries(session, TrailFilter(person_id=mine))
    assert [row.action for row in told] == [
        "signed_out",
        "signed_out_everywhere",
        "signed_out",
        *["signed_in"] * 3,
    ]
    assert told[-1].address == "10.0.0.1"


def test_no_session_begins_in_anybodys_own_name(session: Session) -> None:
    person = make_person(session).id
    with in_name_of(session, Actor(person, "", (), DAY)) as own, pytest.raises(Forbidden):
        begun(own, person)
