"""The demo's work orders: always the same, of two seasons, some of them open and late."""

from datetime import UTC, datetime

import pytest

from checklists.ladder import steps_reached
from checklists.order_classes import ORDER_CLASSES, TIMES
from checklists.order_rules import order_rules
from checklists.periods import Period
from dashboard.demo.order_photos import Answered
from dashboard.demo.orders import Staff, moment_of, ordered
from dashboard.demo.organisation import HEATING
from dashboard.photos.store import photo_store
from db import organisation
from db.actors import SYSTEM
from db.orders.bulk import LoadedOrder
from db.orders.columns import order_columns
from db.orders.escalations import UNHANDLED
from db.orders.reading import photos_of, steps_of
from db.rankings import ranked_units
from db.session import database
from tests.conftest import DEMO_DAY

MOMENT = moment_of(DEMO_DAY, datetime(2026, 12, 1, tzinfo=UTC))
STAFF = Staff(1, {unit.code: number for number, unit in enumerate(HEATING.units)}, 1, {})


@pytest.fixture(scope="module")
def made() -> list[LoadedOrder]:
    return list(ordered(STAFF, MOMENT))


def test_the_same_seed_gives_the_same_orders(made: list[LoadedOrder]) -> None:
    assert list(ordered(STAFF, MOMENT)) == made
    assert 2500 < len(made) < 3500
    assert len({(row.source, row.number) for row in made}) == len(made)


def test_orders_are_of_every_class_of_heating_and_some_are_open(made: list[LoadedOrder]) -> None:
    assert {row.order_class for row in made} == set(ORDER_CLASSES) - {"gas_fault"}
    states = {row.state for row in made}
    assert {"dispatched", "received", "answered", "closed"} <= states
    assert any(row.redos for row in made) and any(row.pauses for row in made)
    assert any(row.appointment_at for row in made) and any(row.insists for row in made)


def test_some_orders_nobody_handles_have_climbed_the_ladder(made: list[LoadedOrder]) -> None:
    ladder = order_rules(MOMENT.date()).ladder
    hours = [step.hours for step in ladder.steps]
    climbed = {
        row.order_class: [
            step.hours for step in steps_reached(row.reported_at, None, hours, MOMENT)
        ]
        for row in made
        if row.state in UNHANDLED and row.order_class in ladder.classes
    }
    assert climbed["complaint"] == [24, 48]
    assert climbed["repair"] == [24]


def test_what_happened_to_an_order_is_in_order_and_not_ahead(made: list[LoadedOrder]) -> None:
    for row in made:
        moments = [row.reported_at, *(step.at for step in row.steps)]
        assert moments == sorted(moments) and moments[-1] <= MOMENT, row.number
        if row.state == "closed":
            assert row.closed_at is not None and row.answered_at is not None
            assert row.cause and row.done and row.satisfaction


def test_the_demo_has_its_orders_and_does_not_rank_their_units(demo_url: str) -> None:
    with database(demo_url).read(SYSTEM) as session:
        frame = order_columns(session)
        assert len(frame) > 2500
        assert str(frame[TIMES[0]].dtype) == "datetime64[us, UTC]"
        heating = {unit.id for unit in organisation.units(session, under="HEAT")}
        assert set(frame.unit_id.dropna()) == heating
        ranked = {unit.id for unit in ranked_units(session, Period.parse("2026-11"))}
        assert ranked and not ranked & heating
        assert [step.kind for step in steps_of(session, frame.id[0])][:2] == ["open", "dispatch"]


def test_an_answer_that_needs_photos_has_them_in_the_store(
    demo_url: str, made: list[LoadedOrder]
) -> None:
    answered = Answered(made)
    closed = [row for row in answered if row.state == "closed"]
    assert {one.shows for one in answered.found} == {
        ("visit", "thermometer"),
        ("visit",),
        ("slip",),
    }
    store, found = photo_store(demo_url), set()
    with database(demo_url).read(SYSTEM) as session:
        for row in closed[::200]:
            needed = order_rules(row.rules).order_class(row.order_class).photos
            photos = photos_of(session, row.id)
            assert sorted(photo.shows for photo in photos) == sorted(needed), row.number
            found |= {(photo.sha256, photo.media_type) for photo in photos}
    # Few pictures are shared by many.
    assert 1 < len(found) <= 9
    assert all(store.photo(*one) for one in found)
