"""Two answers to one item, given without knowledge of each other: a person decides."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from db.answers import current_answers, history, record_operations
from db.closing import submit_audit
from db.conflicts import ConflictsOpen, open_conflicts
from db.incoming import NONE_SEEN, Operation
from db.models_access import Trail
from db.proof import verify
from db.rows import AuditRow
from tests.factories import (
    MET,
    NOT_APPLICABLE,
    NOW,
    OTHER_TABLET,
    TABLET,
    deduction,
    make_audit,
    make_operation,
    make_sheet,
)


@pytest.fixture
def audit(session: Session) -> AuditRow:
    """A draft of the hotline sheet."""
    return make_audit(session)


def here(answer: Any, base: str | None, sequence: int = 1, **fields: Any) -> Operation:
    """An answer to the first item on the first tablet."""
    return make_operation(answer=answer, base=base, sequence=sequence, **fields)


def there(answer: Any, base: str | None, sequence: int = 1, **fields: Any) -> Operation:
    """An answer to the first item on the second tablet."""
    return here(answer, base, sequence, client=OTHER_TABLET, **fields)


def record(session: Session, audit: AuditRow, *operations: Operation) -> list[str]:
    results = record_operations(session, audit.id, audit.inspector.id, operations, NOW)
    return [result.status for result in results]


def waiting(session: Session, audit: AuditRow) -> list[str]:
    return [row.operation_id for row in open_conflicts(session, audit.id)]


def present(session: Session, audit: AuditRow) -> Any:
    return current_answers(session, audit.id)["HOT-01"].answer


def actions(session: Session) -> list[str]:
    return list(session.scalars(select(Trail.action).order_by(Trail.id)))


def in_conflict(session: Session, audit: AuditRow) -> tuple[Operation, Operation]:
    """The present answer of the first tablet, and the other one that stands against it."""
    first, other = here(MET, NONE_SEEN), there(deduction(1), NONE_SEEN, 9)
    assert record(session, audit, first) == ["accepted"]
    assert record(session, audit, other) == ["conflict"]
    return first, other


def test_an_answer_given_without_knowledge_of_another_one_waits_for_a_decision(
    session: Session, audit: AuditRow
) -> None:
    _, other = in_conflict(session, audit)
    (row,) = open_conflicts(session, audit.id)
    assert (row.operation_id, row.item, row.answer) == (other.id, "HOT-01", deduction(1))
    assert (row.client, row.by, row.at) == (OTHER_TABLET, audit.inspector.name, NOW)
    assert present(session, audit) == MET
    assert [entry.status for entry in history(session, audit.id)] == ["accepted", "superseded"]


def test_two_notes_are_a_conflict_too(session: Session, audit: AuditRow) -> None:
    record(session, audit, here(MET, NONE_SEEN, note="甲"))
    assert record(session, audit, there(MET, NONE_SEEN, note="乙")) == ["conflict"]


@pytest.mark.parametrize("sequence", [1, 9])
def test_the_same_answer_from_two_places_is_no_conflict(
    session: Session, audit: AuditRow, sequence: int
) -> None:
    record(session, audit, here(MET, NONE_SEEN, 5))
    later = "accepted" if sequence == 9 else "superseded"
    assert record(session, audit, there(MET, NONE_SEEN, sequence)) == [later]
    assert waiting(session, audit) == []


def test_who_saw_the_other_answer_replaces_it(session: Session, audit: AuditRow) -> None:
    first = here(MET, NONE_SEEN)
    record(session, audit, first)
    assert record(session, audit, there(deduction(1), first.id, 2)) == ["accepted"]
    assert present(session, audit) == deduction(1)


def test_a_tablet_is_in_no_conflict_with_itself(session: Session, audit: AuditRow) -> None:
    record(session, audit, here(MET, NONE_SEEN, 1))
    assert record(session, audit, here(deduction(1), NONE_SEEN, 2)) == ["accepted"]


def test_without_being_told_what_was_seen_the_sequence_alone_decides(
    session: Session, audit: AuditRow
) -> None:
    record(session, audit, here(MET, None, 1))
    assert record(session, audit, there(deduction(1), None, 2)) == ["accepted"]
    assert record(session, audit, here(NOT_APPLICABLE, None, 1)) == ["superseded"]


def test_a_replay_is_told_that_it_waits_until_it_is_decided(
    session: Session, audit: AuditRow
) -> None:
    first, other = in_conflict(session, audit)
    assert record(session, audit, other) == ["conflict"]
    choice = here(MET, first.id, 10, way="decided", settles=(other.id,))
    assert record(session, audit, choice) == ["accepted"]
    assert record(session, audit, other, choice) == ["superseded", "accepted"]
    assert len(history(session, audit.id)) == 3


@pytest.mark.parametrize("chosen", [MET, deduction(1)])
def test_whichever_is_chosen_holds_and_nothing_waits_any_more(
    session: Session, audit: AuditRow, chosen: Any
) -> None:
    first, other = in_conflict(session, audit)
    choice = there(chosen, first.id, 10, way="decided", settles=(other.id,))
    assert record(session, audit, choice) == ["accepted"]
    assert present(session, audit) == chosen
    assert waiting(session, audit) == []


def test_a_decision_is_kept_in_the_trail_with_both_answers(
    session: Session, audit: AuditRow
) -> None:
    first, other = in_conflict(session, audit)
    record(session, audit, here(deduction(1), first.id, 10, way="decided", settles=(other.id,)))
    entry = session.scalars(select(Trail).order_by(Trail.id.desc())).first()
    assert entry is not None
    assert (entry.action, entry.object_id) == ("conflict_decided", audit.id)
    assert entry.before == {"item": "HOT-01", "choices": [MET, deduction(1)]}
    assert entry.after == {"item": "HOT-01", "answer": deduction(1)}


def test_two_who_decide_differently_have_to_decide_again(session: Session, audit: AuditRow) -> None:
    first, other = in_conflict(session, audit)
    mine = here(MET, first.id, 10, way="decided", settles=(other.id,))
    theirs = there(deduction(1), first.id, 10, way="decided", settles=(other.id,))
    assert record(session, audit, mine, theirs) == ["accepted", "conflict"]
    assert waiting(session, audit) == [theirs.id]
    again = there(deduction(1), mine.id, 11, way="decided", settles=(theirs.id, other.id))
    assert record(session, audit, again) == ["accepted"]
    assert waiting(session, audit) == []


def test_the_newest_answer_of_a_tablet_takes_the_place_of_its_earlier_one(
    session: Session, audit: AuditRow
) -> None:
    _, other = in_conflict(session, audit)
    newer = there(deduction(2), other.id, 10)
    assert record(session, audit, newer) == ["conflict"]
    assert waiting(session, audit) == [newer.id]


def test_an_answer_that_arrives_after_a_newer_one_of_its_tablet_waits_for_nothing(
    session: Session, audit: AuditRow
) -> None:
    _, other = in_conflict(session, audit)
    assert record(session, audit, there(deduction(3), NONE_SEEN, 8)) == ["superseded"]
    assert waiting(session, audit) == [other.id]


def test_who_comes_round_to_the_present_answer_has_decided(
    session: Session, audit: AuditRow
) -> None:
    first, other = in_conflict(session, audit)
    assert record(session, audit, there(MET, other.id, 10)) == ["accepted"]
    assert waiting(session, audit) == []
    assert "conflict_decided" in actions(session)
    assert first.id in {entry.id for entry in history(session, audit.id)}


def test_who_gives_the_other_answer_has_decided(session: Session, audit: AuditRow) -> None:
    first, _ = in_conflict(session, audit)
    assert record(session, audit, here(deduction(1), first.id, 10)) == ["accepted"]
    assert waiting(session, audit) == []


def test_an_ordinary_third_answer_leaves_the_question_open(
    session: Session, audit: AuditRow
) -> None:
    first, other = in_conflict(session, audit)
    assert record(session, audit, here(NOT_APPLICABLE, first.id, 10)) == ["accepted"]
    assert waiting(session, audit) == [other.id]


def test_a_decision_about_nothing_is_refused(session: Session, audit: AuditRow) -> None:
    _, other = in_conflict(session, audit)
    for settles in ((str(uuid4()),), ("guessed",)):
        choice = here(MET, None, 10, way="decided", settles=settles)
        assert record(session, audit, choice) == ["refused"]
    elsewhere = replace(choice, item="HOT-02", settles=(other.id,))
    assert record(session, audit, elsewhere) == ["refused"]
    foreign = make_audit(session)
    assert record(session, foreign, replace(choice, settles=(other.id,))) == ["refused"]
    assert waiting(session, audit) == [other.id]


@pytest.mark.parametrize("base", ["guessed", "{}", 7])
def test_what_was_seen_is_an_operation_or_nothing(
    session: Session, audit: AuditRow, base: Any
) -> None:
    assert record(session, audit, here(MET, base)) == ["refused"]


def test_an_audit_with_two_answers_to_an_item_is_not_submitted(
    session: Session, audit: AuditRow
) -> None:
    first, other = in_conflict(session, audit)
    every = make_sheet().by_code
    with pytest.raises(ConflictsOpen) as refused:
        submit_audit(session, audit.id, audit.inspector.id, NOW, every)
    assert refused.value.codes == ("HOT-01",)
    record(session, audit, here(MET, first.id, 10, way="decided", settles=(other.id,)))
    submit_audit(session, audit.id, audit.inspector.id, NOW, every)
    assert verify(session) == []


def test_what_was_seen_and_how_it_came_about_is_sealed(session: Session, audit: AuditRow) -> None:
    first, other = in_conflict(session, audit)
    record(session, audit, here(MET, first.id, 10, way="decided", settles=(other.id,)))
    bases = [(entry.base, entry.way) for entry in history(session, audit.id)]
    assert bases == [(NONE_SEEN, "tap"), (NONE_SEEN, "tap"), (first.id, "decided")]


def test_a_section_marked_as_a_whole_is_one_entry_of_the_trail(
    session: Session, audit: AuditRow
) -> None:
    marked = [
        make_operation(item, sequence=number, way="section", client=TABLET)
        for number, item in enumerate(("HOT-01", "HOT-02", "HOT-03"), start=1)
    ]
    before = len(actions(session))
    record(session, audit, *marked)
    record(session, audit, *marked)
    assert actions(session)[before:] == ["marked_section"]
    entry = session.scalars(select(Trail).order_by(Trail.id.desc())).first()
    assert entry is not None
    assert entry.after == {"items": ["HOT-01", "HOT-02", "HOT-03"]}
