"""Orders that are late: those that still run and those that were finished late, by days."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from dashboard.orders import desk
from dashboard.orders.clocking import Late, late_first
from db.actors import SYSTEM, Actor, Held, Role
from db.orders.filters import OrderFilter
from db.regulations import set_regulations
from db.session import database
from tests.db.test_escalations import stored_order
from tests.factories import DAY, make_division, make_person, make_unit
from tests.test_orders import HOUR, clock

NOW = datetime.now(UTC).replace(microsecond=0)
HOTLINE = {"order_class": "hotline", "insists": True}


@dataclass(frozen=True)
class World:
    """A head, and the ids of orders by what they are."""

    head: Actor
    orders: dict[str, str]

    def found(self, late: Late | None, wanted: OrderFilter | None = None, **page: int) -> list[str]:
        names = {key: name for name, key in self.orders.items()}
        limit, offset = page.get("limit", 50), page.get("offset", 0)
        shown = desk.listed(self.head, wanted or OrderFilter(), limit, offset, late=late)
        return [names[row.id] for row in shown.rows]


@pytest.fixture
def world(own_url: str) -> Iterator[World]:
    with database().write(SYSTEM) as session:
        unit = make_unit(session, make_division(session))
        set_regulations(session, unit.division.id, ("HEAT", "SPEC"))
        held = Held(Role.DIVISION_HEAD, unit.division.id)
        head = Actor(make_person(session).id, "罗建安", (held,), DAY)

        def order(hours: float, answered: float | None = None, state: str = "received") -> str:
            at = NOW - hours * HOUR
            told = {} if answered is None else {"answered_at": at + answered * HOUR}
            if state == "closed":
                told["closed_at"] = at + (answered or 0) * HOUR
            where = {"division_id": unit.division.id, "unit_id": unit.id, "state": state}
            return stored_order(session, at, **where, **HOTLINE, taken_at=at, **told)

        orders = {
            "runs": order(1),
            "runs late": order(6),
            "runs later": order(50),
            "kept": order(40, 2, "closed"),
            "finished late": order(30, 9, "closed"),
            "late long ago": order(24 * 60, 9, "closed"),
            "void": order(20, None, "void"),
        }
    yield World(head, orders)


def test_late_ones_that_run_come_first_and_the_longest_late_before_all(world: World) -> None:
    assert world.found("running") == ["runs later", "runs late"]
    assert world.found("finished") == ["finished late", "late long ago"]
    assert world.found("any") == ["runs later", "runs late", "finished late", "late long ago"]
    assert world.found("any", limit=2, offset=1) == ["runs late", "finished late"]
    assert len(world.found(None)) == len(world.orders)


def test_days_and_states_narrow_what_is_late(world: World) -> None:
    lately = OrderFilter(reported_from=NOW - timedelta(days=2))
    assert world.found("any", lately) == ["runs late", "finished late"]
    assert world.found("running", OrderFilter(states=("closed",))) == []
    assert world.found("any", OrderFilter(states=("closed",), reported_until=NOW - 48 * HOUR)) == [
        "late long ago"
    ]


def test_the_clock_that_was_late_is_shown_and_not_one_that_runs_in_time() -> None:
    met_late, runs = clock("a", NOW - HOUR, NOW), clock("b", NOW + HOUR)
    runs_late = clock("c", NOW - HOUR)
    assert late_first([runs, met_late], NOW) is met_late
    assert late_first([met_late, runs_late, runs], NOW) is runs_late
