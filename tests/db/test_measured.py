"""A month's figures of a unit and sheet: one audit at a time, whoever begins it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from db.actors import Role
from db.answers import filled_sheet
from db.closing import submit_audit, void_audit
from db.correcting import correct_audit
from db.errors import UnitClosed
from db.measured import FiguresThere, begin_figures, bring_up_to, figures_of
from db.models_access import Trail
from db.organisation import close_unit
from db.rows import AuditRow
from tests.db.world import world_in
from tests.factories import (
    DAY,
    NOW,
    PERIOD,
    full_answers,
    give_answers,
    make_person,
    make_sheet,
    make_unit,
)

SHEET = "complaints"


def begin(session: Session, **fields: Any) -> AuditRow:
    values = {
        "unit_id": fields.pop("unit_id", None) or make_unit(session).id,
        "inspector_id": fields.pop("inspector_id", None) or make_person(session).id,
        "sheet": make_sheet(SHEET),
        "period": PERIOD,
        "kind": "own",
        "subject": "投诉台账",
        "audited_on": DAY,
        "now": NOW,
    }
    return begin_figures(session, **{**values, **fields})


def submit(session: Session, audit: AuditRow) -> None:
    give_answers(session, audit, full_answers(make_sheet(SHEET)))
    submit_audit(session, audit.id, audit.inspector.id, NOW)


def test_figures_are_begun_once(session: Session) -> None:
    first = begin(session)
    with pytest.raises(FiguresThere, match=first.inspector.name):
        begin(session, unit_id=first.unit.id)
    submit(session, first)
    with pytest.raises(FiguresThere):
        begin(session, unit_id=first.unit.id)


def test_another_month_unit_or_sheet_has_figures_of_its_own(session: Session) -> None:
    first = begin(session)
    others = [
        begin(session, unit_id=first.unit.id, period="2026-10", audited_on=date(2026, 10, 31)),
        begin(session, unit_id=first.unit.id, sheet=make_sheet("callbacks")),
        begin(session),
    ]
    assert len({first.id, *(other.id for other in others)}) == 4


def test_after_what_was_void_figures_are_begun_anew(session: Session) -> None:
    first = begin(session)
    void_audit(session, first.id, first.inspector.id, "填错单位", NOW)
    again = begin(session, unit_id=first.unit.id)
    assert again.id != first.id
    assert [row.id for row in figures_of(session, PERIOD, [SHEET], first.unit.id)] == [again.id]


def test_a_correction_stands_beside_what_it_corrects_until_it_is_submitted(
    session: Session,
) -> None:
    first = begin(session)
    submit(session, first)
    correction = correct_audit(session, first.id, first.inspector.id, "分母有误", NOW)
    found = figures_of(session, PERIOD, [SHEET], first.unit.id)
    assert {row.id for row in found} == {first.id, correction.id}


def test_a_closed_unit_has_no_new_figures(session: Session) -> None:
    unit = make_unit(session)
    close_unit(session, unit.id, DAY, "撤销")
    with pytest.raises(UnitClosed):
        begin(session, unit_id=unit.id)


def test_open_figures_are_of_a_later_day_once_more_of_the_month_is_over(session: Session) -> None:
    audit = begin(session)
    by = audit.inspector.id
    for on in (date(2026, 11, 19), date(2026, 12, 1), DAY, date(2026, 11, 30)):
        bring_up_to(session, audit.id, by, on)
    (now,) = figures_of(session, PERIOD, [SHEET], audit.unit.id)
    assert now.audited_on == date(2026, 11, 30)
    entries = session.scalars(select(Trail).where(Trail.action == "redated")).all()
    assert [(e.before, e.after) for e in entries] == [
        ({"audited_on": "2026-11-20"}, {"audited_on": "2026-11-30"})
    ]


def test_submitted_figures_stay_of_their_day(session: Session) -> None:
    audit = begin(session)
    submit(session, audit)
    bring_up_to(session, audit.id, audit.inspector.id, date(2026, 11, 30))
    (now,) = figures_of(session, PERIOD, [SHEET], audit.unit.id)
    assert now.audited_on == DAY
    assert filled_sheet(session, audit.id).state == "submitted"


def test_of_another_inspectors_figures_the_name_is_told_and_nothing_begun(
    scratch: Callable[[], AbstractContextManager[Session]],
) -> None:
    with world_in(scratch) as world:
        world.grant("nobody", Role.INSPECTOR, unit_id=world.a1.id)
        first, second = world.people["inspector of unit"], world.people["nobody"]
        with world.acting("inspector of unit") as session:
            begin(session, unit_id=world.a1.id, inspector_id=first.id)
        again = {"unit_id": world.a1.id, "inspector_id": second.id}
        assert world.tried("nobody", lambda s: begin(s, **again)) == ("FiguresThere", 0)
