"""A colleague who is asked to help fills in the audit too, and does nothing else with it."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest
from sqlalchemy.orm import Session

from db.actors import Forbidden
from db.answers import current_answers, record_operations
from db.audits import AuditFilter, get_audit, list_audits, open_drafts
from db.closing import submit_audit, void_audit
from db.errors import AuditClosed, AuditNotFound
from db.models_tablet import Participant
from db.presence import Signal, announce
from db.scope import hold
from db.sharing import NoColleague, colleagues, participants, share, unshare
from tests.db.world import World, opened, undone
from tests.factories import NOW, PERIOD, TABLET, deduction, make_operation, make_sheet

OWN = "inspector of unit"
HELPER = "inspector of division"
OPEN_OF_HELPER = {"by division draft", "by division returned"}


@pytest.fixture(scope="module")
def kept(scratch: Callable[[], AbstractContextManager[Session]]) -> Iterator[World]:
    yield from opened(scratch)


@pytest.fixture
def world(kept: World) -> Iterator[World]:
    yield from undone(kept)


@pytest.fixture
def audit(world: World) -> str:
    return world.audits["own draft"].id


def add(world: World, audit: str, name: str = HELPER, by: str = OWN) -> None:
    with world.acting(by) as session:
        share(session, audit, world.people[by].id, world.people[name].id, NOW)


def take_out(world: World, audit: str) -> None:
    with world.acting(OWN) as session:
        unshare(session, audit, world.people[OWN].id, world.people[HELPER].id)


def test_colleagues_are_those_who_inspect_the_unit(world: World, audit: str) -> None:
    with world.acting(OWN) as session:
        assert [row.id for row in colleagues(session, audit)] == [world.people[HELPER].id]


@pytest.mark.parametrize("by", [OWN, "administrator"])
def test_who_is_added_sees_the_audit_and_fills_it_in(world: World, audit: str, by: str) -> None:
    helper = world.people[HELPER].id
    with world.acting(HELPER) as session, pytest.raises(AuditNotFound):
        get_audit(session, audit)
    add(world, audit, by=by)
    with world.acting(HELPER) as session:
        assert [row.id for row in participants(session, audit)] == [helper]
        operation = make_operation(answer=deduction(2), sequence=99)
        (told,) = record_operations(session, audit, helper, [operation], NOW)
        assert told.status == "accepted"
        assert current_answers(session, audit)["HOT-01"].answer == deduction(2)
        announce(session, audit, helper, Signal(TABLET), NOW)


def test_a_shared_draft_is_among_those_of_the_helper(world: World, audit: str) -> None:
    add(world, audit)
    helper = world.people[HELPER].id
    wanted = AuditFilter(states=("draft", "returned"), filled_in_by=helper)
    with world.acting(HELPER) as session:
        listed = {row.id for row in list_audits(session, wanted).rows}
        own = {row.id for name, row in world.audits.items() if name in OPEN_OF_HELPER}
        assert listed == {audit} | own
        offered = open_drafts(session, world.a1.id, "hotline", PERIOD)
        assert audit in {row.id for row in offered}


def test_who_helps_may_submit_and_it_is_told_who_did(world: World, audit: str) -> None:
    add(world, audit)
    helper = world.people[HELPER].id
    with world.acting(HELPER) as session:
        submit_audit(session, audit, helper, NOW, make_sheet().by_code)
        row = get_audit(session, audit)
        assert (row.state, row.submitted_by) == ("submitted", helper)
        assert row.inspector.id == world.people[OWN].id


def test_who_helps_neither_shares_nor_makes_void(world: World, audit: str) -> None:
    add(world, audit)
    helper = world.people[HELPER].id
    with world.acting(HELPER) as session:
        for act in (
            lambda: share(session, audit, helper, world.people["nobody"].id, NOW),
            lambda: unshare(session, audit, helper, helper),
            lambda: colleagues(session, audit),
            lambda: void_audit(session, audit, helper, "重复", NOW),
        ):
            with pytest.raises(Forbidden):
                act()


@pytest.mark.parametrize("name", ["nobody", "head of A", "former inspector", OWN])
def test_only_a_colleague_is_added(world: World, audit: str, name: str) -> None:
    with pytest.raises(NoColleague):
        add(world, audit, name)


def test_who_is_taken_out_sees_it_no_more_and_the_answers_stay(world: World, audit: str) -> None:
    add(world, audit)
    with world.acting(HELPER) as session:
        operation = make_operation("HOT-05", sequence=99)
        record_operations(session, audit, world.people[HELPER].id, [operation], NOW)
    take_out(world, audit)
    with world.acting(HELPER) as session, pytest.raises(AuditNotFound):
        get_audit(session, audit)
    with world.acting(OWN) as session:
        assert current_answers(session, audit)["HOT-05"].operation_id == operation.id
        assert participants(session, audit) == []


def test_adding_and_taking_out_each_leave_one_entry(world: World, audit: str) -> None:
    before = world.entries()
    add(world, audit)
    add(world, audit)
    take_out(world, audit)
    take_out(world, audit)
    assert world.entries() == before + 2


def test_a_closed_audit_is_shared_with_nobody(world: World) -> None:
    with pytest.raises(AuditClosed):
        add(world, world.audits["own submitted"].id)


def test_nobody_adds_themselves_by_a_row_of_their_own(world: World, audit: str) -> None:
    helper = world.people[HELPER].id
    with world.acting(HELPER) as session:
        hold(session, world.audits["by division draft"].id)
        row = Participant(audit_id=audit, person_id=helper, added_at=NOW, added_by=helper)
        session.add(row)
        with pytest.raises(Forbidden):
            session.flush()
        session.expunge(row)
