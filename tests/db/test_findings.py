"""What was found before is shown to whoever inspects next, and what comes again is marked."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

import db
from checklists.model import Sheet
from db.answers import filled_sheet
from db.closing import submit_audit, void_audit
from db.errors import AuditNotFound
from db.findings import Finding, findings_of, repeated_items
from db.models_tablet import Photo
from db.rows import AuditRow, UnitRow
from db.scores import score_of
from tests.db.world import SEES, World, opened
from tests.factories import (
    DAY,
    MET,
    NOT_APPLICABLE,
    NOW,
    deduction,
    full_answers,
    give_answers,
    make_audit,
    make_sheet,
    make_unit,
    with_multiplier,
)

LATELY = DAY - timedelta(days=40)
LAST_YEAR = date(2025, 11, 20)


@pytest.fixture
def unit(session: Session) -> UnitRow:
    return make_unit(session)


@pytest.fixture(scope="module")
def world(scratch: Callable[[], AbstractContextManager[Session]]) -> Iterator[World]:
    yield from opened(scratch)


def submitted(session: Session, unit: UnitRow, on: date, **answers: Any) -> AuditRow:
    """A submitted audit of a unit on a day."""
    audit = make_audit(session, unit_id=unit.id, audited_on=on)
    give_answers(session, audit, full_answers(make_sheet(), **answers))
    submit_audit(session, audit.id, audit.inspector.id, NOW)
    return audit


def now(session: Session, unit: UnitRow, sheet: Sheet | None = None) -> AuditRow:
    """A draft of today."""
    return make_audit(session, unit_id=unit.id, **({"sheet": sheet} if sheet else {}))


def photo(session: Session, audit: AuditRow, item: str, **fields: Any) -> str:
    values: dict[str, Any] = {
        "id": str(uuid4()),
        "audit_id": audit.id,
        "item": item,
        "sha256": "0" * 64,
        "media_type": "image/jpeg",
        "size": 1,
        "width": 1,
        "height": 1,
        "name": "表具.jpg",
        "added_at": NOW,
        "person_id": audit.inspector.id,
        **fields,
    }
    session.add(Photo(**values))
    session.flush()
    return str(values["id"])


def test_a_unit_without_a_past_has_no_findings(session: Session, unit: UnitRow) -> None:
    found = findings_of(session, now(session, unit).id)
    assert (found.last, found.repeated) == ({}, {})


def test_the_finding_is_that_of_the_newest_audit_in_which_the_item_was_judged(
    session: Session, unit: UnitRow
) -> None:
    older = submitted(session, unit, LATELY, HOT_14=deduction(1), HOT_01=deduction(1))
    newer = submitted(session, unit, DAY - timedelta(1), HOT_14=NOT_APPLICABLE, HOT_01=MET)
    last = findings_of(session, now(session, unit).id).last
    assert last["HOT-14"] == Finding("HOT-14", older.id, LATELY, Decimal(5), deduction(1), "", ())
    assert (last["HOT-01"].audit_id, last["HOT-01"].deducted) == (newer.id, 0)
    assert "HOT-28" not in last, "what was never judged has no finding"


def test_a_finding_has_its_note_and_the_photos_that_were_kept(
    session: Session, unit: UnitRow
) -> None:
    audit = make_audit(session, unit_id=unit.id, audited_on=LATELY)
    give_answers(session, audit, full_answers(make_sheet()))
    give_answers(session, audit, {"HOT-14": deduction(1)}, sequence=50, note="推给了别的部门")
    kept = photo(session, audit, "HOT-14")
    photo(session, audit, "HOT-14", removed_at=NOW, removed_by=audit.inspector.id)
    submit_audit(session, audit.id, audit.inspector.id, NOW)
    found = findings_of(session, now(session, unit).id).last["HOT-14"]
    assert (found.note, found.photos) == ("推给了别的部门", (kept,))


def test_only_submitted_audits_of_the_same_unit_and_sheet_before_this_one_are_findings(
    session: Session, unit: UnitRow
) -> None:
    void = submitted(session, unit, LATELY, HOT_14=deduction(1))
    void_audit(session, void.id, void.inspector.id, "重复", NOW)
    submitted(session, make_unit(session), LATELY, HOT_14=deduction(1))
    submitted(session, unit, DAY + timedelta(1), HOT_14=deduction(1))
    draft = now(session, unit)
    give_answers(session, draft, {"HOT-14": deduction(1)})
    waiting = make_audit(session, unit_id=unit.id, audited_on=LATELY)
    give_answers(session, waiting, {"HOT-14": deduction(1)})
    submit_audit(session, waiting.id, waiting.inspector.id, NOW, make_sheet().by_code)
    repair = make_audit(session, unit_id=unit.id, sheet=make_sheet("repair"))
    for audit in (now(session, unit), repair, draft):
        found = findings_of(session, audit.id)
        assert (found.last, found.repeated) == ({}, {})


def test_of_one_day_what_was_submitted_before_this_one_was_opened(
    session: Session, unit: UnitRow
) -> None:
    early = make_audit(session, unit_id=unit.id)
    submitted(session, unit, DAY, HOT_14=deduction(1))
    later = make_audit(session, unit_id=unit.id, now=NOW + timedelta(hours=1))
    assert "HOT-14" not in findings_of(session, early.id).last
    assert findings_of(session, later.id).last["HOT-14"].on == DAY


def test_a_corrected_version_does_not_look_at_what_it_corrects(
    session: Session, unit: UnitRow
) -> None:
    wrong = submitted(session, unit, LATELY, HOT_14=deduction(1))
    mended = now(session, unit)
    session.get_one(db.models.Audit, mended.id).corrects = wrong.id
    session.get_one(db.models.Audit, mended.id).correction_reason = "填错"
    session.flush()
    assert findings_of(session, mended.id).last == {}


def test_a_finding_is_repeated_within_the_months_of_the_scheme_and_not_beyond(
    session: Session, unit: UnitRow
) -> None:
    submitted(session, unit, LAST_YEAR - timedelta(1), HOT_01=deduction(1))
    assert repeated_items(session, now(session, unit).id) == frozenset()
    submitted(session, unit, LAST_YEAR, HOT_14=deduction(1))
    submitted(session, unit, LATELY, HOT_14=deduction(1), HOT_02=deduction(1))
    submitted(session, unit, DAY - timedelta(1), HOT_14=MET)
    found = findings_of(session, now(session, unit).id)
    assert found.repeated == {"HOT-14": LATELY, "HOT-02": LATELY}
    assert found.last["HOT-14"].deducted == 0
    assert repeated_items(session, now(session, unit).id) == set(found.repeated)


def test_findings_older_than_the_look_back_time_are_shown_and_do_not_repeat(
    session: Session, unit: UnitRow
) -> None:
    submitted(session, unit, LAST_YEAR - timedelta(30), HOT_14=deduction(1))
    found = findings_of(session, now(session, unit).id)
    assert found.last["HOT-14"].deducted == 5
    assert found.repeated == {}


@pytest.mark.parametrize(("multiplier", "lost"), [("1", 3), ("1.5", Decimal("4.5")), ("9", 10)])
def test_what_is_found_again_is_marked_and_multiplied_and_stays_so(
    session: Session, unit: UnitRow, multiplier: str, lost: object
) -> None:
    sheet = with_multiplier(make_sheet("inspection"), multiplier)
    late = {"verdict": "deducted", "parts": ["b"]}
    first = make_audit(session, unit_id=unit.id, sheet=sheet, audited_on=LATELY)
    second = now(session, unit, sheet)
    for audit in (first, second):
        give_answers(session, audit, full_answers(sheet, INS_03=late))
    submit_audit(session, first.id, first.inspector.id, NOW)
    shown = filled_sheet(session, second.id).score()
    score = submit_audit(session, second.id, second.inspector.id, NOW)
    [line] = [line for line in score.lines if line.deducted]
    assert (line.item, line.deducted, line.repeated) == ("INS-03", lost, True)
    assert shown.k == score.k
    void_audit(session, first.id, first.inspector.id, "重复", NOW)
    stored = score_of(session, second.id)
    assert stored is not None and stored.score == score


def test_who_does_not_see_an_audit_learns_nothing_by_its_number(world: World) -> None:
    for role, seen in SEES.items():
        with world.acting(role) as session:
            for name, audit in world.audits.items():
                if name not in seen:
                    with pytest.raises(AuditNotFound):
                        findings_of(session, audit.id)


def test_findings_of_others_are_shown_without_who_inspected(world: World) -> None:
    """The unit's own inspector sees what the former one had found there, and not by whom."""
    audit = make_audit(
        world.session,
        unit_id=world.a1.id,
        audited_on=LATELY,
        inspector_id=world.people["former inspector"].id,
    )
    give_answers(world.session, audit, full_answers(make_sheet(), HOT_05=deduction(1)))
    submit_audit(world.session, audit.id, audit.inspector.id, NOW)
    with world.acting("inspector of unit") as session:
        found = findings_of(session, world.audits["own draft"].id).last["HOT-05"]
    assert (found.on, found.deducted) == (LATELY, 2)
    assert not {"inspector", "person"} & {name.split("_")[0] for name in vars(found)}


def test_only_findings_look_past_what_their_reader_sees_and_hand_it_out() -> None:
    folder = Path(db.__file__).parent
    users = {path.name for path in folder.glob("*.py") if "FINDINGS" in path.read_text("utf-8")}
    assert users == {"findings.py", "scope.py"}
