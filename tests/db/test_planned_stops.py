"""Planned stops are entered once, corrected and withdrawn by rows in their place, never changed."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import exc as sql
from sqlalchemy import update
from sqlalchemy.orm import Session

from db import commitment_data, trail
from db.actors import Actor, Held, Role
from db.errors import EntryRefused
from db.models_account import PlannedStop
from db.planned_stops import NewStop, StopGone, StopRefused, add_stop, stops, withdraw_stop
from db.rows import UnitRow
from tests.factories import DAY, NOW, make_person, make_stop, make_unit

BEGINS = NOW + timedelta(days=3)


@pytest.fixture
def unit(session: Session) -> UnitRow:
    """A unit; the tests act as an administrator, whose name stands beside what is entered."""
    person = make_person(session, name="沈清源")
    session.info["actor"] = Actor(person.id, person.name, (Held(Role.ADMINISTRATOR),), DAY)
    return make_unit(session)


def new(unit: UnitRow, **more: Any) -> NewStop:
    return make_stop(unit.id, 3, **more)


def all_of(session: Session) -> list[tuple[int, str]]:
    return [(one.id, one.words) for one in stops(session, BEGINS, BEGINS + timedelta(days=1))]


def test_a_stop_is_listed_in_the_time_it_begins_in(session: Session, unit: UnitRow) -> None:
    key = add_stop(session, new(unit), NOW)
    (found,) = stops(session, BEGINS, BEGINS + timedelta(seconds=1))
    assert (found.id, found.recorded_by, found.stop.noticed_at) == (key, "沈清源", NOW)
    assert stops(session, BEGINS - timedelta(days=1), BEGINS) == []


def test_a_corrected_stop_stands_in_the_place_of_the_former(
    session: Session, unit: UnitRow
) -> None:
    first = add_stop(session, new(unit), NOW)
    second = add_stop(session, new(unit, words="二次网检修"), NOW, replaces=first)
    assert all_of(session) == [(second, "二次网检修")]
    with pytest.raises(StopGone):
        add_stop(session, new(unit), NOW, replaces=first)


def test_a_withdrawn_stop_is_no_longer_there_and_its_reason_is_kept(
    session: Session, unit: UnitRow
) -> None:
    key = add_stop(session, new(unit), NOW)
    with pytest.raises(EntryRefused):
        withdraw_stop(session, key, "误", NOW)
    withdraw_stop(session, key, "录错单位", NOW)
    assert all_of(session) == []
    with pytest.raises(StopGone):
        withdraw_stop(session, key, "录错单位", NOW)
    found, _total = trail.entries(session, trail.TrailFilter(action="stop_withdrawn"))
    assert (found[0].reason, found[0].after) == ("录错单位", None)
    again = add_stop(session, new(unit), NOW)
    assert all_of(session) == [(again, "一次网检修")]


def test_the_same_stop_is_entered_once(session: Session, unit: UnitRow) -> None:
    add_stop(session, new(unit), NOW)
    with pytest.raises(StopRefused, match="there already"):
        add_stop(session, new(unit), NOW)
    add_stop(session, new(make_unit(session)), NOW)
    assert len(all_of(session)) == 2


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"ends_at": BEGINS}, "ends after it begins"),
        ({"ends_at": BEGINS + timedelta(days=61)}, "within 60 days"),
        ({"noticed_at": NOW + timedelta(hours=1)}, "has not been given yet"),
    ],
)
def test_times_that_cannot_be_are_refused(
    session: Session, unit: UnitRow, more: dict[str, Any], words: str
) -> None:
    with pytest.raises(StopRefused, match=words):
        add_stop(session, new(unit, **more), NOW)


def test_no_stop_is_changed(session: Session, unit: UnitRow) -> None:
    add_stop(session, new(unit), NOW)
    with pytest.raises(sql.DatabaseError, match="never changed or taken out"):
        session.execute(update(PlannedStop).values(words=""))


def test_without_call_backs_and_measurements_there_is_nothing(
    session: Session, unit: UnitRow
) -> None:
    assert commitment_data.called_back(session, NOW, BEGINS) == frozenset()
    assert commitment_data.readings(session, NOW, BEGINS) == []
