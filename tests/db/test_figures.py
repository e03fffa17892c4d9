"""All audits that count as columns: exact, renewed for what changed, narrowed to whoever acts."""

from dataclasses import fields
from datetime import date
from typing import Any

import numpy as np
import pytest
from sqlalchemy import BigInteger, func, select, type_coerce
from sqlalchemy.orm import Session

from db import figures_kept
from db.actors import SYSTEM
from db.bulk import load_audits
from db.closing import void_audit
from db.figures import CODES, Figures, figures
from db.models import KINDS, Audit, Score
from db.organisation import move_unit
from db.scores import score_of
from db.session import Database
from tests.factories import (
    NOW,
    PERIOD,
    deduction,
    full_answers,
    make_bundle,
    make_division,
    make_sheet,
    make_unit,
)


def check_sums(found: Figures) -> None:
    """What the lines add up to is what the audits have."""
    available = np.zeros(len(found), dtype=np.int64)
    left = np.zeros(len(found), dtype=np.int64)
    np.add.at(available, found.line_audit, found.line_available)
    np.add.at(left, found.line_audit, found.line_available - found.line_lost)
    assert (found.k2 == left).all()
    assert (found.k1 - found.k3 == available).all()
    assert (np.diff(found.line_audit) >= 0).all()


def check_lines(session: Session, found: Figures) -> None:
    """Each audit has its ledger's lines, in their order."""
    for row, audit in enumerate(found.audit):
        stored = score_of(session, audit)
        assert stored is not None
        mine = found.line_audit == row
        told = zip(
            found.line_item[mine], found.line_available[mine], found.line_lost[mine], strict=True
        )
        assert [(found.items[item], a, b) for item, a, b in told] == [
            (line.item, int(line.available * 10000), int(line.deducted * 10000))
            for line in stored.score.lines
        ]


def the_same(one: Figures, other: Figures) -> bool:
    return all(
        np.array_equal(getattr(one, field.name), getattr(other, field.name))
        if field.name not in CODES
        else getattr(one, field.name) == getattr(other, field.name)
        for field in fields(Figures)
    )


def load(session: Session, *wanted: dict[str, Any]) -> list[str]:
    bundles = [make_bundle(session, **one) for one in wanted]
    load_audits(session, bundles)
    return [bundle.id for bundle in bundles]


def test_the_columns_are_those_of_the_audits(session: Session) -> None:
    unit = make_unit(session)
    counter = make_sheet("counter")
    load(
        session,
        {"unit_id": unit.id, "answers": full_answers(make_sheet(), HOT_14=deduction(1))},
        {"unit_id": unit.id, "of_sheet": counter, "period": "2026-09", "kind": "company"},
        {"unit_id": unit.id, "answers": {"HOT-14": deduction(2)}, "kind": "own"},
    )
    found = figures(session)
    order = select(Audit).order_by(Audit.period, Audit.unit_id, Audit.sheet, Audit.id)
    audits = session.scalars(order).all()
    assert list(found.audit) == [audit.id for audit in audits]
    assert list(found.unit) == [unit.id] * 3
    assert list(found.division) == [unit.division.id] * 3
    assert list(found.month) == [2026 * 12 + 8] + [2026 * 12 + 10] * 2
    assert [found.sheets[number] for number in found.sheet] == [audit.sheet for audit in audits]
    assert [KINDS[number] for number in found.occasion] == [audit.kind for audit in audits]
    assert list(found.version) == [audit.sheet_version_id for audit in audits]
    assert list(found.inspector) == [audit.inspector_id for audit in audits]
    for name in ("k1", "k2", "k3"):
        query = select(type_coerce(getattr(Score, name), BigInteger))
        whole = [session.scalar(query.where(Score.audit_id == audit.id)) for audit in audits]
        assert list(getattr(found, name)) == whole
    check_sums(found)
    check_lines(session, found)


def test_some_audits_keep_their_own_lines(session: Session) -> None:
    for count in range(4):
        answers = full_answers(make_sheet(), HOT_14=deduction(count))
        load(session, {"answers": answers})
    found = figures(session)
    some = found.where(np.array([False, True, False, True]))
    assert list(some.audit) == [found.audit[1], found.audit[3]]
    check_sums(some)
    check_lines(session, some)
    assert len(found.where(np.zeros(4, dtype=bool)).line_lost) == 0


def test_what_one_writes_to_it_is_refused(session: Session) -> None:
    load(session, {})
    with pytest.raises(ValueError, match="read-only"):
        figures(session).k2[0] = 1


def test_figures_follow_what_changes(session: Session) -> None:
    assert len(figures(session)) == 0
    [first] = load(session, {})
    unit = session.get_one(Audit, first).unit_id
    assert list(figures(session).audit) == [first]
    [second] = load(session, {"unit_id": unit, "period": "2026-10"})
    assert list(figures(session).audit) == [second, first]
    void_audit(session, first, session.get_one(Audit, first).inspector_id, "重复", NOW)
    assert list(figures(session).audit) == [second]
    other = make_division(session)
    move_unit(session, unit, other.id, date(2026, 10, 1), "改组")
    assert list(figures(session).division) == [other.id]


def test_a_move_within_a_month_holds_from_the_next_one(session: Session) -> None:
    [first] = load(session, {"period": "2026-10"})
    unit = session.get_one(Audit, first).unit_id
    load(session, {"unit_id": unit})
    before = figures(session).division[0]
    other = make_division(session)
    move_unit(session, unit, other.id, date(2026, 10, 2), "改组")
    assert list(figures(session).division) == [before, other.id]


def test_what_was_undone_is_not_kept(committed: Database) -> None:
    class Undone(Exception):
        pass

    with pytest.raises(Undone), committed.write(SYSTEM) as session:
        load(session, {})
        assert len(figures(session)) == 1
        raise Undone
    with committed.read(SYSTEM) as session:
        assert len(figures(session)) == 0


def test_two_moments_at_once_have_their_own_figures(committed: Database) -> None:
    with committed.write(SYSTEM) as session:
        [first] = load(session, {})
    with committed.read(SYSTEM) as earlier:
        assert list(figures(earlier).audit) == [first]
        with committed.write(SYSTEM) as session:
            [second] = load(session, {"period": "2026-12"})
        with committed.read(SYSTEM) as later:
            whole = figures(later)
            assert list(whole.audit) == [first, second]
            assert list(figures(earlier).audit) == [first]
            assert the_same(figures(later), whole)


def test_only_what_changed_is_read_again(session: Session) -> None:
    load(session, {}, {}, {"period": "2026-10"})
    figures(session)
    parts = dict(figures_kept._kept[str(session.get_bind().engine.url)].parts)
    [new] = load(session, {})
    assert new in figures(session).audit
    now = figures_kept._kept[str(session.get_bind().engine.url)].parts
    assert [place for place in now if now[place] is not parts.get(place)] == [
        (PERIOD, session.get_one(Audit, new).unit_id)
    ]
    assert session.scalar(select(func.count()).select_from(Audit)) == 4
