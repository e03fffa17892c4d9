"""Call-backs out of a season of orders: drawing a month, and the list of calls on the screen."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from checklists.periods import Period
from dashboard.calling import calls, drawing
from dashboard.looks import today
from db import grants, persons
from db.actors import SYSTEM, Actor, Role
from db.migrate import upgrade
from db.session import database
from tests.bench import Figure
from tests.bench._crowd import fill
from tests.bench._stage import median, milliseconds_to, serving, tablet
from tests.bench.board import OPEN, ORDERS, TIMES
from tests.browser.server import Server

MOST_TO_DRAW_MS = 5000
MOST_MS = 1500
FIRST = 'button.open[data-place^="row-"]'


def run() -> list[Figure]:
    """A whole month of all units is drawn, then its calls are listed."""
    with serving("calling") as server:
        server.close()
        Path(server.url.removeprefix("sqlite:///")).unlink()
        upgrade(server.url)
        os.environ["DATABASE_URL"] = server.url
        server.database = database(server.url)
        agent = filled()
        month = str(Period.month_of(today()).previous)
        looked, drawn, units = drawing_of(agent, month)
        waiting = calls.to_call(agent).now
        opened = listed(server, agent)
    first = median(opened[1:])
    return [
        Figure(
            f"drawing a month of {units} units out of {ORDERS} orders",
            drawn,
            "ms",
            f"<= {MOST_TO_DRAW_MS} ms",
            f"{looked:.0f} ms to see what there is to draw; {waiting} customers to call",
            drawn <= MOST_TO_DRAW_MS,
        ),
        Figure(
            f"list of {waiting} calls, first paint, median of {TIMES}",
            first,
            "ms",
            f"<= {MOST_MS} ms",
            f"{opened[0]:.0f} ms at the first visit",
            first <= MOST_MS,
        ),
    ]


def filled() -> Actor:
    """The service agent of a centre with all its orders."""
    since = today() - timedelta(days=400)
    with database().write(SYSTEM) as session:
        persons.add_person(session, "A1", "沈清源")
        agent = persons.add_person(session, "G1", "客服").id
        fill(session, ORDERS, OPEN, datetime.now(UTC))
        grants.give(session, agent, Role.AGENT, valid_from=since, division_id=1)
    with database().read(SYSTEM) as session:
        actor = grants.actor_of(session, agent, today())
    assert actor is not None
    return actor


def drawing_of(agent: Actor, month: str) -> tuple[float, float, int]:
    """Milliseconds to look at a month and to draw it, and how many units were drawn."""
    begun = time.perf_counter()
    shown = drawing.look(agent, month)
    looked = time.perf_counter()
    units = [unit.id for unit in shown.undrawn]
    assert drawing.draw(agent, month, units) > len(units)
    return (looked - begun) * 1000, (time.perf_counter() - looked) * 1000, len(units)


def listed(server: Server, agent: Actor) -> list[float]:
    """Milliseconds until the first call is on the screen, visit by visit."""
    server.start()
    spent = []
    with tablet() as context:
        server.let_in(context, agent.me)
        for _visit in range(TIMES + 1):
            page = context.new_page()
            spent.append(milliseconds_to(page, f"{server.address}/calling", FIRST))
            page.close()
    return spent
