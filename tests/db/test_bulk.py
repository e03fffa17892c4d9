"""Audits loaded in bulk are those that tapping and submitting would have made."""

from uuid import uuid4

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from db.answers import current_answers, filled_sheet, history, record_operations
from db.audits import get_audit, list_audits
from db.bulk import BATCH, load_audits
from db.closing import submit_audit
from db.errors import AuditClosed
from db.scores import score_of
from tests.factories import (
    NOW,
    deduction,
    full_answers,
    give_answers,
    make_audit,
    make_bundle,
    make_operation,
    make_person,
    make_sheet,
    make_unit,
)

ANSWERS = full_answers(make_sheet(), HOT_14=deduction(1), HOT_15=None)


def test_a_loaded_audit_is_like_one_filled_in_by_hand(session: Session) -> None:
    by_hand = make_audit(session)
    give_answers(session, by_hand, ANSWERS)
    submit_audit(session, by_hand.id, by_hand.inspector.id, NOW, {"HOT-15"})
    bundle = make_bundle(
        session, ANSWERS, unit_id=by_hand.unit.id, inspector_id=by_hand.inspector.id
    )
    assert load_audits(session, [bundle]) == 1
    tapped, loaded = get_audit(session, by_hand.id), get_audit(session, bundle.id)
    assert vars(loaded) == {**vars(tapped), "id": bundle.id}
    tapped_score, loaded_score = score_of(session, by_hand.id), score_of(session, bundle.id)
    assert tapped_score is not None and loaded_score is not None
    assert vars(loaded_score) == {**vars(tapped_score), "audit_id": bundle.id}
    present = current_answers(session, bundle.id)
    assert {code: (now.answer, now.sequence) for code, now in present.items()} == {
        code: (now.answer, now.sequence)
        for code, now in current_answers(session, by_hand.id).items()
    }


def test_every_loaded_answer_has_its_operation_in_the_history(session: Session) -> None:
    bundle = make_bundle(session, ANSWERS, notes={"HOT-14": "见录音"})
    load_audits(session, [bundle])
    entries = {entry.id: entry for entry in history(session, bundle.id)}
    present = current_answers(session, bundle.id)
    assert len(entries) == len(present) == len(ANSWERS)
    for answer in present.values():
        entry = entries[answer.operation_id]
        assert (entry.item, entry.answer, entry.note) == (answer.item, answer.answer, answer.note)
    assert present["HOT-14"].note == "见录音"


def test_loading_the_same_audit_again_makes_the_same_ids(session: Session) -> None:
    bundle = make_bundle(session)
    load_audits(session, [bundle])
    ids = {entry.id for entry in history(session, bundle.id)}
    with pytest.raises(IntegrityError), session.begin_nested():
        load_audits(session, [bundle])
    other = make_bundle(session)
    load_audits(session, [other])
    assert {entry.id for entry in history(session, bundle.id)} == ids
    assert not ids & {entry.id for entry in history(session, other.id)}


def test_a_loaded_draft_can_be_filled_in_further(session: Session) -> None:
    bundle = make_bundle(session, {"HOT-01": deduction(1)}, score=None)
    load_audits(session, [bundle])
    person = make_person(session)
    later = make_operation("HOT-01", answer=deduction(2), sequence=2)
    [result] = record_operations(session, bundle.id, person.id, [later], NOW)
    assert result.status == "accepted"
    assert filled_sheet(session, bundle.id).answers["HOT-01"].answer == deduction(2)
    assert get_audit(session, bundle.id).submitted_at is None


def test_a_loaded_submitted_audit_is_closed(session: Session) -> None:
    bundle = make_bundle(session)
    load_audits(session, [bundle])
    with pytest.raises(AuditClosed):
        record_operations(session, bundle.id, bundle.inspector_id, [make_operation()], NOW)


def test_more_than_one_batch_is_loaded_from_any_iterable(session: Session) -> None:
    unit, person = make_unit(session), make_person(session)
    number = BATCH + 3
    bundles = (
        make_bundle(session, {"HOT-01": deduction(1)}, unit_id=unit.id, inspector_id=person.id)
        for _ in range(number)
    )
    assert load_audits(session, bundles) == number
    assert list_audits(session, limit=1).total == number
    assert load_audits(session, []) == 0


def test_an_audit_without_answers_can_be_loaded(session: Session) -> None:
    bundle = make_bundle(session, {}, id=str(uuid4()))
    load_audits(session, [bundle])
    assert get_audit(session, bundle.id).state == "submitted"
    assert current_answers(session, bundle.id) == {}
