"""A head confirms and a unit takes note, once each, of what is submitted."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest
from sqlalchemy import insert
from sqlalchemy.orm import Session

from checklists.errors import BadPeriod
from db import releases
from db.answers import record_operations
from db.audits import AuditFilter, create_audit, list_audits
from db.closing import submit_audit
from db.consents import OwnAudit, acknowledge, acknowledgement, confirm, confirmation, filled_in
from db.errors import AuditExists, EntryRefused, ReasonMissing
from db.models_tablet import Participant
from tests.db.world import World, opened
from tests.factories import (
    DAY,
    NOW,
    PERIOD,
    full_answers,
    give_answers,
    make_operation,
    make_sheet,
)


@pytest.fixture(scope="module")
def world(scratch: Callable[[], AbstractContextManager[Session]]) -> Iterator[World]:
    yield from opened(scratch)


def test_it_is_said_once(world: World) -> None:
    key = world.audits["by division submitted"].id

    def twice(session: Session) -> None:
        confirm(session, key, " 同意 ", NOW)
        confirm(session, key, "再次", NOW)
        found = confirmation(session, key)
        assert found is not None and found.words == "同意"

    assert world.tried("head of A", twice) == ("done", 1)

    def again(session: Session) -> None:
        acknowledge(session, world.audits["own submitted"].id, "再次", NOW)
        found = acknowledgement(session, world.audits["own submitted"].id)
        assert found is not None and found.words == ""

    assert world.tried("representative of a1", again) == ("done", 0)


def test_what_is_too_long_is_refused_and_leaves_nothing(world: World) -> None:
    key = world.audits["by division submitted"].id
    told = world.tried("head of A", lambda session: confirm(session, key, "x" * 501, NOW))
    assert told == (EntryRefused.__name__, 0)
    with world.acting("administrator") as session:
        assert confirmation(session, key) is None and confirmation(session, "\x00") is None
        assert acknowledgement(session, "\x00") is None


def test_a_number_of_somebody_elses_answer_is_refused_alone(world: World) -> None:
    used = make_operation("HOT-02")
    theirs = world.audits["foreign draft"]
    record_operations(world.session, theirs.id, theirs.inspector.id, [used], NOW)

    def forged(session: Session) -> None:
        mine = world.audits["own draft"]
        results = record_operations(
            session, mine.id, mine.inspector.id, [used, make_operation("HOT-03")], NOW
        )
        assert [result.status for result in results] == ["refused", "accepted"]

    assert world.tried("inspector of unit", forged) == ("done", 0)


def test_a_number_of_somebody_elses_audit_is_in_use(world: World) -> None:
    def forged(session: Session) -> None:
        create_audit(
            session,
            unit_id=world.a1.id,
            sheet=make_sheet(),
            period=PERIOD,
            kind="division",
            subject="",
            audited_on=DAY,
            inspector_id=world.people["inspector of unit"].id,
            now=NOW,
            audit_id=world.audits["foreign draft"].id,
        )

    assert world.tried("inspector of unit", forged) == (AuditExists.__name__, 0)


def test_a_release_is_taken_back_with_a_reason(world: World) -> None:
    for call, told in (
        (lambda s: releases.withdraw(s, PERIOD, " "), (ReasonMissing.__name__, 0)),
        (lambda s: releases.withdraw(s, "2026-13", "有误"), (BadPeriod.__name__, 0)),
        (lambda s: releases.withdraw(s, "2025-01", "有误"), ("done", 0)),
        (lambda s: releases.release(s, PERIOD, NOW), ("done", 0)),
        (lambda s: releases.release(s, "x", NOW), (BadPeriod.__name__, 0)),
    ):
        assert world.tried("administrator", call) == told


def test_a_filter_never_shows_more(world: World) -> None:
    with world.acting("head of A") as session:
        for wanted in (
            AuditFilter(unit_id=world.b1.id),
            AuditFilter(division_id=world.b.id),
            AuditFilter(state="draft"),
            AuditFilter(inspector_id=world.people["former inspector"].id, first_period=PERIOD),
        ):
            assert list_audits(session, wanted).total == 0


def test_nobody_confirms_what_they_filled_in(world: World) -> None:
    mine, helped = world.audits["own submitted"], world.audits["by division submitted"]
    me = world.people["administrator"].id

    def inspected(session: Session) -> None:
        audit = submitted_by(session, world, me)
        with pytest.raises(OwnAudit) as refused:
            confirm(session, audit, "", NOW)
        assert "head of its division" in str(refused.value)
        assert confirmation(session, audit) is None
        page = list_audits(session, AuditFilter(state="submitted", not_by=me), 100)
        assert audit not in {row.id for row in page.rows}
        assert mine.id in {row.id for row in page.rows}
        assert filled_in(session, audit) and not filled_in(session, helped.id)

    told = world.tried("administrator", inspected)
    assert told[0] == "done"
    assert world.tried("head of A", lambda s: confirm(s, helped.id, "", NOW)) == ("done", 1)


def test_whoever_helped_with_an_audit_does_not_confirm_it(world: World) -> None:
    key, me = world.audits["by division submitted"].id, world.people["administrator"].id

    def helped(session: Session) -> None:
        row = {"audit_id": key, "person_id": me, "added_at": NOW, "added_by": me}
        session.execute(insert(Participant).values(**row))
        with pytest.raises(OwnAudit):
            confirm(session, key, "", NOW)

    assert world.tried("administrator", helped)[0] == "done"


def submitted_by(session: Session, world: World, person: int) -> str:
    """An audit of a1 that a person filled in and submitted."""
    audit = create_audit(
        session,
        unit_id=world.a1.id,
        sheet=make_sheet(),
        period=PERIOD,
        kind="company",
        subject="",
        audited_on=DAY,
        inspector_id=person,
        now=NOW,
    )
    give_answers(session, audit, full_answers(make_sheet()))
    submit_audit(session, audit.id, person, NOW)
    return audit.id
