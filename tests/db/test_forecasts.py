"""Forecasts are stored as they were made, once, never changed, and held against what came."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from db import trail
from db.actors import SYSTEM, Actor, Held, Role
from db.forecasts import reading
from db.forecasts.reading import ended, forecasts
from db.forecasts.storing import forecast_faults, store
from db.models_forecasts import Forecast
from db.rows import UnitRow
from tests.db.conftest import unsealed
from tests.factories import DAY, NOW, make_ended, make_forecast, make_person, make_unit


@pytest.fixture
def units(session: Session) -> list[UnitRow]:
    """Three units of one division; the tests act as an administrator."""
    person = make_person(session, name="沈清源")
    session.info["actor"] = Actor(person.id, person.name, (Held(Role.ADMINISTRATOR),), DAY)
    first = make_unit(session)
    return [first, *(make_unit(session, first.division) for _each in range(2))]


def made(units: list[UnitRow], **more: Any) -> Any:
    return make_forecast([one.id for one in units], units[0].division.id, **more)


def test_a_forecast_is_read_as_it_was_made_and_by_whom(
    session: Session, units: list[UnitRow]
) -> None:
    new = made(units, line=600.0, rankable=0.1234567)
    key = store(session, new, NOW)
    (row,) = forecasts(session, "B", new.period, new.division)
    assert (row.id, row.made_by, row.made_at, row.units) == (key, "沈清源", NOW, new.units)
    assert (row.line, row.number, row.rankable, row.settled) == (600.0, 12, 0.123457, False)
    assert forecasts(session, "A", new.period, new.division) == []
    assert forecasts(session, "B", new.period, None) == []
    (told,), number = trail.entries(session, trail.TrailFilter(action="forecast_made"))
    assert (number, told.object_id, told.after["period"]) == (1, str(key), "2026")


def test_a_forecast_of_the_same_inputs_is_stored_once(
    session: Session, units: list[UnitRow]
) -> None:
    first = store(session, made(units), NOW)
    assert store(session, made(units, rankable=0.9), NOW) == first
    later = store(session, made(units, inputs="9" * 64), NOW)
    found = forecasts(session, "B", made(units).period, units[0].division.id)
    assert [row.id for row in found] == [later, first]


def test_what_holds_again_is_the_newest_again(session: Session, units: list[UnitRow]) -> None:
    first = store(session, made(units), NOW)
    other = store(session, made(units, inputs="9" * 64, rankable=0.9), NOW)
    again = store(session, made(units), NOW)
    assert store(session, made(units), NOW) == again
    found = forecasts(session, "B", made(units).period, units[0].division.id)
    assert [row.id for row in found] == [again, other, first]
    assert found[0].rankable == found[2].rankable != found[1].rankable
    assert forecast_faults(session) == ([], 3)


def test_what_the_program_makes_has_no_name(session: Session, units: list[UnitRow]) -> None:
    session.info["actor"] = SYSTEM
    store(session, made(units), NOW)
    (row,) = forecasts(session, "B", made(units).period, units[0].division.id)
    assert row.made_by is None


def test_what_came_is_held_against_every_forecast_of_the_same_period(
    session: Session, units: list[UnitRow]
) -> None:
    new = made(units)
    store(session, new, NOW)
    assert ended(session) == ()
    store(session, make_ended(new, units[0].id), NOW)
    (told,) = ended(session)
    assert (told.last, told.was_last) == ((0.1, 0.1, 0.7), (1.0, 0.0, 0.0))
    assert (told.below, told.was_below) == ((0.2,) * 3, (0.0,) * 3)
    assert told.now == (900.0, 899.0, 898.0)
    store(session, replace(new, division=None, inputs="c" * 64), NOW)
    assert len(ended(session)) == 1


def test_our_record_counts_nothing_that_was_changed_after_it_was_made(
    session: Session, units: list[UnitRow]
) -> None:
    new = made(units)
    key = store(session, new, NOW)
    store(session, make_ended(new, units[0].id), NOW)
    (told,) = ended(session)
    better = new.content() | {"units": [one.told() | {"last": 0.5} for one in new.units]}
    with unsealed(session):
        session.execute(update(Forecast).where(Forecast.id == key).values(content=better))
    session.expire_all()
    assert ended(session) == (told,)
    reading._kept.clear()
    assert ended(session) == ()


@pytest.mark.parametrize("change", [update(Forecast).values(version="2"), delete(Forecast)])
def test_a_forecast_is_never_changed(session: Session, units: list[UnitRow], change: Any) -> None:
    store(session, made(units), NOW)
    with pytest.raises(DatabaseError), session.begin_nested():
        session.execute(change)


@pytest.mark.parametrize(
    "meddle",
    [
        update(Forecast).values(content={"settled": True, "units": []}),
        update(Forecast).values(version="2"),
        update(Forecast).values(hash="0" * 64),
        delete(Forecast),
    ],
)
def test_a_forecast_changed_behind_the_programs_back_is_found(
    session: Session, units: list[UnitRow], meddle: Any
) -> None:
    store(session, made(units), NOW)
    session.expire_all()
    assert forecast_faults(session) == ([], 1)
    with unsealed(session):
        session.execute(meddle)
    session.expire_all()
    assert forecast_faults(session)[0]
