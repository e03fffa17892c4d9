"""Operations are recorded once, in their own order, or refused without a trace."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from checklists.errors import WordedError
from db.answers import current_answers, filled_sheet, history, record_operations
from db.audits import get_audit
from db.closing import submit_audit, void_audit
from db.errors import AuditClosed, AuditNotFound, PersonNotFound
from db.incoming import LAST_SEQUENCE, NOTE_LENGTH, Operation, OperationResult
from db.rows import AuditRow
from tests.factories import (
    DAY,
    MET,
    NOW,
    OTHER_TABLET,
    TABLET,
    deduction,
    full_answers,
    give_answers,
    make_audit,
    make_operation,
    make_person,
    make_sheet,
)

LATER = NOW + timedelta(seconds=7)


@pytest.fixture
def audit(session: Session) -> AuditRow:
    """A draft of the hotline sheet."""
    return make_audit(session)


def record(session: Session, audit: AuditRow, *operations: Operation) -> list[OperationResult]:
    """Record operations as the audit's inspector."""
    return record_operations(session, audit.id, audit.inspector.id, operations, LATER)


def statuses(results: list[OperationResult]) -> list[str]:
    return [result.status for result in results]


def test_an_accepted_answer_is_the_present_one(session: Session, audit: AuditRow) -> None:
    operation = make_operation("HOT-03", answer=deduction(1), note="客户在听", sequence=17)
    assert statuses(record(session, audit, operation)) == ["accepted"]
    present = current_answers(session, audit.id)["HOT-03"]
    assert present.answer == {"verdict": "deducted", "count": 1}
    assert (present.note, present.sequence, present.client) == ("客户在听", 17, TABLET)
    assert present.operation_id == operation.id


def test_the_canonical_answer_is_stored(session: Session, audit: AuditRow) -> None:
    raw = {"verdict": "measured", "actual": "0105.50", "mean": 100}
    record(session, audit, make_operation("HOT-28", answer=raw))
    stored = current_answers(session, audit.id)["HOT-28"].answer
    assert stored == {"verdict": "measured", "actual": "105.5", "mean": "100"}


def test_results_come_in_the_order_of_the_operations(session: Session, audit: AuditRow) -> None:
    operations = [
        make_operation("HOT-02", sequence=3),
        make_operation("HOT-01", sequence=2, answer={"verdict": "perhaps"}),
        make_operation("HOT-01", sequence=1),
    ]
    results = record(session, audit, *operations)
    assert [result.id for result in results] == [operation.id for operation in operations]
    assert statuses(results) == ["accepted", "refused", "accepted"]


def test_nothing_to_record_gives_no_results(session: Session, audit: AuditRow) -> None:
    assert record(session, audit) == []


def test_a_replay_gets_its_status_again_and_changes_nothing(
    session: Session, audit: AuditRow
) -> None:
    first = make_operation(answer=deduction(1), sequence=1)
    second = make_operation(answer=deduction(2), sequence=2)
    late = make_operation(answer=deduction(3), sequence=1)
    assert statuses(record(session, audit, first, second)) == ["accepted", "accepted"]
    expected = ["accepted", "accepted", "superseded"]
    assert statuses(record(session, audit, first, second, late)) == expected
    before = current_answers(session, audit.id), history(session, audit.id)
    assert statuses(record(session, audit, late, first, second)) == [
        "superseded",
        "accepted",
        "accepted",
    ]
    assert (current_answers(session, audit.id), history(session, audit.id)) == before


def test_a_replay_within_one_batch_is_stored_once(session: Session, audit: AuditRow) -> None:
    operation = make_operation()
    assert statuses(record(session, audit, operation, operation)) == ["accepted", "accepted"]
    assert len(history(session, audit.id)) == 1


def test_a_replay_in_another_zone_and_spelling_is_the_same(
    session: Session, audit: AuditRow
) -> None:
    answer = {"verdict": "measured", "actual": "105.50", "mean": "100"}
    operation = make_operation("HOT-28", answer=answer)
    record(session, audit, operation)
    again = replace(
        operation,
        answer={"mean": "100", "verdict": "measured", "actual": "105.5"},
        made_at=operation.made_at.astimezone(timezone(timedelta(hours=8))),
    )
    assert statuses(record(session, audit, again)) == ["accepted"]


@pytest.mark.parametrize(
    "other",
    [
        {"item": "HOT-02"},
        {"client": OTHER_TABLET},
        {"sequence": 2},
        {"answer": deduction(1)},
        {"answer": None},
        {"note": "other"},
        {"made_at": LATER},
    ],
    ids=lambda other: next(iter(other)),
)
def test_the_same_id_with_other_content_is_refused(
    session: Session, audit: AuditRow, other: dict[str, Any]
) -> None:
    operation = make_operation("HOT-01", sequence=1)
    record(session, audit, operation)
    before = current_answers(session, audit.id), history(session, audit.id)
    [result] = record(session, audit, replace(operation, **other))
    assert result.status == "refused"
    assert result.refusal is not None and result.refusal.field == "id"
    assert (current_answers(session, audit.id), history(session, audit.id)) == before


def test_the_same_id_in_another_audit_is_refused(session: Session, audit: AuditRow) -> None:
    operation = make_operation()
    record(session, audit, operation)
    other = make_audit(session)
    assert statuses(record(session, other, operation)) == ["refused"]
    assert current_answers(session, other.id) == {}


def test_a_late_answer_is_kept_in_the_history_only(session: Session, audit: AuditRow) -> None:
    record(session, audit, make_operation(answer=deduction(2), sequence=9))
    assert statuses(record(session, audit, make_operation(sequence=8))) == ["superseded"]
    assert current_answers(session, audit.id)["HOT-01"].answer == deduction(2)
    assert [(entry.sequence, entry.status) for entry in history(session, audit.id)] == [
        (8, "superseded"),
        (9, "accepted"),
    ]


def test_a_later_answer_within_the_batch_counts(session: Session, audit: AuditRow) -> None:
    later = make_operation(answer=deduction(2), sequence=9)
    earlier = make_operation(answer=deduction(1), sequence=8)
    assert statuses(record(session, audit, later, earlier)) == ["accepted", "superseded"]
    assert current_answers(session, audit.id)["HOT-01"].operation_id == later.id


def test_at_the_same_sequence_the_client_decides(session: Session, audit: AuditRow) -> None:
    low, high = sorted([TABLET, OTHER_TABLET])
    record(session, audit, make_operation(answer=deduction(2), client=high, sequence=4))
    assert statuses(record(session, audit, make_operation(client=low, sequence=4))) == [
        "superseded"
    ]
    assert current_answers(session, audit.id)["HOT-01"].client == high


def test_how_an_answer_came_about_is_kept(session: Session, audit: AuditRow) -> None:
    marked = make_operation("HOT-01", way="section")
    assert statuses(record(session, audit, marked, make_operation("HOT-02"))) == ["accepted"] * 2
    ways = {code: now.way for code, now in current_answers(session, audit.id).items()}
    assert ways == {"HOT-01": "section", "HOT-02": "tap"}
    assert statuses(record(session, audit, marked, replace(marked, way="undo"))) == [
        "accepted",
        "refused",
    ]


def test_null_clears_the_answer_and_leaves_the_note(session: Session, audit: AuditRow) -> None:
    record(session, audit, make_operation(answer=deduction(2), note="见录音", sequence=1))
    record(session, audit, make_operation(answer=None, note="见录音", sequence=2))
    present = current_answers(session, audit.id)["HOT-01"]
    assert (present.answer, present.note, present.sequence) == (None, "见录音", 2)
    assert "HOT-01" in filled_sheet(session, audit.id).score().unanswered
    assert [entry.answer for entry in history(session, audit.id)] == [deduction(2), None]


def test_the_history_says_who_and_when(session: Session, audit: AuditRow) -> None:
    colleague = make_person(session)
    operation = make_operation(made_at=NOW - timedelta(days=1))
    record_operations(session, audit.id, colleague.id, [operation], LATER)
    [entry] = history(session, audit.id)
    assert (entry.person_id, entry.made_at, entry.received_at) == (
        colleague.id,
        NOW - timedelta(days=1),
        LATER,
    )


def test_the_history_of_one_item_leaves_out_the_others(session: Session, audit: AuditRow) -> None:
    record(session, audit, make_operation("HOT-01"), make_operation("HOT-02"))
    assert [entry.item for entry in history(session, audit.id, "HOT-02")] == ["HOT-02"]


FAULTS: list[tuple[dict[str, Any], str]] = [
    ({"item": "HOT-99"}, "item"),
    ({"item": "CTR-01"}, "item"),
    ({"answer": {"verdict": "deducted"}}, "count"),
    ({"answer": {"verdict": "deducted", "count": -1}}, "count"),
    ({"answer": {"verdict": "met", "extra": 1}}, "extra"),
    ({"answer": []}, "verdict"),
    ({"answer": "met"}, "verdict"),
    ({"answer": 0}, "verdict"),
    ({"answer": {"verdict": "not_applicable", "reason": "\x00"}}, "verdict"),
    ({"answer": {"verdict": "not_applicable", "reason": "\ud83d"}}, "verdict"),
    ({"item": "HOT-\x00"}, "verdict"),
    ({"item": "HOT-\udc00"}, "verdict"),
    ({"note": "x" * (NOTE_LENGTH + 1)}, "note"),
    ({"note": "a\x00b"}, "note"),
    ({"note": "\ud83d"}, "note"),
    ({"note": None}, "note"),
    ({"id": "17"}, "id"),
    ({"id": str(uuid4()).upper().replace("-", "")}, "id"),
    ({"id": "\x00"}, "id"),
    ({"client": ""}, "client"),
    ({"client": "\ud83d"}, "client"),
    ({"sequence": -1}, "sequence"),
    ({"sequence": LAST_SEQUENCE + 1}, "sequence"),
    ({"sequence": True}, "sequence"),
    ({"sequence": "3"}, "sequence"),
    ({"way": "by magic"}, "way"),
    ({"made_at": datetime(2026, 11, 20)}, "made_at"),  # noqa: DTZ001 - without zone
    ({"made_at": datetime.min.replace(tzinfo=timezone(timedelta(hours=8)))}, "made_at"),
]


@pytest.mark.parametrize(
    ("fault", "field"),
    FAULTS,
    ids=[f"{field}-{number}" for number, (_, field) in enumerate(FAULTS)],
)
def test_a_refused_operation_leaves_no_trace(
    session: Session, audit: AuditRow, fault: dict[str, Any], field: str
) -> None:
    good = make_operation("HOT-02", sequence=5)
    bad = replace(make_operation("HOT-01", sequence=6), **fault)
    refused, accepted = record(session, audit, bad, good)
    assert (refused.status, accepted.status) == ("refused", "accepted")
    assert refused.refusal is not None and refused.refusal.field == field
    assert [entry.id for entry in history(session, audit.id)] == [good.id]
    assert list(current_answers(session, audit.id)) == ["HOT-02"]
    # What is said back can be sent: no half characters are left in it.
    f"{refused.item} {refused.refusal} {refused.refusal.params}".encode()


def test_a_refusal_is_worded_for_translation(session: Session, audit: AuditRow) -> None:
    [result] = record(session, audit, make_operation(note="x" * 3000))
    assert isinstance(result.refusal, WordedError)
    assert "{length}" in result.refusal.template
    assert "2000 characters" in str(result.refusal)


def test_the_longest_note_and_the_highest_sequence_are_taken(
    session: Session, audit: AuditRow
) -> None:
    note = "𠮷" * NOTE_LENGTH
    record(session, audit, make_operation(note=note, sequence=LAST_SEQUENCE))
    assert current_answers(session, audit.id)["HOT-01"].note == note
    assert filled_sheet(session, audit.id).sequence == LAST_SEQUENCE


def test_an_outage_after_the_day_of_the_audit_is_refused(session: Session) -> None:
    audit = make_audit(session, sheet=make_sheet("indicators"))
    tomorrow = (DAY + timedelta(days=1)).isoformat()
    answer = {"verdict": "deducted", "outages": [{"on": tomorrow, "customers": 10}]}
    [result] = record(session, audit, make_operation("IND-09", answer=answer))
    assert result.refusal is not None and result.refusal.field == "on"


def test_an_unknown_audit_is_named(session: Session, audit: AuditRow) -> None:
    for unknown in (str(uuid4()), "", "\x00", "\ud83d"):
        with pytest.raises(AuditNotFound):
            record_operations(session, unknown, audit.inspector.id, [make_operation()], NOW)
        with pytest.raises(AuditNotFound):
            filled_sheet(session, unknown)


def test_an_unknown_person_writes_nothing(session: Session, audit: AuditRow) -> None:
    with pytest.raises(PersonNotFound):
        record_operations(session, audit.id, 999_999, [make_operation()], NOW)
    assert history(session, audit.id) == []


def test_a_submitted_audit_takes_no_answer(session: Session, audit: AuditRow) -> None:
    give_answers(session, audit, full_answers(make_sheet()))
    submit_audit(session, audit.id, audit.inspector.id, NOW)
    with pytest.raises(AuditClosed) as closed:
        record(session, audit, make_operation(sequence=99, answer=deduction(1)))
    assert closed.value.state == "submitted"
    assert current_answers(session, audit.id)["HOT-01"].answer == MET


def test_a_void_audit_takes_no_answer(session: Session, audit: AuditRow) -> None:
    void_audit(session, audit.id, audit.inspector.id, "录错单位", NOW)
    with pytest.raises(AuditClosed, match="made void") as closed:
        record(session, audit, make_operation())
    assert closed.value.state == "void"
    assert history(session, audit.id) == []


def test_a_replay_is_confirmed_even_after_the_audit_was_submitted(
    session: Session, audit: AuditRow
) -> None:
    operation = make_operation("HOT-02", sequence=3)
    record(session, audit, operation)
    submit_audit(session, audit.id, audit.inspector.id, NOW, make_sheet().by_code)
    assert statuses(record(session, audit, operation)) == ["accepted"]
    with pytest.raises(AuditClosed):
        record(session, audit, operation, make_operation("HOT-03"))


def test_the_present_score_follows_the_answers(session: Session, audit: AuditRow) -> None:
    record(session, audit, make_operation("HOT-14", answer=deduction(1)))
    record(session, audit, make_operation("HOT-01"))
    score = filled_sheet(session, audit.id).score()
    assert (score.k2, str(score.k)) == (2, "285.714286")
    assert get_audit(session, audit.id).k is None


def test_moments_are_kept_to_the_microsecond(session: Session, audit: AuditRow) -> None:
    made_at = datetime(2026, 11, 20, 3, 4, 5, 678901, tzinfo=UTC)
    operation = make_operation(made_at=made_at)
    record(session, audit, operation)
    assert history(session, audit.id)[0].made_at == made_at
    assert statuses(record(session, audit, operation)) == ["accepted"]
