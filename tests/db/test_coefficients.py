"""Difficulty coefficients hold from a month on, with a reason, and are never changed."""

from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy import exc as sql
from sqlalchemy.orm import Session

from checklists.periods import Period
from db import trail
from db.actors import Actor, Held, Role
from db.coefficient_changes import (
    Change,
    CoefficientRefused,
    CoefficientsChanged,
    planned,
    set_coefficients,
)
from db.coefficients import coefficients, history, in_force, newest
from db.errors import EntryRefused, ReasonMissing, UnitNotFound
from db.models_access import Trail
from db.models_periods import Coefficient
from db.rows import UnitRow
from tests.factories import DAY, NOW, make_person, make_unit

WHY = "老旧小区多"


@pytest.fixture(autouse=True)
def administrator(session: Session) -> None:
    """The tests act as an administrator, whose name stands beside what is set."""
    person = make_person(session, name="沈清源")
    held = (Held(Role.ADMINISTRATOR),)
    session.info["actor"] = Actor(person.id, person.name, held, DAY)


def put(session: Session, unit: UnitRow, period: str, value: str, **fields: Any) -> int:
    return set_coefficients(
        session, Period.parse(period), {unit.id: Decimal(value)}, WHY, NOW, **fields
    )


def value(session: Session, unit: UnitRow, period: str) -> Decimal:
    return coefficients(session, Period.parse(period))[unit.id]


def test_without_a_coefficient_all_units_weigh_the_same(session: Session) -> None:
    unit = make_unit(session)
    assert value(session, unit, "2026-11") == 1
    assert in_force(session, Period.parse("2026-11")) == {}


def test_a_coefficient_holds_from_its_month_on_until_another_one(session: Session) -> None:
    unit = make_unit(session)
    put(session, unit, "2026-03", "1.2")
    put(session, unit, "2026-07", "0.85")
    found = {month: value(session, unit, f"2026-{month:02d}") for month in (2, 3, 6, 7, 12)}
    assert {month: str(number.normalize()) for month, number in found.items()} == {
        2: "1",
        3: "1.2",
        6: "1.2",
        7: "0.85",
        12: "0.85",
    }
    assert value(session, unit, "2027") == Decimal("0.85")


def test_a_period_uses_what_holds_in_its_last_month(session: Session) -> None:
    unit = make_unit(session)
    put(session, unit, "2026-01", "1.2")
    put(session, unit, "2026-09", "0.9")
    assert value(session, unit, "2026-Q2") == Decimal("1.2")
    assert value(session, unit, "2026-Q3") == Decimal("0.9")
    assert value(session, unit, "2026") == Decimal("0.9")


def test_what_is_set_for_a_period_holds_in_all_its_months(session: Session) -> None:
    unit = make_unit(session)
    put(session, unit, "2026-09", "0.9")
    put(session, unit, "2026-11", "1.5")
    put(session, unit, "2026-Q3", "1.2")
    months = [value(session, unit, f"2026-{month:02d}") for month in (6, 7, 8, 9, 10, 11)]
    assert months == [1, *[Decimal("1.2")] * 4, Decimal("1.5")]


def test_of_two_for_one_month_the_newer_one_holds(session: Session) -> None:
    unit = make_unit(session)
    put(session, unit, "2026-03", "1.2")
    put(session, unit, "2026-03", "1.3")
    assert value(session, unit, "2026-03") == Decimal("1.3")
    rows = history(session, unit.id)
    assert [(row.value, row.month, row.reason, row.set_by, row.set_at) for row in rows] == [
        (Decimal("1.3"), "2026-03", WHY, "沈清源", NOW),
        (Decimal("1.2"), "2026-03", WHY, "沈清源", NOW),
    ]
    assert in_force(session, Period.parse("2026-05")) == {unit.id: rows[0]}


def test_many_are_set_at_once_each_with_its_entry(session: Session) -> None:
    units = [make_unit(session) for _ in range(3)]
    values = {unit.id: Decimal(number) for number, unit in enumerate(units, start=1)}
    put(session, units[0], "2026-01", "1")
    assert set_coefficients(session, Period.parse("2026-Q3"), values, WHY, NOW) == 2
    entries, _total = trail.entries(session, trail.TrailFilter(action="coefficient_set"))
    assert [(row.object_kind, row.object_id, row.reason) for row in entries] == [
        ("unit", str(unit.id), WHY) for unit in (units[2], units[1], units[0])
    ]
    assert entries[0].before == {"coefficient": "1"}
    assert entries[0].after == {"coefficient": "3", "period": "2026-Q3", "months": ["2026-07"]}


def test_the_same_value_again_leaves_no_row_and_no_entry(session: Session) -> None:
    unit = make_unit(session)
    assert put(session, unit, "2026-03", "1.2") == 1
    assert put(session, unit, "2026-04", "1.2000") == 0
    assert len(history(session, unit.id)) == 1


def test_the_default_can_be_set_so_that_somebody_has_said_it(session: Session) -> None:
    unit = make_unit(session)
    assert put(session, unit, "2026-03", "1") == 1
    assert put(session, unit, "2026-05", "1") == 0
    (row,) = history(session, unit.id)
    assert (row.value, row.month) == (1, "2026-03")
    assert in_force(session, Period.parse("2026-02")) == {}


@pytest.mark.parametrize("text", ["0", "-1", "10.0001", "1.00001", "NaN", "Infinity", "1e5"])
def test_a_value_out_of_bounds_is_refused_by_unit(session: Session, text: str) -> None:
    unit = make_unit(session)
    with pytest.raises(CoefficientRefused, match=unit.code):
        put(session, unit, "2026-03", text)
    assert history(session, unit.id) == []


@pytest.mark.parametrize("number", [1.2, "1.2", None, True, 1])
def test_only_exact_decimals_are_coefficients(session: Session, number: Any) -> None:
    unit = make_unit(session)
    with pytest.raises(CoefficientRefused):
        set_coefficients(session, Period.parse("2026"), {unit.id: number}, WHY, NOW)


def test_the_bounds_themselves_are_taken(session: Session) -> None:
    unit = make_unit(session)
    for text in ("0.0001", "10", "10.0000"):
        put(session, unit, "2026-03", text)
        assert value(session, unit, "2026-03") == Decimal(text)


def test_a_reason_is_needed_and_a_unit_must_be_there(session: Session) -> None:
    unit = make_unit(session)
    period = Period.parse("2026")
    with pytest.raises(ReasonMissing, match="coefficients"):
        set_coefficients(session, period, {unit.id: Decimal(2)}, "  ", NOW)
    with pytest.raises(EntryRefused):
        set_coefficients(session, period, {unit.id: Decimal(2)}, "x" * 501, NOW)
    with pytest.raises(UnitNotFound):
        set_coefficients(session, period, {999_999: Decimal(2)}, WHY, NOW)
    with pytest.raises(UnitNotFound):
        history(session, 999_999)


def test_what_is_planned_is_what_is_then_written(session: Session) -> None:
    units = [make_unit(session) for _ in range(3)]
    put(session, units[0], "2026-08", "0.9")
    period = Period.parse("2026-Q3")
    put(session, units[1], "2026-02", "1")
    values = {unit.id: Decimal(text) for unit, text in zip(units, ("1.2", "1", "1.3"), strict=True)}
    changes = planned(session, period, values)
    assert changes == [
        Change(units[0].id, Decimal("0.9"), Decimal("1.2"), ("2026-07", "2026-08")),
        Change(units[2].id, Decimal(1), Decimal("1.3"), ("2026-07",)),
    ]
    assert history(session, units[2].id) == []
    assert set_coefficients(session, period, values, WHY, NOW) == len(changes)
    assert coefficients(session, period) == values
    assert planned(session, period, values) == []


def test_a_stale_preview_is_refused_and_nothing_is_set(session: Session) -> None:
    unit, other = make_unit(session), make_unit(session)
    seen = newest(session)
    put(session, other, "2026-03", "1.1", seen=seen)
    with pytest.raises(CoefficientsChanged):
        put(session, unit, "2026-03", "1.2", seen=seen)
    assert history(session, unit.id) == []
    assert put(session, unit, "2026-03", "1.2", seen=newest(session)) == 1


@pytest.mark.parametrize("change", [update(Coefficient).values(value=Decimal(3)), None])
def test_no_coefficient_is_changed_or_erased(session: Session, change: Any) -> None:
    unit = make_unit(session)
    put(session, unit, "2026-03", "1.2")
    with pytest.raises(sql.DBAPIError, match="never changed"), session.begin_nested():
        session.execute(delete(Coefficient) if change is None else change)
    assert value(session, unit, "2026-03") == Decimal("1.2")
    assert session.scalars(select(Trail.action).order_by(Trail.id.desc())).first() == (
        "coefficient_set"
    )
