"""The ladder of unhandled orders is kept up by whoever looks, and when nobody does."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from threading import Event

import pytest
from sqlalchemy import select, update

from dashboard.board import ladder
from dashboard.board.use_cases import Wanted, board
from dashboard.looks import today
from db import organisation
from db.actors import SYSTEM, Actor, Held, Role
from db.models_orders import WorkOrder
from db.orders.escalations import steps_of
from db.regulations import set_regulations
from db.session import database
from tests.db.test_escalations import stored_order
from tests.factories import make_person, make_unit

PATIENCE = 20


def a_complaint(hours: float) -> str:
    with database().write(SYSTEM) as session:
        return stored_order(session, datetime.now(UTC) - timedelta(hours=hours))


def recorded(order: str) -> list[int]:
    with database().read(SYSTEM) as session:
        return [step.hours for step in steps_of(session, order)]


def test_whoever_looks_records_by_the_rules_and_the_next_finds_nothing_to_do(own_url: str) -> None:
    order = a_complaint(49)
    assert ladder.keep_up() == 2
    assert ladder.keep_up() == 0
    assert recorded(order) == [24, 48]


def test_a_thread_records_while_nobody_looks(own_url: str) -> None:
    end = Event()
    thread = ladder.keep_up_always(end, timedelta(milliseconds=20))
    order = a_complaint(25)
    try:
        patience = time.monotonic() + PATIENCE
        while not recorded(order) and time.monotonic() < patience:
            time.sleep(0.02)
    finally:
        end.set()
        thread.join(PATIENCE)
    assert recorded(order) == [24]
    assert not thread.is_alive()


def test_a_database_that_is_away_does_not_end_the_thread(
    own_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    end = Event()
    monkeypatch.setenv("DATABASE_URL", "mysql://nowhere")
    thread = ladder.keep_up_always(end, timedelta(milliseconds=20))
    time.sleep(0.1)
    assert thread.is_alive()
    end.set()
    thread.join(PATIENCE)


def test_who_reads_the_board_records_what_it_shows(own_url: str) -> None:
    order = a_complaint(49)
    with database().write(SYSTEM) as session:
        division = session.scalars(select(WorkOrder.division_id)).one()
        set_regulations(session, division, ("HEAT",))
        unit = make_unit(session, organisation.division(session, division)).id
        session.execute(update(WorkOrder).values(unit_id=unit))
        agent = Actor(make_person(session).id, "", (Held(Role.AGENT, division),), today())
    (row,) = board(agent, Wanted()).rows
    assert row.step == 48
    assert recorded(order) == [24, 48]
