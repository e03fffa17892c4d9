"""Unfair answers are not taken; an audit that rests on little counts once it is confirmed."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from checklists.periods import Period
from db import grants
from db.actors import Role
from db.answers import answer_texts, current_answers, record_operations
from db.audits import get_audit
from db.closing import submit_audit
from db.consents import confirm
from db.errors import UnansweredItems
from db.fairness import MustBeJudged, ProofMissing
from db.rankings import ranked_sums, waiting_by_unit
from db.rows import AuditRow
from db.scores import scores_of_period
from db.sums import sums_by_unit_and_sheet
from db.trail import TrailFilter, entries
from tests.db.conftest import in_name_of
from tests.db.test_findings import photo
from tests.factories import (
    DAY,
    MET,
    NOW,
    PERIOD,
    full_answers,
    give_answers,
    make_audit,
    make_operation,
    make_person,
    make_sheet,
)

SINCE = date(2026, 1, 1)
UNTIDY = {"verdict": "deducted"}
SKIPPED = {"verdict": "not_applicable"}
RUDE = {"verdict": "deducted", "count": 1}


def of(session: Session, sheet: str) -> AuditRow:
    return make_audit(session, sheet=make_sheet(sheet))


def sent(session: Session, audit: AuditRow, item: str, **fields: Any) -> str:
    [result] = record_operations(
        session, audit.id, audit.inspector.id, [make_operation(item, **fields)], NOW
    )
    refused = result.refusal
    return result.status if refused is None else f"{result.status}: {refused.field}"


def test_an_item_that_is_always_there_is_not_skipped(session: Session) -> None:
    audit = of(session, "inspection")
    skipped = {**SKIPPED, "reason": "没有时间"}
    assert sent(session, audit, "INS-06", answer=skipped) == "refused: verdict"
    assert current_answers(session, audit.id) == {}


def test_an_item_is_skipped_with_a_reason_or_freely_as_its_policy_says(session: Session) -> None:
    audit = of(session, "inspection")
    assert sent(session, audit, "INS-05", answer=SKIPPED) == "refused: reason"
    assert sent(session, audit, "INS-05", answer={**SKIPPED, "reason": "未带"}) == "accepted"
    assert sent(session, audit, "INS-04", answer=SKIPPED) == "accepted"


def test_a_deduction_by_judgement_says_why(session: Session) -> None:
    audit = of(session, "counter")
    assert sent(session, audit, "CTR-20", answer=RUDE) == "refused: note"
    assert sent(session, audit, "CTR-20", answer=RUDE, note="  ") == "refused: note"
    assert sent(session, audit, "CTR-20", answer=RUDE, note="顶撞客户") == "accepted"
    assert sent(session, audit, "CTR-05", answer=MET) == "accepted"
    assert sent(session, audit, "CTR-07", answer=MET) == "accepted"


def test_an_audit_is_not_submitted_while_an_item_is_open_that_is_always_there(
    session: Session,
) -> None:
    audit = of(session, "inspection")
    give_answers(session, audit, {"INS-01": MET})
    with pytest.raises(MustBeJudged) as wanting:
        submit_audit(session, audit.id, audit.inspector.id, NOW, make_sheet("inspection").by_code)
    assert wanting.value.codes == ("INS-06",)
    give_answers(session, audit, {"INS-06": MET})
    with pytest.raises(UnansweredItems):
        submit_audit(session, audit.id, audit.inspector.id, NOW)
    submit_audit(session, audit.id, audit.inspector.id, NOW, make_sheet("inspection").by_code)


def test_an_audit_is_not_submitted_while_a_photo_is_missing(session: Session) -> None:
    audit = of(session, "inspection")
    give_answers(
        session, audit, full_answers(make_sheet("inspection"), INS_01=UNTIDY, INS_02=UNTIDY)
    )
    photo(session, audit, "INS-01")
    photo(session, audit, "INS-02", removed_at=NOW, removed_by=audit.inspector.id)
    with pytest.raises(ProofMissing) as wanting:
        submit_audit(session, audit.id, audit.inspector.id, NOW)
    assert wanting.value.codes == ("INS-02",)
    assert get_audit(session, audit.id).state == "draft"
    photo(session, audit, "INS-02")
    assert submit_audit(session, audit.id, audit.inspector.id, NOW).lost == 6


def counted(session: Session, audit: AuditRow) -> list[bool]:
    """Whether an audit counts, asked in each way there is."""
    unit, version = audit.unit.id, audit.sheet_version_id
    return [
        audit.id in {row.audit_id for row in scores_of_period(session, PERIOD)},
        unit in {row.unit_id for row in sums_by_unit_and_sheet(session, PERIOD)},
        unit in {row.unit_id for row in ranked_sums(session, Period.parse(PERIOD))},
        audit.id in {row[0] for row in answer_texts(session, version, PERIOD, PERIOD)},
    ]


def half_empty(session: Session) -> AuditRow:
    """A submitted audit of which more was left open than the limit."""
    audit = of(session, "repair")
    give_answers(session, audit, {"REP-01": MET, "REP-02": MET, "REP-03": MET})
    submit_audit(session, audit.id, audit.inspector.id, NOW, ["REP-04"])
    return audit


def test_with_too_much_left_out_it_counts_nowhere_until_it_is_confirmed(session: Session) -> None:
    audit = half_empty(session)
    unit = audit.unit.id
    assert get_audit(session, audit.id).state == "submitted"
    assert counted(session, audit) == [False] * 4
    assert waiting_by_unit(session, Period.parse(PERIOD))[unit] == 1
    assert unit not in waiting_by_unit(session, Period.parse("2026-10"))
    confirmed(session, audit)
    assert counted(session, audit) == [True] * 4
    assert unit not in waiting_by_unit(session, Period.parse(PERIOD))


def confirmed(session: Session, audit: AuditRow) -> None:
    """The head of the unit's division confirms the audit."""
    head, of = make_person(session), audit.unit.division.id
    grants.give(session, head.id, Role.DIVISION_HEAD, division_id=of, valid_from=SINCE)
    actor = grants.actor_of(session, head.id, DAY)
    assert actor is not None
    with in_name_of(session, actor) as other:
        confirm(other, audit.id, "属实", NOW)


def test_exactly_at_the_limit_it_counts_at_once(session: Session) -> None:
    audit, sheet = of(session, "indicators"), make_sheet("indicators")
    measured = {"verdict": "measured", "numerator": "1", "denominator": "1"}
    given = {item.code: measured for item in sheet.items if "measured" in item.rule.VERDICTS}
    left_out = [given.pop(code) and code for code in ("IND-01", "IND-04")]
    give_answers(session, audit, {**given, "IND-09": MET})
    score = submit_audit(session, audit.id, audit.inspector.id, NOW, left_out)
    assert (score.k3, score.k1) == (90, 300)
    assert counted(session, audit) == [True] * 4


def test_the_trail_says_that_it_waits(session: Session) -> None:
    waiting = half_empty(session)
    found, _total = entries(session, TrailFilter(), 1)
    assert (found[0].object_id, found[0].after["asks_confirmation"]) == (waiting.id, True)
