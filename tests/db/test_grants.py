"""Roles hold from their first day to their last, each for what it is for."""

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from db import grants
from db.actors import SYSTEM, Actor, Forbidden, Held, Role
from db.audits import get_audit
from db.closing import submit_audit, void_audit
from db.consents import OwnAudit, confirm
from db.errors import AuditNotFound, DivisionNotFound, PersonNotFound, UnitNotFound
from db.grants import GrantRefused, LastAdministrator
from db.persons import set_active
from db.session import Database
from db.trail import TrailFilter, entries
from tests.db.conftest import in_name_of
from tests.db.test_writers_at_once import at_once
from tests.factories import DAY, NOW, make_audit, make_division, make_person, make_sheet, make_unit

ONE = timedelta(days=1)
FIRST, LAST = DAY, DAY + 9 * ONE


def acting(session: Session, person: int, on: date) -> Actor:
    actor = grants.actor_of(session, person, on)
    assert actor is not None
    return actor


@pytest.mark.parametrize(
    "on, holds", [(FIRST - ONE, False), (FIRST, True), (LAST, True), (LAST + ONE, False)]
)
def test_a_role_holds_from_its_first_day_to_its_last(
    session: Session, on: date, holds: bool
) -> None:
    person, unit = make_person(session).id, make_unit(session)
    audit = make_audit(session, unit_id=unit.id, inspector_id=person)
    grants.give(
        session, person, Role.INSPECTOR, unit_id=unit.id, valid_from=FIRST, valid_until=LAST
    )
    actor = acting(session, person, on)
    assert actor.holds(Role.INSPECTOR) is holds
    with in_name_of(session, actor) as own:
        if holds:
            submit_audit(own, audit.id, person, NOW, make_sheet().by_code)
            make_audit(own, unit_id=unit.id, inspector_id=person)
        else:
            for act in (
                lambda: get_audit(own, audit.id),
                lambda: submit_audit(own, audit.id, person, NOW, make_sheet().by_code),
                lambda: void_audit(own, audit.id, person, "重复", NOW),
            ):
                with pytest.raises(AuditNotFound):
                    act()
            with pytest.raises(Forbidden):
                make_audit(own, unit_id=unit.id, inspector_id=person)


def test_a_head_who_was_the_inspector_no_longer_writes_to_the_audit(session: Session) -> None:
    person, unit = make_person(session).id, make_unit(session)
    audit = make_audit(session, unit_id=unit.id, inspector_id=person)
    submit_audit(session, audit.id, person, NOW, make_sheet().by_code)
    grants.give(session, person, Role.DIVISION_HEAD, division_id=unit.division.id, valid_from=DAY)
    with in_name_of(session, acting(session, person, DAY)) as own:
        with pytest.raises(OwnAudit):
            confirm(own, audit.id, "", NOW)
        with pytest.raises(Forbidden):
            void_audit(own, audit.id, person, "重复", NOW)


def test_a_role_for_two_divisions_is_held_for_both_and_ends_for_one(session: Session) -> None:
    person = make_person(session).id
    one, two = make_division(session).id, make_division(session).id
    first = grants.give(session, person, Role.DIVISION_HEAD, division_id=one, valid_from=FIRST)
    grants.give(session, person, Role.DIVISION_HEAD, division_id=two, valid_from=FIRST)
    assert acting(session, person, LAST).divisions(Role.DIVISION_HEAD) == {one, two}
    grants.end(session, first, FIRST, "调岗")
    assert acting(session, person, FIRST).divisions(Role.DIVISION_HEAD) == {one, two}
    assert acting(session, person, LAST).divisions(Role.DIVISION_HEAD) == {two}
    assert len(grants.of_person(session, person)) == 2
    [newest], _ = entries(session, TrailFilter(action="role_ended"))
    assert newest.reason == "调岗" and newest.before["until"] is None
    assert newest.after == {"role": "division_head", "until": FIRST.isoformat()}


def test_who_is_not_active_is_no_actor(session: Session) -> None:
    person = make_person(session).id
    grants.give(session, person, Role.MEETING_VIEWER, valid_from=FIRST)
    set_active(session, person, False)
    assert grants.actor_of(session, person, LAST) is None
    assert grants.actor_of(session, 999_999, LAST) is None


@pytest.mark.parametrize("role", Role)
def test_a_role_is_for_what_it_is_for(session: Session, role: Role) -> None:
    person, unit = make_person(session).id, make_unit(session)
    fits = {
        (False, False): role in (Role.ADMINISTRATOR, Role.MEETING_VIEWER),
        (True, False): role in (Role.AGENT, Role.DIVISION_HEAD, Role.INSPECTOR),
        (False, True): role in (Role.UNIT_REPRESENTATIVE, Role.INSPECTOR),
        (True, True): False,
    }
    for (division, by_unit), fitting in fits.items():
        scope = {
            "division_id": unit.division.id if division else None,
            "unit_id": unit.id if by_unit else None,
        }
        if fitting:
            grants.give(session, person, role, valid_from=FIRST, **scope)
            with pytest.raises(GrantRefused):
                grants.give(
                    session, person, role, valid_from=FIRST, valid_until=FIRST - ONE, **scope
                )
        else:
            with pytest.raises(GrantRefused):
                grants.give(session, person, role, valid_from=FIRST, **scope)


def test_what_is_not_there_is_named(session: Session) -> None:
    person = make_person(session).id
    with pytest.raises(PersonNotFound):
        grants.give(session, 999_999, Role.MEETING_VIEWER, valid_from=FIRST)
    with pytest.raises(DivisionNotFound):
        grants.give(session, person, Role.DIVISION_HEAD, division_id=999_999, valid_from=FIRST)
    with pytest.raises(UnitNotFound):
        grants.give(session, person, Role.INSPECTOR, unit_id=999_999, valid_from=FIRST)
    with pytest.raises(GrantRefused):
        grants.end(session, 999_999, FIRST)


def test_a_role_that_has_begun_is_ended_and_not_taken_out(session: Session) -> None:
    admin, person = make_person(session).id, make_person(session).id
    past = grants.give(session, person, Role.MEETING_VIEWER, valid_from=FIRST)
    coming = grants.give(session, person, Role.MEETING_VIEWER, valid_from=LAST)
    actor = Actor(admin, "", (Held(Role.ADMINISTRATOR),), FIRST + ONE)
    with in_name_of(session, actor) as own:
        with pytest.raises(GrantRefused):
            grants.end(own, past, FIRST - ONE)
        grants.end(own, coming, LAST - ONE)
        grants.end(own, past, FIRST)
        with pytest.raises(GrantRefused):
            grants.end(own, past, LAST)
    assert [row.id for row in grants.of_person(session, person)] == [past]


def test_the_last_administrator_stays(session: Session) -> None:
    one, two = make_person(session).id, make_person(session).id
    first = grants.give(session, one, Role.ADMINISTRATOR, valid_from=FIRST)
    far = date(2099, 1, 1)
    for valid_from, until in ((far, None), (FIRST, far)):
        grants.give(session, two, Role.ADMINISTRATOR, valid_from=valid_from, valid_until=until)
    with pytest.raises(LastAdministrator):
        grants.end(session, first, LAST)
    with pytest.raises(LastAdministrator):
        set_active(session, one, False)
    second = grants.give(session, two, Role.ADMINISTRATOR, valid_from=date(2026, 1, 1))
    set_active(session, one, False)
    with pytest.raises(LastAdministrator):
        grants.end(session, second, LAST)


def test_two_administrators_do_not_end_each_other_at_once(committed: Database) -> None:
    with committed.write(SYSTEM) as session:
        ids = [
            grants.give(
                session, make_person(session).id, Role.ADMINISTRATOR, valid_from=date(2026, 1, 1)
            )
            for _ in range(2)
        ]

    def end(grant: int) -> str:
        try:
            with committed.write(SYSTEM) as session:
                grants.end(session, grant, LAST)
        except LastAdministrator:
            return "refused"
        return "ended"

    assert sorted(at_once(lambda: end(ids[0]), lambda: end(ids[1]))) == ["ended", "refused"]
