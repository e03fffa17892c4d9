"""How an audit ends: signed, submitted, given back and mended, or corrected by a new version."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from db import grants
from db.actors import Role
from db.answers import current_answers, filled_sheet, history, record_operations
from db.audits import AuditFilter, corrections_of, get_audit, list_audits
from db.bulk import load_audits
from db.closing import submit_audit, void_audit
from db.consents import acknowledge, acknowledgement, confirm
from db.correcting import NotCorrectable, correct_audit
from db.errors import AuditClosed, EntryRefused, ReasonMissing
from db.models import Audit, Score
from db.models_tablet import Photo, Signature
from db.proof import verify
from db.returning import NotReturnable, RemarkMissing, RemarkOfNoItem, return_audit, returns_of
from db.rows import AuditRow
from db.scores import score_of, scores_of_period
from db.signatures import SignatureRefused, sign, unsign
from db.signed import SignatureStale, signature_of
from db.trail import TrailFilter, entries
from tests.db.conftest import in_name_of, unsealed
from tests.db.world import World, opened
from tests.factories import (
    DAY,
    NOW,
    PERIOD,
    deduction,
    full_answers,
    give_answers,
    make_audit,
    make_bundle,
    make_operation,
    make_person,
    make_sheet,
    make_signing,
)

LATER = NOW + timedelta(hours=1)
SHEET = make_sheet()
CODES = SHEET.by_code


@pytest.fixture
def world(scratch: Callable[[], AbstractContextManager[Session]]) -> Iterator[World]:
    yield from opened(scratch)


@pytest.fixture
def audit(session: Session) -> AuditRow:
    found = make_audit(session)
    give_answers(session, found, full_answers(SHEET, HOT_01=deduction(1)))
    return found


def submit(session: Session, audit: AuditRow, now: datetime = NOW) -> Any:
    return submit_audit(session, audit.id, audit.inspector.id, now)


def give_back(session: Session, audit: AuditRow, remark: str = "请核实", **by_item: str) -> None:
    """Give an audit back as a head of its division who is new."""
    head = make_person(session, name="罗部长")
    grants.give(
        session,
        head.id,
        Role.DIVISION_HEAD,
        division_id=audit.unit.division.id,
        valid_from=date(2026, 1, 1),
    )
    remarks = {code.replace("_", "-"): text for code, text in by_item.items()}
    actor = grants.actor_of(session, head.id, DAY, "10.0.0.1")
    assert actor is not None
    with in_name_of(session, actor) as other:
        return_audit(other, audit.id, remark, remarks, LATER)


def seen(session: Session, audit: AuditRow) -> dict[str, Any]:
    """The answers as the tablet shows them."""
    return {c: (a.answer, a.note) for c, a in current_answers(session, audit.id).items()}


def put_photo(session: Session, audit: AuditRow, item: str = "HOT-01") -> str:
    """A photo of an item; its bytes are nobody's business here."""
    key = str(uuid4())
    values = {
        "id": key,
        "audit_id": audit.id,
        "item": item,
        "sha256": f"{uuid4().hex}{uuid4().hex}",
        "media_type": "image/jpeg",
        "size": 9,
        "width": 3,
        "height": 3,
        "name": "现场.jpg",
        "added_at": NOW,
        "person_id": audit.inspector.id,
    }
    session.execute(insert(Photo).values(**values))
    return key


class TestReturning:
    def test_it_is_open_again_with_remarks_and_counts_nowhere(
        self, session: Session, audit: AuditRow
    ) -> None:
        score = submit(session, audit)
        give_back(session, audit, " 请补充 ", HOT_01=" 第几次？ ", HOT_02="  ")
        row = get_audit(session, audit.id)
        assert (row.state, row.submitted_at, row.submitted_by, row.k) == ("returned",) + (None,) * 3
        assert scores_of_period(session, PERIOD) == [] and score_of(session, audit.id) is None
        [found] = returns_of(session, audit.id)
        assert (found.person, found.at, found.remark) == ("罗部长", LATER, "请补充")
        assert found.remarks == {"HOT-01": "第几次？"}
        assert (found.score, found.k) == (score, score.k)

    def test_it_is_mended_and_submitted_again(self, session: Session, audit: AuditRow) -> None:
        submit(session, audit)
        give_back(session, audit)
        give_answers(session, audit, {"HOT-01": {"verdict": "met"}}, sequence=100)
        score = submit(session, audit, LATER)
        row = get_audit(session, audit.id)
        assert (row.state, row.submitted_at, row.k) == ("submitted", LATER, score.k)
        assert score.k == 1000 and len(returns_of(session, audit.id)) == 1
        assert verify(session) == []
        confirm_as_head(session, audit)
        with pytest.raises(NotReturnable, match="confirmed"):
            give_back(session, audit)

    def test_it_can_go_back_and_forth(self, session: Session, audit: AuditRow) -> None:
        for number in range(3):
            submit(session, audit, NOW + timedelta(hours=number))
            give_back(session, audit, f"第{number}次")
        submit(session, audit, LATER)
        assert {row.remark for row in returns_of(session, audit.id)} == {"第0次", "第1次", "第2次"}
        assert verify(session) == []

    def test_the_unit_takes_note_anew(self, world: World) -> None:
        key = world.audits["before the move"].id

        def done(session: Session) -> None:
            return_audit(session, key, "请核实", {}, NOW)
            assert acknowledgement(session, key) is None

        assert world.tried("head of A", done) == ("done", 1)

    @pytest.mark.parametrize(
        ("remark", "remarks", "refusal"),
        [
            ("", {}, RemarkMissing),
            ("  ", {"HOT-01": " "}, RemarkMissing),
            ("请核实", {"CTR-01": "?"}, RemarkOfNoItem),
            ("请核实", {"\x00": "?"}, RemarkOfNoItem),
            ("x" * 501, {}, EntryRefused),
            ("", {"HOT-01": "x" * 501}, EntryRefused),
            ("\ud800", {}, EntryRefused),
        ],
    )
    def test_what_is_wrong_with_the_remarks_is_said(
        self, world: World, remark: str, remarks: dict[str, str], refusal: type
    ) -> None:
        key = world.audits["by division submitted"].id
        told = world.tried("head of A", lambda s: return_audit(s, key, remark, remarks, NOW))
        assert told == (refusal.__name__, 0)

    def test_the_trail_says_what_was_given_back_and_why(
        self, session: Session, audit: AuditRow
    ) -> None:
        score = submit(session, audit)
        give_back(session, audit, "请核实", HOT_01="几次？")
        [entry], _ = entries(session, TrailFilter(action="returned"))
        assert entry.before["k"] == str(score.k) or entry.before["k"] in str(score.k)
        assert entry.after["remarks"] == {"HOT-01": "几次？"} and entry.person == "罗部长"

    def test_what_was_loaded_at_once_is_vouched_for_through_it(self, session: Session) -> None:
        bundles = [make_bundle(session) for _ in range(2)]
        load_audits(session, bundles)
        audit = get_audit(session, bundles[0].id)
        give_back(session, audit)
        assert verify(session) == []
        submit(session, audit, LATER)
        assert verify(session) == []
        with unsealed(session):
            session.execute(update(Score).where(Score.audit_id == audit.id).values(k=1))
        [fault] = verify(session)
        assert audit.id in fault


class TestSigning:
    def test_it_is_kept_with_what_was_said(self, session: Session, audit: AuditRow) -> None:
        signing = make_signing(
            name=" 张师傅 ", statement=" 第一项有异议 ", seen=seen(session, audit)
        )
        found = sign(session, audit.id, audit.inspector.id, signing, LATER)
        assert (found.name, found.statement, found.strokes) == (
            "张师傅",
            "第一项有异议",
            signing.strokes,
        )
        assert (found.signed_at, found.received_at, found.stale) == (NOW, LATER, False)
        submit(session, audit)
        assert signature_of(session, audit.id) == found and verify(session) == []

    def test_the_same_once_more_changes_nothing_even_after_submitting(
        self, session: Session, audit: AuditRow
    ) -> None:
        signing = make_signing(seen=seen(session, audit))
        first = sign(session, audit.id, audit.inspector.id, signing, NOW)
        submit(session, audit)
        assert sign(session, audit.id, audit.inspector.id, signing, LATER) == first
        with pytest.raises(AuditClosed):
            sign(session, audit.id, audit.inspector.id, make_signing(), LATER)
        with pytest.raises(AuditClosed):
            unsign(session, audit.id, audit.inspector.id, signing.id)
        _, total = entries(session, TrailFilter(action="signed"))
        assert total == 1

    def test_another_under_the_same_number_is_refused(
        self, session: Session, audit: AuditRow
    ) -> None:
        first = make_signing()
        sign(session, audit.id, audit.inspector.id, first, NOW)
        other = make_signing(id=first.id, name="李师傅")
        with pytest.raises(SignatureRefused, match="same number"):
            sign(session, audit.id, audit.inspector.id, other, NOW)

    def test_a_new_one_takes_the_place_of_the_old(self, session: Session, audit: AuditRow) -> None:
        for name in ("张师傅", "李师傅"):
            sign(session, audit.id, audit.inspector.id, make_signing(name=name), NOW)
        found = signature_of(session, audit.id)
        assert found is not None and found.name == "李师傅"
        unsign(session, audit.id, audit.inspector.id, make_signing().id)
        assert signature_of(session, audit.id) is not None
        unsign(session, audit.id, audit.inspector.id, found.id)
        assert signature_of(session, audit.id) is None

    @pytest.mark.parametrize("change", ["answer", "note", "photo", "photo gone"])
    def test_what_changes_afterwards_must_be_signed_again(
        self, session: Session, audit: AuditRow, change: str
    ) -> None:
        photo = put_photo(session, audit)
        signing = make_signing(seen=seen(session, audit))
        sign(session, audit.id, audit.inspector.id, signing, NOW)
        self.change(session, audit, change, photo)
        with pytest.raises(SignatureStale, match="张师傅"):
            submit(session, audit)
        if change == "photo gone":
            unsign(session, audit.id, audit.inspector.id, signing.id)
        else:
            again = make_signing(seen=seen(session, audit))
            sign(session, audit.id, audit.inspector.id, again, LATER)
        submit(session, audit)

    @staticmethod
    def change(session: Session, audit: AuditRow, change: str, photo: str) -> None:
        given = {"answer": deduction(2), "note": deduction(1)}
        if change in given:
            words = "补记" if change == "note" else ""
            operation = make_operation(answer=given[change], note=words, sequence=200)
            record_operations(session, audit.id, audit.inspector.id, [operation], NOW)
        elif change == "photo":
            put_photo(session, audit, "HOT-02")
        else:
            gone = {"removed_at": NOW, "removed_by": audit.inspector.id}
            session.execute(update(Photo).where(Photo.id == photo).values(**gone))

    def test_what_was_back_as_it_was_signed_is_good_again(
        self, session: Session, audit: AuditRow
    ) -> None:
        signing = make_signing(seen=seen(session, audit))
        sign(session, audit.id, audit.inspector.id, signing, NOW)
        give_answers(session, audit, {"HOT-01": deduction(2)}, sequence=200)
        give_answers(session, audit, {"HOT-01": deduction(1)}, sequence=300)
        submit(session, audit)

    def test_an_answer_that_came_late_was_not_signed(
        self, session: Session, audit: AuditRow
    ) -> None:
        on_screen = seen(session, audit)
        give_answers(session, audit, {"HOT-01": deduction(2)}, sequence=200)
        found = sign(session, audit.id, audit.inspector.id, make_signing(seen=on_screen), NOW)
        assert found.stale

    def test_answers_are_compared_as_they_are_stored(self, session: Session) -> None:
        audit = make_audit(session, sheet=make_sheet("indicators"))
        item = next(
            i.code for i in make_sheet("indicators").items if i.rule.kind == "target_value_max"
        )
        raw = {"verdict": "measured", "numerator": "98.50", "denominator": "100"}
        give_answers(session, audit, {item: raw})
        signing = make_signing(seen={item: (raw, "")})
        assert not sign(session, audit.id, audit.inspector.id, signing, NOW).stale
        wrong = make_signing(seen={item: ({"verdict": "nonsense"}, "")})
        assert sign(session, audit.id, audit.inspector.id, wrong, NOW).stale

    def test_who_does_not_sign_says_why(self, session: Session, audit: AuditRow) -> None:
        with pytest.raises(SignatureRefused, match="why nobody signs"):
            sign(session, audit.id, audit.inspector.id, make_signing(strokes=[]), NOW)
        signing = make_signing(strokes=[], statement="拒绝签字", seen=seen(session, audit))
        assert sign(session, audit.id, audit.inspector.id, signing, NOW).strokes == []

    @pytest.mark.parametrize(
        ("fields", "refusal"),
        [
            ({"name": " "}, EntryRefused),
            ({"name": "x" * 81}, EntryRefused),
            ({"statement": "x" * 1001}, EntryRefused),
            ({"strokes": [[[0, 0]]] * 201}, SignatureRefused),
            ({"strokes": [[[0, 0]] * 20_001]}, SignatureRefused),
            ({"strokes": [[[1001, 0]]]}, SignatureRefused),
            ({"strokes": [[[0, 401]]]}, SignatureRefused),
            ({"strokes": [[[-1, 0]]]}, SignatureRefused),
            ({"strokes": [[[1.5, 0]]]}, SignatureRefused),
            ({"strokes": [[[True, 0]]]}, SignatureRefused),
            ({"strokes": [[[1]]]}, SignatureRefused),
            ({"strokes": [[]]}, SignatureRefused),
            ({"id": "guessed"}, SignatureRefused),
            ({"seen": {"\ud800": (None, "")}}, SignatureRefused),
            ({"signed_at": datetime.min.replace(tzinfo=UTC)}, None),
        ],
    )
    def test_what_is_no_signature_is_refused(
        self, session: Session, audit: AuditRow, fields: dict[str, Any], refusal: type | None
    ) -> None:
        if refusal is None:
            sign(session, audit.id, audit.inspector.id, make_signing(**fields), NOW)
            return
        with pytest.raises(refusal):
            sign(session, audit.id, audit.inspector.id, make_signing(**fields), NOW)

    def test_a_signature_changed_afterwards_is_named(
        self, session: Session, audit: AuditRow
    ) -> None:
        signing = make_signing(seen=seen(session, audit))
        sign(session, audit.id, audit.inspector.id, signing, NOW)
        submit(session, audit)
        session.execute(update(Signature).values(statement="同意"))
        [fault] = verify(session)
        assert audit.id in fault and "signature" in fault

    def test_it_stays_through_a_return_until_answers_change(
        self, session: Session, audit: AuditRow
    ) -> None:
        signing = make_signing(seen=seen(session, audit))
        sign(session, audit.id, audit.inspector.id, signing, NOW)
        submit(session, audit)
        give_back(session, audit)
        submit(session, audit, LATER)
        give_back(session, audit)
        give_answers(session, audit, {"HOT-01": deduction(2)}, sequence=200)
        with pytest.raises(SignatureStale):
            submit(session, audit, LATER)


class TestCorrecting:
    def test_it_begins_with_the_answers_and_photos_of_the_old_one(
        self, session: Session, audit: AuditRow
    ) -> None:
        photo = put_photo(session, audit)
        gone = put_photo(session, audit)
        values = {"removed_at": NOW, "removed_by": audit.inspector.id}
        session.execute(update(Photo).where(Photo.id == gone).values(**values))
        old = submit(session, audit)
        new = correct(session, audit, " 次数写错 ")
        assert (new.state, new.version, new.corrects) == ("draft", 2, audit.id)
        assert (new.correction_reason, new.inspector) == ("次数写错", audit.inspector)
        same = ("unit", "sheet", "sheet_version_id", "period", "kind", "subject", "audited_on")
        assert all(getattr(new, name) == getattr(audit, name) for name in same)
        assert filled_sheet(session, new.id).score() == old
        told = history(session, new.id)
        assert len({one.client for one in told}) == 1
        assert {one.id for one in told}.isdisjoint({one.id for one in history(session, audit.id)})
        query = select(Photo.id, Photo.sha256, Photo.name)
        [copy] = session.execute(query.where(Photo.audit_id == new.id))
        assert copy.id != photo and copy.name == "现场.jpg"
        assert copy.sha256 == session.execute(query.where(Photo.id == photo)).one().sha256
        assert verify(session) == []

    def test_the_old_one_counts_until_the_new_one_is_submitted(
        self, session: Session, audit: AuditRow
    ) -> None:
        before = submit(session, audit)
        new = correct(session, audit)
        assert [row.audit_id for row in scores_of_period(session, PERIOD)] == [audit.id]
        give_answers(session, new, {"HOT-01": {"verdict": "met"}}, sequence=100)
        after = submit(session, new, LATER)
        assert [row.audit_id for row in scores_of_period(session, PERIOD)] == [new.id]
        old = get_audit(session, audit.id)
        assert (old.state, old.k) == ("replaced", before.k) and after.k == 1000
        assert [row.id for row in corrections_of(session, audit.id)] == [new.id]
        [entry], _ = entries(session, TrailFilter(action="replaced"))
        assert entry.object_id == audit.id and entry.after["by"] == new.id
        assert (entry.before["state"], entry.reason) == ("submitted", "次数写错")
        assert verify(session) == []

    def test_a_correction_is_corrected_in_turn(self, session: Session, audit: AuditRow) -> None:
        submit(session, audit)
        second = correct(session, audit)
        submit(session, second)
        third = correct(session, second)
        submit(session, third)
        states = [get_audit(session, row.id).state for row in (audit, second, third)]
        assert states == ["replaced", "replaced", "submitted"] and third.version == 3
        with pytest.raises(NotCorrectable):
            correct(session, audit)
        for row in (audit, second):
            with pytest.raises(AuditClosed, match="took the place"):
                void_audit(session, row.id, row.inspector.id, "重复", NOW)
            with pytest.raises(AuditClosed, match="took the place"):
                submit(session, row)
        assert verify(session) == []

    def test_one_is_filled_in_at_a_time(self, session: Session, audit: AuditRow) -> None:
        submit(session, audit)
        first = correct(session, audit)
        with pytest.raises(NotCorrectable, match="already"):
            correct(session, audit)
        with pytest.raises(NotReturnable, match="being filled in"):
            give_back(session, audit)
        void_audit(session, first.id, first.inspector.id, "不必更正", NOW)
        assert get_audit(session, audit.id).state == "submitted"
        assert correct(session, audit).version == 2

    def test_a_void_correction_does_not_bring_the_old_one_back(
        self, session: Session, audit: AuditRow
    ) -> None:
        submit(session, audit)
        new = correct(session, audit)
        submit(session, new)
        void_audit(session, new.id, new.inspector.id, "重复", NOW)
        assert get_audit(session, audit.id).state == "replaced"
        assert scores_of_period(session, PERIOD) == []

    def test_what_was_made_void_meanwhile_is_not_replaced(
        self, session: Session, audit: AuditRow
    ) -> None:
        submit(session, audit)
        new = correct(session, audit)
        void_audit(session, audit.id, audit.inspector.id, "重复", NOW)
        with pytest.raises(NotCorrectable, match="meanwhile"), session.begin_nested():
            submit(session, new)

    def test_it_needs_a_reason(self, session: Session, audit: AuditRow) -> None:
        submit(session, audit)
        for reason, refusal in ((" ", ReasonMissing), ("x" * 501, EntryRefused)):
            with pytest.raises(refusal):
                correct(session, audit, reason)

    def test_nothing_answered_can_be_corrected_too(self, session: Session) -> None:
        empty = make_audit(session)
        submit_audit(session, empty.id, empty.inspector.id, NOW, CODES)
        assert history(session, correct(session, empty).id) == []

    def test_an_administrators_correction_replaces_in_the_administrators_name(
        self, world: World
    ) -> None:
        key = world.audits["own submitted"].id
        admin = world.people["administrator"].id

        def done(session: Session) -> None:
            new = correct_audit(session, key, admin, "次数写错", NOW)
            submit_audit(session, new.id, admin, NOW, CODES)
            assert get_audit(session, key).state == "replaced"

        assert world.tried("administrator", done) == ("done", 3)

    def test_the_unit_reads_what_was_replaced(self, session: Session, audit: AuditRow) -> None:
        submit(session, audit)
        submit(session, correct(session, audit))
        person = make_person(session)
        grants.give(
            session,
            person.id,
            Role.UNIT_REPRESENTATIVE,
            unit_id=audit.unit.id,
            valid_from=date(2026, 1, 1),
        )
        actor = grants.actor_of(session, person.id, DAY, "10.0.0.1")
        assert actor is not None
        with in_name_of(session, actor) as other:
            assert get_audit(other, audit.id).state == "replaced"
            assert len(corrections_of(other, audit.id)) == 1
            with pytest.raises(Exception, match="Only a submitted audit"):
                acknowledge(other, audit.id, "", NOW)


def test_what_waits_for_a_head_is_listed_with_what_asks_for_it_first(session: Session) -> None:
    audits = [make_audit(session) for _ in range(3)]
    for audit in audits:
        submit_audit(session, audit.id, audit.inspector.id, NOW, CODES)
    session.execute(update(Audit).values(asks_confirmation=False))
    session.execute(
        update(Audit)
        .where(Audit.id == audits[0].id)
        .values(asks_confirmation=True, audited_on=date(2026, 1, 1))
    )
    wanted = AuditFilter(state="submitted", unconfirmed=True)
    assert list_audits(session, wanted).rows[0].id == audits[0].id
    confirm_as_head(session, audits[1])
    found = {row.id for row in list_audits(session, wanted).rows}
    assert found == {audits[0].id, audits[2].id}
    asking = AuditFilter(state="submitted", asks_confirmation=True)
    assert [row.id for row in list_audits(session, asking).rows] == [audits[0].id]
    one = AuditFilter(divisions=frozenset({audits[2].unit.division.id}))
    assert [row.id for row in list_audits(session, one).rows] == [audits[2].id]


def correct(session: Session, audit: AuditRow, reason: str = "次数写错") -> AuditRow:
    return correct_audit(session, audit.id, audit.inspector.id, reason, LATER)


def confirm_as_head(session: Session, audit: AuditRow) -> None:
    head = make_person(session)
    place = {"division_id": audit.unit.division.id, "valid_from": date(2026, 1, 1)}
    grants.give(session, head.id, Role.DIVISION_HEAD, **place)
    actor = grants.actor_of(session, head.id, DAY, "10.0.0.1")
    assert actor is not None
    with in_name_of(session, actor) as other:
        confirm(other, audit.id, "", NOW)
