"""Telephone calls of a month are entered with their source; anew in their place, never changed."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from checklists.commitments import Rings
from db import trail
from db.actors import Actor, Held, Role
from db.answered_calls import MOST, CallsRefused, answered_calls, enter_calls
from db.errors import ChangedMeanwhile, EntryRefused
from db.models_account import AnsweredCalls
from db.rows import UnitRow
from tests.factories import DAY, NOW, PERIOD, make_calls, make_person, make_unit


@pytest.fixture
def unit(session: Session) -> UnitRow:
    """A unit; the tests act as an administrator, whose name stands beside what is entered."""
    person = make_person(session, name="沈清源")
    session.info["actor"] = Actor(person.id, person.name, (Held(Role.ADMINISTRATOR),), DAY)
    return make_unit(session)


def enter(session: Session, unit: UnitRow, **more: Any) -> int:
    return enter_calls(session, make_calls(unit.id, **more), NOW)


def test_numbers_stand_with_their_source_and_who_entered_them(
    session: Session, unit: UnitRow
) -> None:
    key = enter(session, unit)
    (row,) = answered_calls(session, PERIOD)
    assert (row.id, row.words, row.recorded_by) == (key, "话务系统月报", "沈清源")
    assert row.rings == Rings(unit.id, 240, 231)
    assert answered_calls(session, "2026-01") == []


def test_the_newest_numbers_of_a_month_hold_and_those_before_stay(
    session: Session, unit: UnitRow
) -> None:
    first = enter(session, unit)
    second = enter(session, unit, in_time=240, after=first)
    assert [(row.id, row.in_time) for row in answered_calls(session, PERIOD)] == [(second, 240)]
    assert session.get_one(AnsweredCalls, first).in_time == 231
    (told, _former), total = trail.entries(session, trail.TrailFilter(action="calls_counted"))
    assert (total, told.before) == (2, {"incoming": 240, "in_time": 231})
    assert told.after == {"period": PERIOD, "incoming": 240, "in_time": 240}


def test_numbers_entered_meanwhile_are_not_written_over(session: Session, unit: UnitRow) -> None:
    enter(session, unit)
    with pytest.raises(ChangedMeanwhile):
        enter(session, unit, calls=300)


@pytest.mark.parametrize(
    "numbers",
    [{"in_time": 241}, {"in_time": -1}, {"calls": -1, "in_time": -1}, {"calls": MOST + 1}],
)
def test_no_more_calls_are_answered_than_came_in(
    session: Session, unit: UnitRow, numbers: dict[str, int]
) -> None:
    with pytest.raises(CallsRefused):
        enter(session, unit, **numbers)


def test_no_calls_are_entered_before_their_month_nor_without_a_source(
    session: Session, unit: UnitRow
) -> None:
    ahead = (NOW + timedelta(days=40)).strftime("%Y-%m")
    with pytest.raises(CallsRefused, match="has not begun"):
        enter(session, unit, month=ahead)
    with pytest.raises(EntryRefused):
        enter(session, unit, words=" ")


@pytest.mark.parametrize("change", [update(AnsweredCalls).values(in_time=0), delete(AnsweredCalls)])
def test_what_was_entered_is_never_changed(session: Session, unit: UnitRow, change: Any) -> None:
    enter(session, unit)
    with pytest.raises(DatabaseError), session.begin_nested():
        session.execute(change)
