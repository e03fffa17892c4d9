"""Double audits: planned by administrators, begun apart, blind to each other, in no score."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from db import doubles
from db.actors import Forbidden, Role
from db.audits import AuditFilter, create_audit, get_audit, list_audits
from db.closing import submit_audit, void_audit
from db.correcting import correct_audit
from db.double_points import handed_in
from db.doubles import DoubleRefused, DoubleRow, NewDouble
from db.errors import AuditNotFound, EntryRefused, KindUnknown, UnitNotFound
from db.figures import figures
from db.findings import findings_of
from db.models import DOUBLE, HANDED_IN
from db.organisation import close_unit
from db.rows import AuditRow
from db.scores import scores_of_period
from db.sharing import FilledInAlone, colleagues, share
from tests.db.world import SEES, World, opened, undone
from tests.factories import DAY, NOW, PERIOD, deduction, full_answers, give_answers, make_sheet

FIRST, SECOND = "inspector of unit", "inspector of division"
ADMINISTRATOR = "administrator"


@pytest.fixture(scope="module")
def kept(scratch: Callable[[], AbstractContextManager[Session]]) -> Iterator[World]:
    yield from opened(scratch)


@pytest.fixture
def world(kept: World) -> Iterator[World]:
    yield from undone(kept)


def new(world: World, **fields: Any) -> NewDouble:
    values = {
        "unit_id": world.a1.id,
        "sheet": "hotline",
        "planned_for": DAY,
        "subject": "话务员 1024",
        "first_id": world.people[FIRST].id,
        "second_id": world.people[SECOND].id,
        **fields,
    }
    return NewDouble(**values)


def plan(world: World, key: str | None = None, **fields: Any) -> DoubleRow:
    with world.acting(ADMINISTRATOR) as session:
        return doubles.plan(session, key or str(uuid4()), new(world, **fields), NOW)


def begin(world: World, row: DoubleRow, name: str, on: date = DAY) -> AuditRow:
    with world.acting(name) as session:
        return doubles.begin(session, row.id, make_sheet(), on, NOW)


def hand_in(world: World, row: DoubleRow, name: str, lost: int) -> AuditRow:
    audit = begin(world, row, name)
    others = {"HOT_14": deduction(lost)} if lost else {}
    answers = full_answers(make_sheet(), **others)
    with world.acting(name) as session:
        give_answers(session, audit, answers)
        submit_audit(session, audit.id, world.people[name].id, NOW, make_sheet().by_code)
        return get_audit(session, audit.id)


def seen_by(world: World, name: str) -> set[str]:
    with world.acting(name) as session:
        return {row.id for row in list_audits(session, AuditFilter(), limit=100).rows}


def test_each_finds_it_and_begins_their_own_once(world: World) -> None:
    row = plan(world)
    for name in (FIRST, SECOND):
        with world.acting(name) as session:
            assert row in doubles.mine(session)
        audit = begin(world, row, name)
        assert begin(world, row, name).id == audit.id == row.audit_of(world.people[name].id)
        assert (audit.kind, audit.period, audit.subject) == (DOUBLE, PERIOD, "话务员 1024")


@pytest.mark.parametrize("when", ["begun", "handed in"])
def test_nobody_but_its_inspector_and_administrators_sees_one(world: World, when: str) -> None:
    row = plan(world)
    for name in (FIRST, SECOND):
        if when == "begun":
            begin(world, row, name)
        else:
            hand_in(world, row, name, 1)
    sees = {name: seen_by(world, name) & set(row.audits) for name in SEES}
    first, second = row.audits
    assert sees == {name: set[str]() for name in SEES} | {
        FIRST: {first},
        SECOND: {second},
        ADMINISTRATOR: {first, second},
    }
    with world.acting(SECOND) as session, pytest.raises(AuditNotFound):
        get_audit(session, first)


def test_it_enters_no_score_and_is_told_to_nobody_as_an_earlier_finding(world: World) -> None:
    def counted() -> tuple[set[str], set[str]]:
        with world.acting(ADMINISTRATOR) as session:
            scored = {one.audit_id for one in scores_of_period(session, PERIOD, PERIOD)}
            return scored, set(figures(session).audit)

    before = counted()
    row = plan(world)
    hand_in(world, row, FIRST, 5)
    assert counted() == before
    other = begin(world, row, SECOND, DAY + timedelta(1))
    with world.acting(SECOND) as session:
        told = findings_of(session, other.id)
    assert not {finding.audit_id for finding in told.last.values()} & set(row.audits)


def test_administrators_read_the_points_of_both_and_of_a_correction(world: World) -> None:
    row = plan(world)
    audits = [hand_in(world, row, name, lost) for name, lost in ((FIRST, 0), (SECOND, 1))]
    with world.acting(ADMINISTRATOR) as session:
        found = {one.planned: one for one in handed_in(session, row.audits)}
        spot = found[row.audits[0]].items.index("HOT-14")
        lost = [int(found[key].lost[spot]) for key in row.audits]
        assert lost == [0, 50_000]
        me = world.people[ADMINISTRATOR].id
        correction = correct_audit(session, audits[0].id, me, "看错窗口", NOW)
        submit_audit(session, correction.id, me, NOW, make_sheet().by_code)
        read = handed_in(session, row.audits)
        again = {one.planned: (one.audit, one.inspector_id) for one in read}
    assert again == {
        key: (audit, person)
        for key, audit, person in zip(
            row.audits, (correction.id, audits[1].id), row.inspectors, strict=True
        )
    }
    with world.acting(FIRST) as session, pytest.raises(Forbidden):
        handed_in(session, row.audits)


def test_the_same_key_plans_one(world: World) -> None:
    key = str(uuid4())
    assert plan(world, key) == plan(world, key)
    with world.acting(ADMINISTRATOR) as session:
        found = doubles.doubles(session, PERIOD, PERIOD)
        assert sum(row.id == key for row in found) == 1
        assert doubles.doubles(session, "2025-01", "2025-12") == []


REFUSED: dict[str, tuple[Callable[[World], dict[str, Any]], type[Exception], str]] = {
    "one person twice": (
        lambda w: {"second_id": w.people[FIRST].id},
        DoubleRefused,
        "the same person",
    ),
    "somebody who inspects elsewhere": (
        lambda w: {"second_id": w.people["former inspector"].id},
        DoubleRefused,
        "does not inspect",
    ),
    "no such unit": (lambda _w: {"unit_id": 10**9}, UnitNotFound, "unit"),
    "no subject": (lambda _w: {"subject": " "}, EntryRefused, "characters"),
}


def test_what_cannot_be_planned_is_refused(world: World) -> None:
    for fields, error, words in REFUSED.values():
        with pytest.raises(error, match=words):
            plan(world, **fields(world))


def test_an_administrator_who_inspects_is_not_blind(world: World) -> None:
    world.grant(SECOND, Role.ADMINISTRATOR)
    with world.acting(ADMINISTRATOR) as session:
        could = {row.id for row in doubles.who_could(session, world.a1.id, DAY)}
    assert could == {world.people[FIRST].id}
    with pytest.raises(DoubleRefused, match="sees every audit"):
        plan(world)


def test_a_unit_that_is_closed_by_then_is_refused(world: World) -> None:
    with world.acting(ADMINISTRATOR) as session:
        close_unit(session, world.a2.id, DAY + timedelta(1), "撤并")
    with pytest.raises(DoubleRefused, match="closed by then"):
        plan(world, unit_id=world.a2.id, planned_for=DAY + timedelta(1))


def test_one_that_nobody_began_is_withdrawn_with_a_reason(world: World) -> None:
    row = plan(world)
    with world.acting(ADMINISTRATOR) as session:
        with pytest.raises(EntryRefused):
            doubles.withdraw(session, row.id, "", NOW)
        doubles.withdraw(session, row.id, "检查员请假", NOW)
        doubles.withdraw(session, row.id, "再次", NOW)
        assert doubles.double(session, row.id).withdrawn_reason == "检查员请假"
    with world.acting(FIRST) as session:
        assert doubles.mine(session) == [world.double]
    with pytest.raises(DoubleRefused):
        begin(world, row, FIRST)


def test_one_that_was_begun_is_not_withdrawn(world: World) -> None:
    row = plan(world)
    begin(world, row, SECOND)
    with world.acting(ADMINISTRATOR) as session, pytest.raises(DoubleRefused, match="been begun"):
        doubles.withdraw(session, row.id, "检查员请假", NOW)


def test_one_whose_audits_are_void_is_withdrawn(world: World) -> None:
    row = plan(world)
    begun = begin(world, row, SECOND)
    with world.acting(ADMINISTRATOR) as session:
        void_audit(session, begun.id, session.info["actor"].me, "检查员请假", NOW)
        doubles.withdraw(session, row.id, "检查员请假", NOW)
        assert doubles.double(session, row.id).withdrawn_reason == "检查员请假"
    with pytest.raises(DoubleRefused):
        begin(world, row, FIRST)


def test_what_is_handed_in_is_no_longer_asked_for(world: World) -> None:
    row = plan(world)
    hand_in(world, row, FIRST, 1)
    with world.acting(FIRST) as session:
        assert doubles.mine(session) == [world.double]
    with world.acting(ADMINISTRATOR) as session:
        assert doubles.in_states(session, row.audits, HANDED_IN) == {row.audits[0]}
        void_audit(session, row.audits[0], world.people[ADMINISTRATOR].id, "看错窗口", NOW)
        assert doubles.in_states(session, row.audits, HANDED_IN) == set()
    with world.acting(FIRST) as session:
        assert doubles.mine(session) == [world.double]


def test_nobody_begins_one_that_is_planned_for_others(world: World) -> None:
    row = plan(world)
    for name in {*SEES} - {FIRST, SECOND}:
        with pytest.raises(DoubleRefused):
            begin(world, row, name)


def test_no_audit_of_the_occasion_is_begun_without_a_plan(world: World) -> None:
    def create(key: str | None, name: str = FIRST) -> None:
        with world.acting(name) as session:
            create_audit(
                session,
                unit_id=world.a1.id,
                sheet=make_sheet(),
                period=PERIOD,
                kind=DOUBLE,
                subject="话务员 1024",
                audited_on=DAY,
                inspector_id=world.people[name].id,
                now=NOW,
                audit_id=key,
            )

    row = plan(world)
    with pytest.raises(KindUnknown):
        create(None)
    for key in (str(uuid4()), row.audits[1]):
        with pytest.raises(Forbidden):
            create(key)


def test_nobody_helps_with_one(world: World) -> None:
    audit = begin(world, plan(world), FIRST)
    with world.acting(FIRST) as session:
        assert colleagues(session, audit.id) == []
        with pytest.raises(FilledInAlone):
            share(session, audit.id, world.people[FIRST].id, world.people[SECOND].id, NOW)
