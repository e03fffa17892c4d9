"""What people find again of their own: texts they wrote, and how far their drafts are."""

from datetime import timedelta

from sqlalchemy.orm import Session

from db.actors import Role
from db.answers import record_operations
from db.grants import actor_of, give
from db.own_work import OwnText, own_texts, progress
from db.rows import AuditRow, PersonRow
from tests.db.conftest import in_name_of
from tests.factories import (
    DAY,
    MET,
    NOT_APPLICABLE,
    NOW,
    give_answers,
    make_audit,
    make_operation,
    make_person,
    make_sheet,
)

LATER = NOW + timedelta(days=3)


def inspector(session: Session) -> PersonRow:
    """Somebody who inspects."""
    person = make_person(session)
    give(session, person.id, Role.ADMINISTRATOR, valid_from=DAY - timedelta(days=30))
    return person


def wrote(session: Session, audit: AuditRow, item: str, by: PersonRow, **said: object) -> None:
    """Somebody answers an item of an audit in words."""
    number = int(item[-2:])
    operation = make_operation(item, sequence=number, **said)
    (result,) = record_operations(session, audit.id, by.id, [operation], NOW)
    assert result.status == "accepted"


def found(session: Session, by: PersonRow, sheet: str = "hotline") -> list[OwnText]:
    """What somebody finds again."""
    actor = actor_of(session, by.id, DAY, "")
    assert actor is not None
    with in_name_of(session, actor) as own:
        return own_texts(own, sheet)


def test_notes_and_reasons_of_one_s_own_come_back_newest_first(session: Session) -> None:
    me = inspector(session)
    first = make_audit(session, inspector_id=me.id)
    second = make_audit(session, inspector_id=me.id, now=LATER)
    wrote(session, first, "HOT-01", me, note=" 见录音 ")
    wrote(session, first, "HOT-02", me, note="", answer={**NOT_APPLICABLE, "reason": "无此业务"})
    graded = {"verdict": "deducted", "deduction": "0.5", "reason": "态度生硬"}
    code = next(i.code for i in make_sheet().items if i.rule.kind == "discretionary")
    wrote(session, second, code, me, answer=graded, note="复听", made_at=LATER)
    assert found(session, me) == [
        OwnText("note", code, "复听"),
        OwnText("reason", code, "态度生硬"),
        OwnText("note", "HOT-01", "见录音"),
        OwnText("skipped", "HOT-02", "无此业务"),
    ]


def test_texts_of_others_and_of_other_sheets_are_left_out(session: Session) -> None:
    me, colleague = inspector(session), inspector(session)
    own = make_audit(session, inspector_id=me.id)
    wrote(session, own, "HOT-01", me, note="我写的")
    wrote(session, own, "HOT-02", colleague, note="同事写的")
    other = make_audit(session, inspector_id=colleague.id)
    wrote(session, other, "HOT-01", colleague, note="别的检查")
    venting = make_audit(session, inspector_id=me.id, sheet=make_sheet("venting"))
    wrote(session, venting, "VEN-01", me, note="别的表")
    assert [one.text for one in found(session, me)] == ["我写的"]
    assert [one.text for one in found(session, me, "venting")] == ["别的表"]
    assert found(session, me, "\x00") == []


def test_a_text_that_was_replaced_or_answers_without_words_are_not_offered(
    session: Session,
) -> None:
    me = inspector(session)
    audit = make_audit(session, inspector_id=me.id)
    give_answers(session, audit, {"HOT-03": MET, "HOT-04": MET})
    wrote(session, audit, "HOT-05", me, note="先这样写")
    later = make_operation("HOT-05", sequence=9, note="改成这样")
    record_operations(session, audit.id, me.id, [later], NOW)
    assert [one.text for one in found(session, me)] == ["改成这样"]


def test_progress_counts_what_must_be_answered_and_says_when_it_was_saved(
    session: Session,
) -> None:
    audit, empty = make_audit(session), make_audit(session)
    total = sum(1 for item in make_sheet().items if not item.rule.OPTIONAL)
    give_answers(session, audit, {"HOT-01": MET, "HOT-36": MET, "HOT-02": MET})
    cleared = make_operation("HOT-02", sequence=9, answer=None)
    moment = NOW + timedelta(minutes=4)
    record_operations(session, audit.id, audit.inspector.id, [cleared], moment)
    told = progress(session, [audit.id, empty.id, "there is none"])
    assert set(told) == {audit.id, empty.id}
    assert (told[audit.id].answered, told[audit.id].total) == (1, total)
    assert told[audit.id].saved_at == moment
    assert (told[empty.id].answered, told[empty.id].saved_at) == (0, None)
    assert progress(session, []) == {}
