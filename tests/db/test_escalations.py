"""Each step of the ladder is recorded once, whoever looks, with the time it was reached."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from checklists.ladder import Step
from db.actors import SYSTEM, Actor, Forbidden, Held, Role
from db.models_access import Trail
from db.models_orders import Escalation, WorkOrder
from db.orders.escalations import highest_steps, record_steps, steps_due, steps_of
from db.session import Database
from tests.db.conftest import in_name_of
from tests.factories import DAY, NOW, make_division, make_person, make_unit

HOURS = (24, 48, 72, 96)
CLASSES = ("complaint", "repair")


def stored_order(session: Session, reported_at: datetime, **fields: Any) -> str:
    """An order that its unit has taken on and not answered."""
    unit_id = fields.pop("unit_id", None) or make_unit(session).id
    values: dict[str, Any] = {
        column.name: "" for column in WorkOrder.__table__.columns if not column.nullable
    }
    key = str(uuid4())
    values |= {
        "id": key,
        "source": "here",
        "number": key[:12],
        "order_class": "complaint",
        "unit_id": unit_id,
        "division_id": fields.pop("division_id", None) or make_division(session).id,
        "state": "received",
        "reported_at": reported_at,
        "opened_at": reported_at,
        "taken_at": reported_at + timedelta(hours=1),
        "insists": False,
        "pauses": [],
        "redos": 0,
        "rules": reported_at.date(),
        "opened_by": make_person(session).id,
        "version": 1,
    }
    session.add(WorkOrder(**{**values, **fields}))
    session.flush()
    return key


def somebody(session: Session, held: Held) -> Actor:
    return Actor(make_person(session).id, "", (held,), DAY)


def ago(hours: float) -> datetime:
    return NOW - timedelta(hours=hours)


def told(session: Session, order: str) -> list[int]:
    return [step.hours for step in steps_of(session, order)]


def record(session: Session, now: datetime = NOW) -> int:
    return len(record_steps(session, HOURS, CLASSES, now))


def test_missed_steps_are_recorded_with_the_time_they_were_reached(session: Session) -> None:
    order = stored_order(session, ago(80))
    record(session)
    found = steps_of(session, order)
    assert [(one.hours, one.reached_at) for one in found] == [
        (24, ago(56)),
        (48, ago(32)),
        (72, ago(8)),
    ]
    assert {one.recorded_at for one in found} == {NOW}


def test_a_step_is_recorded_once_and_the_next_one_when_it_is_reached(session: Session) -> None:
    order = stored_order(session, ago(30))
    assert record(session) == 1
    assert record(session) == 0
    assert record(session, NOW + timedelta(hours=17.9)) == 0
    assert record(session, NOW + timedelta(hours=18)) == 1
    assert told(session, order) == [24, 48]
    assert highest_steps(session)[order] == 48


@pytest.mark.parametrize(
    "fields",
    [
        {"order_class": "hotline"},
        {"state": "void"},
        {"state": "answered", "answered_at": ago(80)},
        {"state": "closed", "answered_at": ago(80), "closed_at": ago(79)},
    ],
)
def test_what_is_no_complaint_is_void_or_was_handled_in_time_does_not_climb(
    session: Session, fields: dict[str, Any]
) -> None:
    order = stored_order(session, ago(100), **fields)
    record(session)
    assert told(session, order) == []


def test_what_was_handled_late_while_nobody_looked_has_climbed_until_then(
    session: Session,
) -> None:
    order = stored_order(session, ago(100), state="answered", answered_at=ago(30))
    imported = stored_order(
        session, ago(24 * 30), state="closed", answered_at=ago(24 * 20), closed_at=ago(24 * 20)
    )
    record(session)
    assert told(session, order) == [24, 48]
    assert order not in highest_steps(session), "it climbs no more"
    assert told(session, imported) == [], "it was handled elsewhere, long before it came here"


def test_an_order_that_is_given_back_goes_on_from_where_it_was(session: Session) -> None:
    order = stored_order(session, ago(50), state="received", answered_at=ago(40), redos=1)
    record(session)
    assert told(session, order) == [24, 48]


def test_an_entry_of_the_trail_tells_the_steps_of_an_order(session: Session) -> None:
    order = stored_order(session, ago(50))
    record(session)
    query = select(Trail.after, Trail.person_id).where(Trail.object_id == order)
    after, person = session.execute(query).one()
    assert [step["hours"] for step in after["steps"]] == [24, 48]
    assert person is None, "nobody did this: time passed"


def test_people_record_nothing_themselves(session: Session) -> None:
    with in_name_of(session, somebody(session, Held(Role.ADMINISTRATOR))) as other:
        for call in (steps_due, record_steps):
            with pytest.raises(Forbidden):
                call(other, HOURS, CLASSES, NOW)


def test_steps_are_seen_with_their_order_only(session: Session) -> None:
    unit = make_unit(session)
    own = stored_order(session, ago(30), unit_id=unit.id, division_id=unit.division.id)
    other = stored_order(session, ago(30))
    record(session)
    for role, scope in (
        (Role.AGENT, {"division_id": unit.division.id}),
        (Role.UNIT_REPRESENTATIVE, {"unit_id": unit.id}),
        (Role.INSPECTOR, {"unit_id": unit.id}),
    ):
        with in_name_of(session, somebody(session, Held(role, **scope))) as seen:
            expected = {} if role is Role.INSPECTOR else {own: 24}
            assert highest_steps(seen) == expected
            assert told(seen, own) == list(expected.values())
            assert told(seen, other) == []


def test_several_who_look_at_once_record_each_step_once(committed: Database) -> None:
    with committed.write(SYSTEM) as session:
        orders = [stored_order(session, ago(80)) for _number in range(5)]
    start = Barrier(4)

    def look(_number: int) -> int:
        start.wait()
        with committed.write(SYSTEM) as session:
            return record(session)

    with ThreadPoolExecutor(4) as pool:
        recorded = list(pool.map(look, range(4)))
    assert sorted(recorded) == [0, 0, 0, 15]
    with committed.read(SYSTEM) as session:
        assert session.scalar(select(func.count()).select_from(Escalation)) == 15
        entries = select(func.count()).where(Trail.action == "escalated")
        assert session.scalar(entries) == len(orders)


def test_a_step_keeps_the_moment_to_which_the_ladder_was_climbed(session: Session) -> None:
    order = stored_order(session, ago(24))
    (due,) = [one for one in steps_due(session, HOURS, CLASSES, NOW) if one.order_id == order]
    assert due.step == Step(24, NOW)
