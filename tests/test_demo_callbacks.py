"""The demo's call-backs: always the same, of two seasons, proved by their seeds."""

from collections import Counter
from datetime import UTC, datetime

import pytest

from dashboard.calling.results import drawn_months
from dashboard.demo.callbacks import drawn_of
from dashboard.demo.orders import moment_of
from db.actors import SYSTEM
from db.callbacks.draws import draws, redraw
from db.callbacks.reading import calls, dissatisfied
from db.callbacks.results import draw_months, results
from db.callbacks.rows import CallFilter
from db.session import database
from tests.conftest import DEMO_DAY

MONTH = "2026-11"
BEGINNING = datetime(2025, 1, 1, tzinfo=UTC)


def test_the_same_orders_give_the_same_draws_and_talks(demo_url: str) -> None:
    moment = moment_of(DEMO_DAY, datetime(2026, 12, 1, tzinfo=UTC))
    with database(demo_url).read(SYSTEM) as session:
        assert list(drawn_of(session, 1, moment)) == list(drawn_of(session, 1, moment))


def test_every_draw_of_the_demo_is_proved_by_its_seed(demo_url: str) -> None:
    with database(demo_url).read(SYSTEM) as session:
        found = draws(session, draw_months(session))
        assert len(found) > 30
        assert all(redraw(session, row.id).same for row in found)


def test_past_months_are_called_and_this_one_waits(demo_url: str) -> None:
    with database(demo_url).read(SYSTEM) as session:
        states = Counter(row.state for row in calls(session, CallFilter(month=MONTH)))
        assert set(states) == {"waiting"} and states["waiting"] > 30
        past = [row for row in calls(session, CallFilter()) if row.month != MONTH]
        assert {row.state for row in past} == {"done", "replaced"}
        assert all(row.tries == 1 for row in past)
        for one in results(session, draw_months(session)):
            assert one.called + one.unreached + one.waiting == one.draw.size


def test_some_customers_are_not_satisfied_and_some_of_them_exempt(demo_url: str) -> None:
    with database(demo_url).read(SYSTEM) as session:
        found = dissatisfied(session, BEGINNING)
    assert any(not one.attitude for one in found)
    assert {one.exemption for one in found if not one.result} == {"", "warm", "system"}
    assert all(one.opinion for one in found)


def test_results_begin_with_the_newest_month_that_was_called(
    demo_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", demo_url)
    assert drawn_months(SYSTEM)[:2] == ["2026-03", MONTH]
