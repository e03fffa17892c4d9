"""Submitting scores and closes an audit once; void takes it out of everything."""

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

from checklists.scoring import score_sheet
from db.answers import current_answers, filled_sheet
from db.audits import get_audit
from db.closing import submit_audit, void_audit
from db.errors import (
    AuditClosed,
    AuditNotFound,
    EntryRefused,
    PersonNotFound,
    ReasonMissing,
    UnansweredItems,
)
from db.rows import AuditRow
from db.scores import score_of, scores_of_period
from tests.factories import (
    NOW,
    PERIOD,
    deduction,
    full_answers,
    give_answers,
    make_audit,
    make_operation,
    make_person,
    make_sheet,
)

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def audit(session: Session) -> AuditRow:
    """A draft with an answer to every item that needs one; one point item lost."""
    audit = make_audit(session)
    give_answers(session, audit, full_answers(make_sheet(), HOT_14=deduction(1)))
    return audit


def test_submitting_stores_the_scorers_score(session: Session, audit: AuditRow) -> None:
    score = submit_audit(session, audit.id, audit.inspector.id, NOW)
    assert score == score_sheet(make_sheet(), full_answers(make_sheet(), HOT_14=deduction(1)))
    stored = score_of(session, audit.id)
    assert stored is not None and stored.score == score
    assert (stored.rules_hash, stored.computed_at) == (make_sheet().content_hash, NOW)
    row = get_audit(session, audit.id)
    assert (row.state, row.submitted_at, row.submitted_by) == ("submitted", NOW, audit.inspector.id)
    assert (row.k, row.grade) == (score.k, score.grade) == (Decimal("935.897436"), "excellent")


def test_submitting_twice_gives_the_same_and_keeps_the_first_time(
    session: Session, audit: AuditRow
) -> None:
    colleague = make_person(session)
    first = submit_audit(session, audit.id, audit.inspector.id, NOW)
    assert submit_audit(session, audit.id, colleague.id, LATER) == first
    row = get_audit(session, audit.id)
    assert (row.submitted_at, row.submitted_by) == (NOW, audit.inspector.id)


def test_unanswered_items_are_named_in_the_order_of_the_sheet(session: Session) -> None:
    audit = make_audit(session)
    answers = full_answers(make_sheet())
    for code in ("HOT-20", "HOT-03", "HOT-36", "HOT-37"):
        del answers[code]
    give_answers(session, audit, answers)
    with pytest.raises(UnansweredItems, match="2 items are unanswered") as unanswered:
        submit_audit(session, audit.id, audit.inspector.id, NOW)
    assert unanswered.value.codes == ("HOT-03", "HOT-20")
    assert get_audit(session, audit.id).state == "draft"
    assert score_of(session, audit.id) is None


def test_a_cleared_item_is_unanswered(session: Session, audit: AuditRow) -> None:
    give_answers(session, audit, {"HOT-05": None}, sequence=100)
    with pytest.raises(UnansweredItems) as unanswered:
        submit_audit(session, audit.id, audit.inspector.id, NOW)
    assert unanswered.value.codes == ("HOT-05",)


def test_only_what_was_not_confirmed_is_named(session: Session) -> None:
    audit = make_audit(session)
    answers = full_answers(make_sheet())
    del answers["HOT-03"], answers["HOT-20"]
    give_answers(session, audit, answers)
    with pytest.raises(UnansweredItems) as unanswered:
        submit_audit(session, audit.id, audit.inspector.id, NOW, {"HOT-20", "HOT-01"})
    assert unanswered.value.codes == ("HOT-03",)
    score = submit_audit(session, audit.id, audit.inspector.id, NOW, {"HOT-20", "HOT-03"})
    assert score.unanswered == ("HOT-03", "HOT-20")


def test_an_audit_left_open_altogether_is_not_scored(session: Session) -> None:
    audit = make_audit(session)
    submit_audit(session, audit.id, audit.inspector.id, NOW, make_sheet().by_code)
    row = get_audit(session, audit.id)
    assert (row.state, row.k, row.grade) == ("submitted", None, None)


def test_a_draft_can_be_made_void(session: Session, audit: AuditRow) -> None:
    row = void_audit(session, audit.id, audit.inspector.id, " 录错单位 ", NOW)
    assert (row.state, row.void_reason) == ("void", "录错单位")
    assert (row.voided_at, row.voided_by) == (NOW, audit.inspector.id)
    assert row.submitted_at is None
    with pytest.raises(AuditClosed):
        submit_audit(session, audit.id, audit.inspector.id, NOW)


def test_a_submitted_audit_made_void_keeps_its_past(session: Session, audit: AuditRow) -> None:
    score = submit_audit(session, audit.id, audit.inspector.id, NOW)
    assert [found.audit_id for found in scores_of_period(session, PERIOD)] == [audit.id]
    row = void_audit(session, audit.id, audit.inspector.id, "重复录入", LATER)
    assert (row.submitted_at, row.voided_at) == (NOW, LATER)
    assert scores_of_period(session, PERIOD) == []
    assert len(current_answers(session, audit.id)) == len(make_sheet().items)
    stored = score_of(session, audit.id)
    assert stored is not None and stored.score == score


def test_void_is_said_once_and_with_a_reason(session: Session, audit: AuditRow) -> None:
    with pytest.raises(ReasonMissing):
        void_audit(session, audit.id, audit.inspector.id, "  ", NOW)
    with pytest.raises(EntryRefused):
        void_audit(session, audit.id, audit.inspector.id, "x" * 501, NOW)
    assert get_audit(session, audit.id).state == "draft"
    void_audit(session, audit.id, audit.inspector.id, "录错单位", NOW)
    with pytest.raises(AuditClosed):
        void_audit(session, audit.id, audit.inspector.id, "另一个理由", NOW)
    assert get_audit(session, audit.id).void_reason == "录错单位"


def test_unknown_audits_and_people_are_named(session: Session, audit: AuditRow) -> None:
    unknown = make_operation().id
    with pytest.raises(AuditNotFound):
        submit_audit(session, unknown, audit.inspector.id, NOW)
    with pytest.raises(AuditNotFound):
        void_audit(session, unknown, audit.inspector.id, "录错单位", NOW)
    with pytest.raises(PersonNotFound):
        submit_audit(session, audit.id, 999_999, NOW)


def test_the_stored_sheet_counts_and_not_todays(session: Session) -> None:
    old = make_sheet()
    content = {
        **old.content,
        "items": old.content["items"][:1],
        "sections": old.content["sections"],
    }
    shorter = type(old).from_content(content)
    audit = make_audit(session, sheet=shorter)
    give_answers(session, audit, {"HOT-01": deduction(1)})
    score = submit_audit(session, audit.id, audit.inspector.id, NOW)
    assert (score.k1, score.k2) == (2, 0)
    assert filled_sheet(session, audit.id).sheet.content_hash == shorter.content_hash
