"""Orders of other systems in both databases: two at once, changed ones, nobody else's."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from db import organisation
from db.actors import SYSTEM, Actor, Role
from db.errors import ChangedMeanwhile
from db.grants import actor_of, give
from db.models_account import AccountDecision, AccountEvent
from db.models_orders import OrderStep, WorkOrder
from db.orders.errors import UnitStays
from db.orders.imported import COMPARED, present
from db.orders.importing import Changed, NewImport, take_in
from db.session import Database
from tests.db.calls import make_call
from tests.db.test_writers_at_once import at_once
from tests.db.world import SINCE
from tests.factories import DAY, NOW, make_division, make_person, make_unit

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


@pytest.mark.parametrize("by", ["called back", "decided on", "worked on"])
def test_a_file_does_not_change_the_unit_people_rested_something_on(
    committed: Database, by: str
) -> None:
    actor, division = an_agent(committed)
    with committed.write(SYSTEM) as session:
        held = organisation.division(session, division)
        units = [make_unit(session, held).id for _each in range(2)]
    with committed.write(actor) as session:
        rows = [order(number, unit_id=units[0]) for number in ("B1", "B2")]
        take_in(session, file(division), [rows], [], NOW)
    with committed.write(SYSTEM) as session:
        rest(session, by, present(session, "热线", ["B1"])["B1"].id, actor.me)
    with committed.read(actor) as session:
        there = present(session, "热线", ["B1", "B2"])
    assert [there[number].bound for number in ("B1", "B2")] == [True, False]

    def take(number: str, **fields: Any) -> None:
        row = there[number]
        before = dict(zip(COMPARED, row.values, strict=True))
        change = Changed(row.id, row.version, before, {**before, **fields})
        with committed.write(actor) as session:
            take_in(session, file(division), [], [[change]], NOW)

    with pytest.raises(UnitStays):
        take("B1", unit_id=units[1], problem="漏水")
    take("B2", unit_id=units[1])
    take("B1", problem="漏水")
    with committed.read(actor) as session:
        changed = present(session, "热线", ["B1", "B2"])
    place = COMPARED.index("unit_id")
    assert [changed[number].values[place] for number in ("B1", "B2")] == units


def rest(session: Session, by: str, key: str, person: int) -> None:
    """Something people did by which an order is bound to its unit."""
    if by == "called back":
        make_call(session, key, person)
    elif by == "worked on":
        values = {"kind": "note", "at": NOW, "recorded_at": NOW, "person_id": person}
        step = {**values, "id": str(uuid4()), "order_id": key, "data": {}, "reason": ""}
        session.execute(insert(OrderStep).values(**step))
    else:
        row = session.get_one(WorkOrder, key)
        where = {"unit_id": row.unit_id, "division_id": row.division_id}
        event = {**where, "id": str(uuid4()), "season": "2026-HS", "code": "HEV-01"}
        event |= {"points": Decimal(1), "times": 1, "occurred_at": AT, "origin": f"order:{key}"}
        event |= {"order_id": key, "words": "", "rules": DAY, "proposed_at": NOW}
        session.execute(insert(AccountEvent).values(**event))
        for decision, decider in (("withdrawn", None), ("confirmed", person)):
            decided = {**where, "event_id": event["id"], "decision": decision, "reason": "核实"}
            decided |= {"decided_at": NOW, "person_id": decider}
            session.execute(insert(AccountDecision).values(**decided))
