"""The demo's accounts: last season decided, one unit below the line, this season under way."""

from decimal import Decimal

import pytest

from checklists.periods import Period
from dashboard.demo.account import KEPT, LEAST, WORST
from dashboard.points import finding
from dashboard.points.judging import judge
from dashboard.points.overview import Overview, overview
from db import grants, persons
from db.account import proposing, reading
from db.actors import SYSTEM, Actor
from db.session import database
from tests.conftest import DEMO_DAY

LAST, RUNNING = Period.parse("2025-HS"), Period.parse("2026-HS")


@pytest.fixture
def head(on_the_demo: None) -> Actor:
    """The head of the heating division."""
    with database().read(SYSTEM) as session:
        person = persons.person_by_code(session, "H04")
        actor = grants.actor_of(session, person.id, DEMO_DAY)
    assert actor is not None
    return actor


def seen(head: Actor, season: Period) -> Overview:
    return overview(head, season)


def test_last_season_is_decided_and_one_unit_was_kept_below_the_line(head: Actor) -> None:
    found = seen(head, LAST)
    assert len(found.units) == 8
    assert [one.unit.code for one in found.below] == [WORST]
    worst, *others = found.units
    assert worst.elimination is not None and not worst.proposed
    assert (worst.elimination.decision, worst.elimination.reason) == ("keep", KEPT)
    assert all(one.account.left >= LEAST for one in others)
    assert not sum(one.account.number["waiting"] for one in found.units)
    with database().read(head) as session:
        states = {row.state for row in reading.events(session, "2025-HS")}
    assert states == {"confirmed", "rejected"}


def test_this_season_some_are_confirmed_and_some_wait_with_their_proof(head: Actor) -> None:
    with database().read(head) as session:
        rows = reading.events(session, "2026-HS")
    assert {row.state for row in rows} >= {"confirmed", "waiting"}
    by_hand = [row for row in rows if row.proposed_by is not None]
    assert by_hand and all(row.file and row.words for row in by_hand)


def test_what_the_demo_proposed_still_follows_from_its_orders(head: Actor) -> None:
    finding.find(LAST)
    with database().read(SYSTEM) as session:
        known = proposing.origins(session, "2025-HS")
        rows = reading.events(session, "2025-HS")
        follows = set(judge(session, LAST, rows[-1].proposed_at).events["origin"])
    assert {origin for origin in known if not origin.startswith("hand:")} == follows
    assert all(row.points > Decimal(0) for row in rows)
