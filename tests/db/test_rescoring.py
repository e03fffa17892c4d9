"""Everything scored again from the stored answers is as it was stored, or it is named."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from dashboard.rescoring import Difference, rescored
from db.bulk import load_audits
from db.closing import submit_audit
from db.models import Answer, Score
from db.scores import score_of
from tests.factories import (
    DAY,
    MET,
    NOT_APPLICABLE,
    NOW,
    deduction,
    full_answers,
    give_answers,
    make_audit,
    make_bundle,
    make_sheet,
    make_unit,
    with_multiplier,
)


def load(session: Session, *answers: dict[str, Any], **fields: Any) -> list[str]:
    bundles = [make_bundle(session, given, **fields) for given in answers]
    load_audits(session, bundles)
    return [bundle.id for bundle in bundles]


def test_what_is_as_it_was_stored_is_whole(session: Session) -> None:
    given = full_answers(make_sheet(), HOT_14=deduction(1))
    bonus = {**given, "HOT-15": {"verdict": "deducted", "count": 3}}
    nothing: dict[str, Any] = {"HOT-01": NOT_APPLICABLE, "HOT-02": None}
    counter = make_sheet("counter")
    load(session, given, bonus, nothing, {}, {"HOT-01": MET})
    load(session, full_answers(counter), of_sheet=counter, period="2026-10")
    make_audit(session)
    found = rescored(session)
    number = len(given) + len(bonus) + 1 + 1 + len(counter.items)
    assert found.whole and (found.audits, found.answers) == (6, number)


def test_marks_of_what_was_found_again_are_taken_as_they_were_set(session: Session) -> None:
    unit = make_unit(session)
    sheet = with_multiplier(make_sheet("inspection"), "1.5")
    late = {"verdict": "deducted", "parts": ["b"]}
    for on in (DAY - timedelta(days=40), DAY):
        audit = make_audit(session, unit_id=unit.id, sheet=sheet, audited_on=on)
        give_answers(session, audit, full_answers(sheet, INS_03=late))
        submit_audit(session, audit.id, audit.inspector.id, NOW)
    stored = score_of(session, audit.id)
    assert stored is not None and any(line.repeated for line in stored.score.lines)
    assert rescored(session).whole


@pytest.mark.parametrize(
    ("changed", "figures"),
    [
        ({"k2": 77}, {("k2", "77", "73")}),
        ({"k": None}, {("k", "None", "935.897436")}),
        ({"k3": 1, "grade": "pass"}, {("k3", "1", "24"), ("grade", "pass", "excellent")}),
    ],
)
def test_a_score_that_is_not_what_the_answers_make_is_named(
    session: Session, changed: dict[str, Any], figures: set[tuple[str, str, str]]
) -> None:
    key, _other = load(session, full_answers(make_sheet(), HOT_14=deduction(1)), {"HOT-01": MET})
    session.execute(update(Score).where(Score.audit_id == key).values(changed))
    found = rescored(session)
    assert set(found.differences) == {Difference(key, *told) for told in figures}
    assert not found.whole


def test_an_answer_that_was_changed_behind_the_program_is_named_with_its_item(
    session: Session,
) -> None:
    [key] = load(session, full_answers(make_sheet(), HOT_14=deduction(1)))
    of_item = (Answer.audit_id == key) & (Answer.item == "HOT-14")
    session.execute(update(Answer).where(of_item).values(answer=MET))
    found = rescored(session)
    assert Difference(key, "HOT-14", "5 - 5", "5 - 0") in found.differences
    assert {one.figure for one in found.differences} == {"HOT-14", "k2", "k"}


def test_answers_that_cannot_be_read_are_named_by_sheet_and_month(session: Session) -> None:
    [key] = load(session, full_answers(make_sheet()))
    load(session, {"HOT-01": MET}, period="2026-10")
    of_item = (Answer.audit_id == key) & (Answer.item == "HOT-14")
    session.execute(update(Answer).where(of_item).values(item="HOT-99"))
    found = rescored(session)
    assert found.differences == () and not found.whole
    [told] = found.unreadable
    assert told.startswith("hotline 2026-11: ") and "HOT-99" in told
