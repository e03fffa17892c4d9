"""A unit that moved belongs to its new division from its day on, and to the old one before."""

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from db.audits import AuditFilter, list_audits
from db.closing import submit_audit
from db.errors import DivisionNotFound, MoveRefused, ReasonMissing, UnitNotFound
from db.organisation import memberships, move_unit, unit, units
from db.sums import sums_by_unit_and_sheet
from db.trail import TrailFilter, entries
from tests.factories import (
    NOW,
    deduction,
    full_answers,
    give_answers,
    make_audit,
    make_division,
    make_sheet,
    make_unit,
)

MOVED = date(2026, 11, 1)


def test_each_period_keeps_the_division_it_had(session: Session) -> None:
    moved, new = make_unit(session), make_division(session)
    old = moved.division
    for period in ("2026-10", "2026-11"):
        audit = make_audit(session, unit_id=moved.id, period=period)
        give_answers(session, audit, full_answers(make_sheet(), HOT_01=deduction(1)))
        submit_audit(session, audit.id, audit.inspector.id, NOW)
    move_unit(session, moved.id, new.id, MOVED, "改组")
    assert unit(session, moved.id).division == new
    assert [row.division for row in units(session, open_on=MOVED)] == [new]
    assert [row.division for row in units(session, open_on=MOVED - timedelta(days=1))] == [old]
    for division, period in ((old, "2026-10"), (new, "2026-11")):
        [row] = list_audits(session, AuditFilter(division_id=division.id)).rows
        assert (row.period, row.unit.division) == (period, division)
        [sums] = sums_by_unit_and_sheet(session, "2026-01", "2026-12", division_id=division.id)
        assert (sums.division_id, sums.audits) == (division.id, 1)
    assert [(since, row) for since, row in memberships(session, moved.id)] == [
        (MOVED, new),
        (date(2000, 1, 1), old),
    ]
    [newest], _ = entries(session, TrailFilter(action="moved"))
    assert newest.before == {"division": old.id, "since": "2000-01-01"}
    assert newest.after == {"division": new.id, "since": "2026-11-01"}
    assert newest.reason == "改组"


def test_a_move_in_mid_month_counts_from_the_next_month(session: Session) -> None:
    moved, new = make_unit(session), make_division(session)
    audit = make_audit(session, unit_id=moved.id, period="2026-11")
    move_unit(session, moved.id, new.id, date(2026, 11, 15), "改组")
    [row] = list_audits(session).rows
    assert (row.id, row.unit.division) == (audit.id, moved.division)


def test_a_unit_moves_on_and_back(session: Session) -> None:
    moved, other = make_unit(session), make_division(session)
    move_unit(session, moved.id, other.id, MOVED, "改组")
    move_unit(session, moved.id, moved.division.id, MOVED + timedelta(days=1), "改回")
    assert unit(session, moved.id) == moved
    assert len(memberships(session, moved.id)) == 3


def test_a_move_that_cannot_be_is_refused(session: Session) -> None:
    moved, new = make_unit(session), make_division(session)
    with pytest.raises(ReasonMissing):
        move_unit(session, moved.id, new.id, MOVED, " ")
    with pytest.raises(UnitNotFound):
        move_unit(session, 999_999, new.id, MOVED, "改组")
    with pytest.raises(DivisionNotFound):
        move_unit(session, moved.id, 999_999, MOVED, "改组")
    with pytest.raises(MoveRefused):
        move_unit(session, moved.id, moved.division.id, MOVED, "改组")
    move_unit(session, moved.id, new.id, MOVED, "改组")
    with pytest.raises(MoveRefused):
        move_unit(session, moved.id, moved.division.id, MOVED, "改回")
    _, told = entries(session, TrailFilter(action="moved"))
    assert told == 1
