"""Scores are stored exactly, replaced when computed again, and read for rankings in one query."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from checklists.scoring import score_sheet
from db.answers import answer_texts
from db.bulk import load_audits
from db.closing import void_audit
from db.rows import UnitRow
from db.scores import save_score, score_of, scores_of_period
from db.sheets import store_sheet_version
from db.sums import sums_by_unit_and_sheet
from tests.factories import (
    NOW,
    PERIOD,
    deduction,
    full_answers,
    make_audit,
    make_bundle,
    make_division,
    make_operation,
    make_sheet,
    make_unit,
)

HASH = "0" * 64


@contextmanager
def statements(session: Session) -> Iterator[list[str]]:
    """The SQL statements that are sent meanwhile."""
    sent: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        sent.append(statement)

    connection = session.connection()
    event.listen(connection, "before_cursor_execute", note)
    yield sent
    event.remove(connection, "before_cursor_execute", note)


def test_a_score_comes_back_with_its_ledger(session: Session) -> None:
    audit = make_audit(session)
    score = score_sheet(make_sheet(), full_answers(make_sheet(), HOT_14=deduction(1)))
    save_score(session, audit.id, score, HASH, NOW)
    stored = score_of(session, audit.id)
    assert stored is not None
    assert (stored.score, stored.rules_hash, stored.computed_at) == (score, HASH, NOW)
    assert [line.clause for line in stored.score.lines][:1] == ["GAS annex row 10"]


def test_a_score_computed_again_replaces_the_first(session: Session) -> None:
    audit = make_audit(session)
    for count in (1, 0):
        score = score_sheet(make_sheet(), full_answers(make_sheet(), HOT_14=deduction(count)))
        save_score(session, audit.id, score, HASH, NOW + timedelta(hours=1 - count))
    stored = score_of(session, audit.id)
    assert stored is not None
    assert (stored.score.k, stored.computed_at) == (1000, NOW + timedelta(hours=1))


def test_four_decimals_of_points_and_six_of_k_are_kept(session: Session) -> None:
    audit = make_audit(session)
    numbers = {"k1": Decimal("303.0001"), "k2": Decimal("-4"), "k3": Decimal("0.3333")}
    score = replace(score_sheet(make_sheet(), {}), **numbers, k=Decimal("999.999999"))
    save_score(session, audit.id, score, HASH, NOW)
    stored = score_of(session, audit.id)
    assert stored is not None and stored.score == score


def test_an_audit_without_score_has_none(session: Session) -> None:
    assert score_of(session, make_audit(session).id) is None
    assert score_of(session, "\x00") is None


def test_a_score_belongs_to_an_audit(session: Session) -> None:
    score = score_sheet(make_sheet(), {})
    with pytest.raises(IntegrityError):
        save_score(session, make_operation().id, score, HASH, NOW)


@pytest.fixture
def units(session: Session) -> list[UnitRow]:
    """Two units of one division with three submitted audits, one of another without any."""
    division = make_division(session, code="A")
    first, second = (make_unit(session, division, code=code) for code in ("A1", "A2"))
    other = make_unit(session, make_division(session, code="B"), code="B1")
    hotline, counter = make_sheet(), make_sheet("counter")
    load_audits(
        session,
        [
            make_bundle(session, unit_id=first.id),
            make_bundle(
                session, full_answers(hotline, HOT_14=deduction(1)), unit_id=first.id, kind="own"
            ),
            make_bundle(
                session,
                full_answers(counter, CTR_06={"verdict": "deducted", "count": 0, "severe": 1}),
                of_sheet=counter,
                unit_id=second.id,
            ),
            make_bundle(session, unit_id=first.id, period="2026-10"),
            make_bundle(session, unit_id=other.id, score=None),
        ],
    )
    make_audit(session, unit_id=second.id)
    return [first, second, other]


def test_a_ranking_reads_its_rows_in_one_query(session: Session, units: list[UnitRow]) -> None:
    with statements(session) as sent:
        rows = scores_of_period(session, PERIOD)
    assert len(sent) == 1
    found = [(row.division_code, row.unit_code, row.sheet, row.kind, row.k2) for row in rows]
    assert sorted(found) == [
        ("A", "A1", "hotline", "division", 78),
        ("A", "A1", "hotline", "own", 73),
        ("A", "A2", "counter", "division", rows[2].k1 - rows[2].k3 - 4),
    ]
    assert rows[2].unit_name_zh == units[1].name_zh
    assert rows[2].division_name_en == units[1].division.name_en


def test_scores_are_found_by_month_division_unit_and_sheet(
    session: Session, units: list[UnitRow]
) -> None:
    first, second, other = units

    def number(*periods: str, **wanted: Any) -> int:
        return len(scores_of_period(session, *periods, **wanted))

    assert number("2026-10") == 1
    assert number("2026-10", "2026-11") == 4
    assert number("2026-12", "2027-01") == 0
    assert number(PERIOD, division_id=first.division.id) == 3
    assert number(PERIOD, division_id=other.division.id) == 0
    assert number(PERIOD, unit_id=second.id) == 1
    assert number(PERIOD, sheets=["hotline"]) == 2
    assert number(PERIOD, sheets=["hotline", "counter"]) == 3
    assert number(PERIOD, sheets=[]) == 0


def test_sums_are_exact_and_count_the_audits(session: Session, units: list[UnitRow]) -> None:
    with statements(session) as sent:
        sums = sums_by_unit_and_sheet(session, PERIOD)
    assert len(sent) == 1
    rows = scores_of_period(session, PERIOD)
    assert [(one.unit_id, one.sheet, one.audits) for one in sums] == [
        (units[0].id, "hotline", 2),
        (units[1].id, "counter", 1),
    ]
    for one in sums:
        own = [row for row in rows if row.unit_id == one.unit_id]
        assert one.division_id == units[0].division.id
        assert (one.k1, one.k2, one.k3) == tuple(
            sum(getattr(row, name) for row in own) for name in ("k1", "k2", "k3")
        )


def test_tenths_add_up_to_what_they_are(session: Session) -> None:
    unit = make_unit(session)
    tenth = replace(score_sheet(make_sheet(), full_answers(make_sheet())), k2=Decimal("0.1"))
    load_audits(session, [make_bundle(session, unit_id=unit.id, score=tenth) for _ in range(3)])
    [sums] = sums_by_unit_and_sheet(session, PERIOD)
    assert str(sums.k2) == "0.3000"


def test_an_audit_in_which_nothing_was_scored_is_read_but_not_summed(session: Session) -> None:
    unit = make_unit(session)
    load_audits(session, [make_bundle(session, unit_id=unit.id)])
    load_audits(session, [make_bundle(session, {}, unit_id=unit.id)])
    rows = scores_of_period(session, PERIOD)
    assert sorted((row.k is None, row.grade) for row in rows) == [
        (False, "excellent"),
        (True, None),
    ]
    [sums] = sums_by_unit_and_sheet(session, PERIOD)
    assert (sums.audits, sums.k2) == (1, 78)


def test_a_void_audit_leaves_the_ranking(session: Session, units: list[UnitRow]) -> None:
    gone = scores_of_period(session, PERIOD)[0]
    void_audit(session, gone.audit_id, gone.inspector_id, "重复录入", NOW)
    assert gone.audit_id not in {row.audit_id for row in scores_of_period(session, PERIOD)}
    assert sums_by_unit_and_sheet(session, PERIOD)[0].audits == 1


def test_answers_of_many_audits_come_as_their_stored_text(
    session: Session, units: list[UnitRow]
) -> None:
    version = store_sheet_version(session, make_sheet("counter"))
    texts = answer_texts(session, version, PERIOD, PERIOD)
    [row] = scores_of_period(session, PERIOD, sheets=["counter"])
    found = {item: text for audit, item, text in texts if audit == row.audit_id}
    assert len(texts) == len(found) == len(make_sheet("counter").items)
    assert found["CTR-06"] == '{"verdict":"deducted","count":0,"severe":1}'
    assert answer_texts(session, version, "2026-10", "2026-10") == []


def test_the_text_of_a_cleared_answer_is_none(session: Session) -> None:
    bundle = make_bundle(session, {"HOT-01": None, "HOT-02": deduction(1)})
    load_audits(session, [bundle])
    assert answer_texts(session, bundle.sheet_version_id, PERIOD, PERIOD) == [
        (bundle.id, "HOT-01", None),
        (bundle.id, "HOT-02", '{"verdict":"deducted","count":1}'),
    ]
