"""A shift is summed up from its orders, signed under a hash, and compared with what is now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from dashboard.looks import ZONE
from dashboard.summaries import desk, printed
from dashboard.summaries.desk import FiguresMoved, ShiftNotOver, ShiftSummary
from dashboard.summaries.shifts import ready_spans
from dashboard.summaries.words import columns, lines, signed_words
from dashboard.words import speaking
from db.actors import SYSTEM, Actor, Held, Role
from db.models_orders import WorkOrder
from db.orders.summaries import SummarySignedMeanwhile
from db.regulations import set_regulations
from db.rows import DivisionRow
from db.session import database
from tests.db.test_escalations import stored_order
from tests.factories import make_division, make_person, make_unit

DAY = date(2026, 11, 20)


def at(hour: int, minute: int = 0, day: date = DAY) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZONE)


READY = at(14, 30)


@dataclass(frozen=True)
class Centre:
    """A division with its head, and what is put into it."""

    division: DivisionRow
    unit_id: int
    head: Actor

    def order(self, reported_at: datetime, **fields: Any) -> str:
        with database().write(SYSTEM) as session:
            where = {"division_id": self.division.id, "unit_id": self.unit_id}
            return stored_order(session, reported_at, **where, **fields)

    def change(self, order: str, **fields: Any) -> None:
        with database().write(SYSTEM) as session:
            session.execute(update(WorkOrder).where(WorkOrder.id == order).values(**fields))

    def look(self, now: datetime = READY) -> ShiftSummary:
        return desk.shift_summary(self.head, self.division, DAY, "early", now)

    def sign(self, looked_at: ShiftSummary, now: datetime = READY, reason: str = "") -> str:
        return desk.sign(self.head, looked_at, "罗建安", reason, now)


@pytest.fixture
def centre(own_url: str) -> Iterator[Centre]:
    with database().write(SYSTEM) as session:
        unit = make_unit(session, make_division(session))
        set_regulations(session, unit.division.id, ("HEAT", "SPEC"))
        head = Actor(
            make_person(session).id, "罗建安", (Held(Role.DIVISION_HEAD, unit.division.id),), DAY
        )
    yield Centre(unit.division, unit.id, head)


def test_a_shift_is_summed_up_from_clocks_and_moments(centre: Centre) -> None:
    centre.order(at(8), order_class="hotline", taken_at=at(8, 30))
    centre.order(
        at(9), order_class="urgent", taken_at=at(9, 5), state="answered", answered_at=at(10)
    )
    centre.order(at(6), order_class="urgent", taken_at=at(6, 30))
    counts = centre.look().counts
    assert {code: (one["taken"], one["late"], one["open"]) for code, one in counts.items()} == {
        "hotline": (1, 1, 1),
        "urgent": (1, 1, 2),
    }, "the 4 h of the one ran out at 12:30, the 2 h of the other at 8:30"


def test_a_shift_is_signed_when_it_is_summed_up_and_not_before(centre: Centre) -> None:
    early = READY - timedelta(seconds=1)
    with pytest.raises(ShiftNotOver):
        centre.sign(centre.look(early), early)
    assert centre.look().signed == ()
    seal = centre.sign(centre.look())
    (row,) = centre.look().signed
    assert (row.number, row.hash, row.name, row.intact) == (1, seal, "罗建安", True)


def test_figures_that_moved_while_one_looked_are_not_signed(centre: Centre) -> None:
    looked_at = centre.look()
    centre.order(at(11))
    with pytest.raises(FiguresMoved):
        centre.sign(looked_at)
    assert centre.look().signed == ()


def test_what_changes_later_is_a_difference_until_it_is_signed_too(centre: Centre) -> None:
    order = centre.order(at(11))
    centre.sign(centre.look())
    assert centre.look().changes == []
    centre.change(order, state="closed", answered_at=at(12), closed_at=at(13))
    moved = centre.look()
    assert {(one["count"], one["signed"], one["live"]) for one in moved.changes} == {
        ("answered", 0, 1),
        ("closed", 0, 1),
        ("open", 1, 0),
    }
    with pytest.raises(SummarySignedMeanwhile):
        centre.sign(_as_if_unsigned(moved), reason="补录")
    centre.sign(moved, reason="补录办结时间")
    found = centre.look()
    assert [row.number for row in found.signed] == [2, 1]
    assert found.changes == []
    with speaking("zh"):
        assert "补录办结时间" in signed_words(found.signed[0])


def _as_if_unsigned(found: ShiftSummary) -> ShiftSummary:
    """What somebody looks at who has not seen the signature."""
    return ShiftSummary(
        **{name: () if name == "signed" else value for name, value in vars(found).items()}
    )


def test_what_nobody_signed_of_the_last_week_is_told(centre: Centre) -> None:
    before = desk.unsigned(centre.head, centre.division, READY)
    assert before[0] == centre.look().span
    assert len(before) == len(ready_spans(READY, 7)) == 22
    centre.sign(centre.look())
    assert desk.unsigned(centre.head, centre.division, READY) == before[1:]


def test_the_printed_page_holds_the_sum_and_nothing_that_runs(centre: Centre) -> None:
    centre.order(at(8))
    found = centre.look()
    with speaking("zh"):
        page = printed.page(
            "<script>alert(1)</script>", ["a & b"], lines(found), columns(), remarks=["<i>"]
        ).decode()
        total = lines(found)[-1]
    assert "<script" not in page
    assert "<i>" not in page
    assert "a &amp; b" in page
    assert total["taken"] == total["open"] == 1
    assert page.count("<tr>") == len(lines(found)) + 1
