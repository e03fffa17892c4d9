"""All that keeps an audit from being submitted is found at once, and one thing alone by name."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from db.answers import record_operations
from db.closing import submit_audit
from db.conflicts import ConflictsOpen
from db.errors import UnansweredItems
from db.fairness import MustBeJudged, ProofMissing
from db.incoming import NONE_SEEN
from db.presence import AnswersUnsent, Signal, announce
from db.ready import OBSTACLES, SeveralObstacles
from db.signatures import sign
from db.signed import SignatureStale
from tests.factories import (
    MET,
    NOW,
    OTHER_TABLET,
    give_answers,
    make_audit,
    make_operation,
    make_sheet,
    make_signing,
)

SHEET = make_sheet("inspection")
OPEN_NOW = {"INS-05"}


def test_everything_in_the_way_is_named_in_one_answer(session: Session) -> None:
    audit = make_audit(session, sheet=SHEET)
    me = audit.inspector.id
    given = {item.code: MET for item in SHEET.items if item.code not in OPEN_NOW | {"INS-06"}}
    give_answers(session, audit, given | {"INS-01": {"verdict": "deducted"}})
    sign(session, audit.id, me, make_signing(seen={}), NOW)
    rival = make_operation(
        "INS-02", answer={"verdict": "deducted"}, client=OTHER_TABLET, base=NONE_SEEN, sequence=500
    )
    [result] = record_operations(session, audit.id, me, [rival], NOW)
    assert result.status == "conflict"
    announce(session, audit.id, me, Signal(OTHER_TABLET, 3), NOW)
    with pytest.raises(SeveralObstacles) as refused:
        submit_audit(session, audit.id, me, NOW)
    found = {type(one): one for one in refused.value.obstacles}
    assert set(found) == {
        ConflictsOpen,
        MustBeJudged,
        ProofMissing,
        UnansweredItems,
        SignatureStale,
        AnswersUnsent,
    }
    assert all(isinstance(one, OBSTACLES) for one in refused.value.obstacles)
    assert set(found[UnansweredItems].codes) == OPEN_NOW
    assert found[MustBeJudged].codes == ("INS-06",)
    assert found[ProofMissing].codes == ("INS-01",)


def test_what_is_confirmed_and_left_out_is_in_the_way_no_more(session: Session) -> None:
    audit = make_audit(session, sheet=SHEET)
    me = audit.inspector.id
    give_answers(
        session, audit, {item.code: MET for item in SHEET.items if item.code not in OPEN_NOW}
    )
    announce(session, audit.id, me, Signal(OTHER_TABLET), NOW - timedelta(minutes=1))
    with pytest.raises(SeveralObstacles) as refused:
        submit_audit(session, audit.id, me, NOW)
    assert [type(one) for one in refused.value.obstacles] == [UnansweredItems, AnswersUnsent]
    with pytest.raises(AnswersUnsent):
        submit_audit(session, audit.id, me, NOW, OPEN_NOW)
    with pytest.raises(UnansweredItems):
        submit_audit(session, audit.id, me, NOW, without=[OTHER_TABLET])
    submit_audit(session, audit.id, me, NOW, OPEN_NOW, without=[OTHER_TABLET])
