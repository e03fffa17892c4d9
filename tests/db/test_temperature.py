"""What was measured is recorded once, signed or not valid, and corrected by a record beside it."""

from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import exc as sql
from sqlalchemy import update
from sqlalchemy.orm import Session

from checklists.commitments import temperature_cases
from checklists.order_rules import order_rules
from checklists.temperature import RoomRefused
from db import commitment_data, trail
from db.actors import Actor, Held, Role
from db.callbacks.warmth import warm_enough
from db.models_account import TemperatureRecord
from db.orders.errors import OrderRefused, StepNotNow, StepTaken
from db.orders.steps import record_step
from db.rows import UnitRow
from db.signatures import SignatureRefused
from db.temperature.errors import NoUnit, RecordGone
from db.temperature.reading import records, records_of
from db.temperature.recording import record_temperature
from tests.factories import (
    DAY,
    NOW,
    make_order,
    make_person,
    make_record,
    make_step,
    make_unit,
)

HOUR = timedelta(hours=1)


@pytest.fixture
def unit(session: Session) -> UnitRow:
    """A unit; the tests act as an administrator, whose name stands beside what is recorded."""
    person = make_person(session, name="沈清源")
    session.info["actor"] = Actor(person.id, person.name, (Held(Role.ADMINISTRATOR),), DAY)
    return make_unit(session)


@pytest.fixture
def order(session: Session, unit: UnitRow) -> str:
    return make_order(
        session, division_id=unit.division.id, unit_id=unit.id, order_class="temperature"
    )


def test_a_measurement_is_kept_as_it_was_entered(session: Session, order: str) -> None:
    key = record_temperature(session, order, make_record("17.50", "19"), NOW)
    (found,) = records_of(session, order)
    assert (found.id, found.person, found.name) == (key, "沈清源", "王女士")
    assert [room.points for room in found.rooms] == [(Decimal("17.50"),), (Decimal("19"),)]
    assert found.signed and not found.replaced and found.strokes == [[[10, 20], [300, 200]]]
    assert records(session, NOW, NOW + HOUR) == [found]
    assert records(session, NOW - HOUR, NOW) == []
    assert records(session, NOW, NOW + HOUR, found.unit.id + 1) == []


def test_the_same_record_sent_twice_is_one(session: Session, order: str) -> None:
    new = make_record("18")
    assert record_temperature(session, order, new, NOW) == new.id
    assert record_temperature(session, order, new, NOW + HOUR) == new.id
    assert len(records_of(session, order)) == 1
    found, _total = trail.entries(session, trail.TrailFilter(action="temperature_recorded"))
    assert len(found) == 1


def test_a_number_stands_for_one_record_of_one_order(
    session: Session, unit: UnitRow, order: str
) -> None:
    new = make_record("18")
    record_temperature(session, order, new, NOW)
    other = make_order(session, division_id=unit.division.id, unit_id=unit.id)
    with pytest.raises(StepTaken):
        record_temperature(session, other, new, NOW)
    with pytest.raises(StepTaken):
        record_temperature(session, order, make_record("18", id="1"), NOW)
    with pytest.raises(StepTaken):
        record_temperature(session, order, make_record("19", id=new.id), NOW)


def test_a_correction_stands_in_the_place_of_the_former_with_its_reason(
    session: Session, order: str
) -> None:
    first = record_temperature(session, order, make_record("18.5"), NOW)
    with pytest.raises(OrderRefused):
        record_temperature(session, order, make_record("15.5", replaces=first, reason=" "), NOW)
    second = make_record("15.5", replaces=first, reason="读错一位")
    record_temperature(session, order, second, NOW)
    assert [row.id for row in records(session, NOW, NOW + HOUR)] == [second.id]
    assert {row.id: row.replaced for row in records_of(session, order)} == {
        first: True,
        second.id: False,
    }
    found, _total = trail.entries(session, trail.TrailFilter(action="temperature_corrected"))
    assert (found[0].reason, found[0].before) == ("读错一位", {"record": first})
    with pytest.raises(RecordGone):
        record_temperature(session, order, make_record("16", replaces=first, reason="再改"), NOW)


def test_a_record_of_another_order_is_not_corrected(
    session: Session, unit: UnitRow, order: str
) -> None:
    other = make_order(session, division_id=unit.division.id, unit_id=unit.id)
    first = record_temperature(session, other, make_record("18"), NOW)
    with pytest.raises(RecordGone):
        record_temperature(
            session, order, make_record("18", replaces=first, reason="录错工单"), NOW
        )


@pytest.mark.parametrize(
    ("more", "refused"),
    [
        ({"name": " "}, OrderRefused),
        ({"name": "王" * 41}, OrderRefused),
        ({"strokes": [[[2000, 1]]]}, SignatureRefused),
        ({"strokes": [[]]}, SignatureRefused),
        ({"rooms": []}, RoomRefused),
        ({"measured_at": NOW + HOUR}, OrderRefused),
        ({"measured_at": NOW - timedelta(days=40)}, OrderRefused),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(
    session: Session, order: str, more: dict[str, Any], refused: type[Exception]
) -> None:
    with pytest.raises(refused):
        record_temperature(session, order, make_record("18", **more), NOW)
    assert records_of(session, order) == []


def test_without_a_signature_a_record_is_kept_and_proves_nothing(
    session: Session, order: str
) -> None:
    record_temperature(session, order, make_record("21", strokes=[], name=""), NOW)
    (found,) = records_of(session, order)
    assert not found.signed and found.strokes is None
    assert warm_enough(session, order) is None


def test_eighteen_degrees_in_every_room_prove_the_first_exemption(
    session: Session, order: str
) -> None:
    record_temperature(session, order, make_record("18", "20"), NOW)
    found = warm_enough(session, order)
    assert found is not None and found.lowest == 18


def test_a_record_is_measured_as_the_promise_of_a_warm_home(
    session: Session, unit: UnitRow, order: str
) -> None:
    first = record_temperature(session, order, make_record("15.9"), NOW)
    record_temperature(session, order, make_record("16", replaces=first, reason="读错一位"), NOW)
    record_temperature(session, order, make_record("12", strokes=[]), NOW)
    found = commitment_data.readings(session, NOW, NOW + HOUR)
    cases = temperature_cases(found, order_rules(DAY))
    assert list(cases["unit_id"]) == [unit.id]
    assert list(cases["kept"]) == [True]


def test_an_order_that_is_void_or_of_no_unit_takes_no_record(
    session: Session, unit: UnitRow, order: str
) -> None:
    record_step(session, order, make_step("void"), NOW)
    with pytest.raises(StepNotNow):
        record_temperature(session, order, make_record("18"), NOW)
    unclear = make_order(session, division_id=unit.division.id)
    with pytest.raises(NoUnit):
        record_temperature(session, unclear, make_record("18"), NOW)


def test_no_record_is_altered(session: Session, order: str) -> None:
    record_temperature(session, order, make_record("15"), NOW)
    with pytest.raises(sql.DatabaseError, match="never changed or taken out"):
        session.execute(update(TemperatureRecord).values(sound=False))


def test_an_unknown_order_has_no_records(session: Session, unit: UnitRow) -> None:
    assert records_of(session, str(uuid4())) == []
