"""Orders of other systems in both databases: two at once, changed ones, nobody else's."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, select

from db.actors import SYSTEM, Actor, Role
from db.errors import ChangedMeanwhile
from db.grants import actor_of, give
from db.models_orders import OrderStep, WorkOrder
from db.orders.imported import COMPARED, present
from db.orders.importing import Changed, NewImport, take_in
from db.session import Database
from tests.db.test_writers_at_once import at_once
from tests.db.world import SINCE
from tests.factories import DAY, NOW, make_division, make_person

AT = datetime(2026, 11, 1, 2, 0, tzinfo=UTC)
TEXTS = ("station", "estate", "building", "staircase", "room", "contact", "telephone", "problem")


def order(number: str, **fields: Any) -> dict[str, Any]:
    """The row of an order as a file brings it."""
    row: dict[str, Any] = dict.fromkeys(COMPARED)
    row |= dict.fromkeys((*TEXTS, "appointment_proof", "cause", "done", "satisfaction"), "")
    row |= {"number": number, "order_class": "hotline", "state": "open", "redos": 0}
    row |= {"reported_at": AT, "opened_at": AT, "calendar": "", "rules": DAY}
    return {**row, **fields}


def an_agent(database: Database) -> tuple[Actor, int]:
    """An agent of a new division, and the division."""
    with database.write(SYSTEM) as session:
        person, division = make_person(session).id, make_division(session).id
        give(session, person, Role.AGENT, valid_from=SINCE, division_id=division)
        actor = actor_of(session, person, DAY)
    assert actor is not None
    return actor, division


def file(division: int) -> NewImport:
    return NewImport("热线", division, "导出.csv", "5" * 64, {}, {"new": 1})


def number_of(database: Database, table: Any) -> int:
    with database.read(SYSTEM) as session:
        return session.scalars(select(func.count()).select_from(table)).one()


def test_two_files_with_the_same_orders_at_once_leave_each_order_once(committed: Database) -> None:
    actor, division = an_agent(committed)
    rows = [order(f"B{number}") for number in range(200)]

    def take() -> str:
        try:
            with committed.write(actor) as session:
                take_in(session, file(division), [rows[:100], rows[100:]], [], NOW)
        except ChangedMeanwhile:
            return "told"
        return "done"

    assert sorted(at_once(take, take)) == ["done", "told"]
    assert number_of(committed, WorkOrder) == 200


def test_an_order_is_changed_as_it_was_looked_at_and_only_so(committed: Database) -> None:
    actor, division = an_agent(committed)
    with committed.write(actor) as session:
        take_in(session, file(division), [[order("B1"), order("B2")]], [], NOW)
    with committed.read(actor) as session:
        there = present(session, "热线", ["B1", "B2", "B3"])
    assert sorted(there) == ["B1", "B2"]
    before = dict(zip(COMPARED, there["B1"].values, strict=True))
    after = {**before, "state": "closed", "closed_at": AT}
    change = Changed(there["B1"].id, there["B1"].version, before, after)

    def again() -> str:
        try:
            with committed.write(actor) as session:
                take_in(session, file(division), [], [[change]], NOW)
        except ChangedMeanwhile:
            return "told"
        return "done"

    assert [again(), again()] == ["done", "told"]
    with committed.read(actor) as session:
        changed = present(session, "热线", ["B1"])["B1"]
    assert (changed.version, changed.by_hand) == (2, False)
    assert dict(zip(COMPARED, changed.values, strict=True)) == after
    assert number_of(committed, OrderStep) == 1


def test_orders_of_another_division_are_not_there(committed: Database) -> None:
    actor, division = an_agent(committed)
    stranger, _other = an_agent(committed)
    with committed.write(actor) as session:
        take_in(session, file(division), [[order("B1")]], [], NOW)
    with committed.read(stranger) as session:
        assert present(session, "热线", ["B1"]) == {}
