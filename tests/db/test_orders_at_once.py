"""Several people write to orders at the same moment: numbers are used once, steps count once."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from db.actors import SYSTEM, Actor, Role
from db.errors import ChangedMeanwhile
from db.grants import actor_of, give
from db.orders.errors import OrderChanged, StepNotNow
from db.orders.filters import OrderFilter
from db.orders.reading import list_orders, order, steps_of
from db.orders.steps import Step, record_step
from db.rows import DivisionRow, UnitRow
from db.session import Database
from tests.db.test_writers_at_once import at_once
from tests.db.world import SINCE
from tests.factories import DAY, NOW, make_division, make_order, make_person, make_step, make_unit

LATER = NOW + timedelta(minutes=5)


class Desk:
    """A division with a unit and two agents, kept for good."""

    def __init__(self, database: Database) -> None:
        self.database = database
        with database.write(SYSTEM) as session:
            self.division: DivisionRow = make_division(session)
            self.unit: UnitRow = make_unit(session, self.division)
            people = [make_person(session).id for _each in range(2)]
            for person in people:
                of = {"division_id": self.division.id}
                give(session, person, Role.AGENT, valid_from=SINCE, **of)
            found = [actor_of(session, person, DAY) for person in people]
        self.agents = [actor for actor in found if actor is not None]

    def open(self, actor: Actor, **fields: Any) -> str:
        with self.database.write(actor) as session:
            return make_order(session, division_id=self.division.id, **fields)

    def step(self, actor: Actor, key: str, step: Step) -> str:
        """What came of a step: done, or the refusal's name."""
        try:
            with self.database.write(actor) as session:
                record_step(session, key, step, LATER)
        except (OrderChanged, StepNotNow, ChangedMeanwhile) as error:
            return type(error).__name__
        return "done"

    def kinds(self, key: str) -> list[str]:
        with self.database.read(SYSTEM) as session:
            return [step.kind for step in steps_of(session, key)]


@pytest.fixture
def desk(committed: Database) -> Desk:
    return Desk(committed)


def test_orders_opened_in_the_same_second_have_numbers_of_their_own(desk: Desk) -> None:
    def opening(actor: Actor) -> Callable[[], list[str]]:
        return lambda: [desk.open(actor) for _each in range(4)]

    told = at_once(*(opening(actor) for actor in desk.agents * 2))
    with desk.database.read(SYSTEM) as session:
        rows = list_orders(session, OrderFilter(division_id=desk.division.id)).rows
    assert {row.id for row in rows} == {key for keys in told for key in keys}
    begin = f"{desk.division.code}-20261120-"
    assert sorted(row.number for row in rows) == [f"{begin}{n:04d}" for n in range(1, 17)]


def test_an_order_sent_twice_at_once_is_opened_once(desk: Desk) -> None:
    key, agent = str(uuid4()), desk.agents[0]

    def send() -> str:
        return desk.open(agent, id=key)

    assert at_once(send, send, send) == [key] * 3
    assert desk.kinds(key) == ["open"]


def test_the_same_step_sent_twice_at_once_is_taken_once(desk: Desk) -> None:
    agent = desk.agents[0]
    key = desk.open(agent, unit_id=desk.unit.id)
    step = make_step("take", version=1)

    def send() -> str:
        return desk.step(agent, key, step)

    assert at_once(send, send, send) == ["done"] * 3
    assert desk.kinds(key) == ["open", "dispatch", "take"]
    with desk.database.read(SYSTEM) as session:
        assert order(session, key).version == 2


@pytest.mark.parametrize("kinds", [("take", "correct"), ("void", "take"), ("correct", "correct")])
def test_of_two_steps_on_one_version_the_second_is_told_of_the_first(
    desk: Desk, kinds: tuple[str, str]
) -> None:
    key = desk.open(desk.agents[0], unit_id=desk.unit.id)
    tasks = [
        lambda a=actor, k=kind: desk.step(a, key, make_step(k, version=1))
        for actor, kind in zip(desk.agents, kinds, strict=True)
    ]
    told = at_once(*tasks)
    assert sorted(told) == ["OrderChanged", "done"]
    assert desk.kinds(key) == ["open", "dispatch", kinds[told.index("done")]]
    with desk.database.read(SYSTEM) as session:
        assert order(session, key).version == 2
