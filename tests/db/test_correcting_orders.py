"""Facts of an order are corrected with a reason; what was signed on them is said first."""

from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy import exc as sql
from sqlalchemy.orm import Session

from dashboard.orders.clocking import clocks_of
from db.account import proposing
from db.account.deciding import decide
from db.account.proposing import EnteredEvent
from db.actors import Forbidden, Role
from db.grants import actor_of, give
from db.models_access import Trail
from db.models_account import TemperatureRecord
from db.models_orders import DaySummary, OrderStep
from db.orders.correcting import Facts
from db.orders.errors import (
    NothingCorrected,
    OrderChanged,
    OrderRefused,
    RestsOnOrder,
    StepNotNow,
)
from db.orders.importing import Changed, NewImport, take_values
from db.orders.reading import OrderRow, order, steps_of
from db.orders.steps import record_step
from db.orders.summaries import NewSummary, sign_summary
from db.temperature.recording import record_temperature
from tests.db.conftest import in_name_of
from tests.db.test_orders import Desk
from tests.db.world import SINCE
from tests.factories import DAY, NOW, make_order, make_person, make_record, make_step

HOUR = timedelta(hours=1)


@pytest.fixture
def desk(session: Session) -> Desk:
    return Desk(session)


def correct(desk: Desk, key: str, knowing: bool = False, **facts: Any) -> OrderRow:
    return desk.step(key, "correct", NOW + HOUR, facts=Facts(**facts), knowing=knowing)


def as_head(desk: Desk) -> AbstractContextManager[Session]:
    """A session of a head of the division."""
    person = make_person(desk.session)
    of = {"division_id": desk.division.id}
    give(desk.session, person.id, Role.DIVISION_HEAD, valid_from=SINCE, **of)
    actor = actor_of(desk.session, person.id, DAY)
    assert actor is not None
    return in_name_of(desk.session, actor)


def signed(desk: Desk) -> None:
    """The shift in which the orders of these tests came is signed."""
    span = {"start": (NOW - HOUR).isoformat(), "end": (NOW + HOUR).isoformat()}
    content = {"classes": {}, "shared": 0, **span}
    new = NewSummary(desk.division.id, DAY, "early", content, "罗建安", 0)
    with as_head(desk) as session:
        sign_summary(session, new, NOW)


def confirmed(desk: Desk, key: str) -> None:
    """A deduction that rests on an order is confirmed."""
    number = order(desk.session, key).number
    with desk.as_agent() as session:
        new = EnteredEvent(
            id=str(uuid4()),
            unit_id=desk.first.id,
            season="2026-HS",
            code="HEV-09",
            points=Decimal(10),
            times=1,
            occurred_at=NOW,
            words="与用户争吵，录音核实",
            rules=DAY,
            number=number,
        )
        event = proposing.enter_event(session, new, NOW)
    with as_head(desk) as session:
        decide(session, {event: 0}, "confirmed", "", NOW)


def newest(desk: Desk) -> Trail:
    return desk.session.scalars(select(Trail).order_by(Trail.id.desc()).limit(1)).one()


def test_before_and_after_stand_in_the_line_of_steps_and_in_the_trail(desk: Desk) -> None:
    key = desk.opened(unit_id=desk.first.id)
    row = correct(
        desk, key, order_class="complaint", reported_at=NOW - HOUR, telephone="13900005678", room=""
    )
    assert (row.order_class, row.telephone, row.room) == ("complaint", "13900005678", "")
    assert (row.reported_at, row.state, row.version) == (NOW - HOUR, "dispatched", 2)
    step = steps_of(desk.session, key)[-1]
    assert (step.kind, step.reason) == ("correct", "用户要求改期")
    assert step.data["before"] == {
        "order_class": "refund",
        "reported_at": (NOW - timedelta(minutes=10)).isoformat(),
        "room": "501",
        "telephone": "13800001234",
    }
    assert step.data["after"]["room"] == ""
    entry = newest(desk)
    assert (entry.action, entry.reason) == ("order_correct", "用户要求改期")
    assert entry.before["order_class"] == "refund" and entry.after["order_class"] == "complaint"
    # The trail is for ever: it tells that a customer's data were corrected, and not to what.
    assert entry.after["customer"] == ["room", "telephone"]
    assert "13900005678" not in str(entry.after) and "13800001234" not in str(entry.before)


def test_what_is_as_it_was_is_no_correction(desk: Desk) -> None:
    key = desk.opened()
    row = order(desk.session, key)
    for facts in ({}, {"estate": row.estate, "reported_at": row.reported_at.replace(second=0)}):
        with pytest.raises(NothingCorrected):
            correct(desk, key, **facts)
    with pytest.raises(OrderRefused):
        desk.step(key, "correct", facts=Facts(room="502"), reason="")
    assert order(desk.session, key) == row


def test_an_order_whose_unit_was_not_clear_after_all_is_taken_back(desk: Desk) -> None:
    key = desk.opened(unit_id=desk.first.id)
    row = correct(desk, key, unclear=True)
    assert (row.unit, row.state, row.dispatched_at) == (None, "open", None)
    assert steps_of(desk.session, key)[-1].data["before"] == {"unit_id": desk.first.id}
    desk.step(key, "dispatch", NOW + 2 * HOUR, unit_id=desk.second.id)
    desk.step(key, "take", NOW + 2 * HOUR)
    with pytest.raises(OrderRefused) as refusal:
        correct(desk, key, unclear=True)
    assert refusal.value.field == "unit"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("order_class", "other"),
        ("telephone", "电话不详"),
        ("estate", " "),
        ("problem", "x"),
        ("reported_at", NOW + 2 * HOUR),
        ("reported_at", NOW + timedelta(minutes=1)),
        ("reported_at", NOW - timedelta(days=61)),
    ],
)
def test_a_fact_that_does_not_fit_is_refused_by_its_name(
    desk: Desk, field: str, value: object
) -> None:
    key = desk.opened(unit_id=desk.first.id)
    with pytest.raises(OrderRefused) as refusal:
        correct(desk, key, **{field: value})
    assert refusal.value.field == field


def test_what_the_centre_answered_without_a_unit_keeps_a_class_of_its_own(desk: Desk) -> None:
    key = desk.opened(order_class="refund")
    desk.step(key, "answer")
    with pytest.raises(OrderRefused):
        correct(desk, key, order_class="repair")
    assert correct(desk, key, order_class="complaint").order_class == "complaint"


def test_a_closed_order_is_corrected_a_void_one_and_a_stale_page_are_not(desk: Desk) -> None:
    key = desk.opened(order_class="refund")
    for kind in ("answer", "close"):
        desk.step(key, kind)
    assert correct(desk, key, order_class="complaint").state == "closed"
    with pytest.raises(OrderChanged):
        desk.step(key, "correct", version=1)
    gone = desk.opened()
    desk.step(gone, "void")
    with pytest.raises(StepNotNow):
        correct(desk, gone, room="1")


def test_only_the_centre_corrects(desk: Desk) -> None:
    key = desk.opened(unit_id=desk.first.id)
    acting: AbstractContextManager[Session] = desk.as_unit()
    with acting as session, pytest.raises(Forbidden):
        record_step(session, key, make_step("correct"), NOW)


def test_what_was_signed_or_confirmed_is_said_before_figures_change(desk: Desk) -> None:
    key = desk.opened(unit_id=desk.first.id)
    signed(desk)
    confirmed(desk, key)
    before = order(desk.session, key)
    with pytest.raises(RestsOnOrder) as refusal:
        correct(desk, key, order_class="complaint")
    told = refusal.value
    assert (told.field, told.summaries, told.deductions) == (
        "knowing",
        ((DAY, "early"),),
        ("HEV-09",),
    )
    assert (told.before, told.after) == (
        {"order_class": "refund"},
        {"order_class": "complaint"},
    )
    assert order(desk.session, key) == before
    # An address is no figure.
    assert correct(desk, key, room="502").room == "502"
    assert correct(desk, key, knowing=True, order_class="complaint").order_class == "complaint"
    rests = {"summaries": [f"{DAY} early"], "deductions": ["HEV-09"]}
    assert steps_of(desk.session, key)[-1].data["rests_on"] == rests
    assert {name: newest(desk).after[name] for name in rests} == rests


def test_a_file_whose_values_are_taken_does_not_go_round_what_was_signed(desk: Desk) -> None:
    key = desk.opened(unit_id=desk.first.id)
    signed(desk)
    confirmed(desk, key)
    row = order(desk.session, key)
    before = {"order_class": row.order_class, "state": row.state}
    change = Changed(key, row.version, before, {**before, "order_class": "complaint"})
    new = NewImport("热线", desk.division.id, "热线.csv", "6" * 64, {}, {})
    with desk.as_agent() as session, pytest.raises(RestsOnOrder) as refusal:
        take_values(session, new, [change], "以热线系统为准", NOW)
    assert (refusal.value.summaries, refusal.value.deductions) == (((DAY, "early"),), ("HEV-09",))
    assert order(desk.session, key) == row
    with desk.as_agent() as session:
        take_values(session, new, [change], "以热线系统为准", NOW, knowing=True)
    assert order(desk.session, key).order_class == "complaint"
    rests = {"summaries": [f"{DAY} early"], "deductions": ["HEV-09"]}
    assert steps_of(desk.session, key)[-1].data["rests_on"] == rests


def test_a_summary_of_another_time_does_not_rest_on_an_order(desk: Desk) -> None:
    signed(desk)
    later = NOW + 3 * HOUR
    with desk.as_agent() as session:
        key = make_order(session, later, division_id=desk.division.id)
    row = desk.step(key, "correct", later, facts=Facts(order_class="complaint"))
    assert row.order_class == "complaint"
    with pytest.raises(RestsOnOrder):
        desk.step(key, "correct", later, facts=Facts(reported_at=NOW))


def test_clocks_run_anew_from_what_was_corrected(desk: Desk) -> None:
    key = desk.opened(order_class="heating_fault", unit_id=desk.first.id)

    def due(row: OrderRow) -> dict[str, datetime | None]:
        return {clock.code: clock.due_at for clock in clocks_of(desk.session, [row])[row.id]}

    before = due(order(desk.session, key))
    earlier = due(correct(desk, key, reported_at=NOW - HOUR))
    moved = [code for code in before if before[code] != earlier[code]]
    assert moved and all(before[code] > earlier[code] for code in moved)  # type: ignore[operator]
    assert set(due(correct(desk, key, order_class="complaint"))) != set(before)


@pytest.mark.parametrize("change", [update, delete])
@pytest.mark.parametrize("table", [OrderStep, DaySummary, TemperatureRecord])
def test_what_happened_to_an_order_is_never_changed_or_taken_out(
    desk: Desk, table: Any, change: Any
) -> None:
    key = desk.opened(unit_id=desk.first.id)
    signed(desk)
    with desk.as_agent() as session:
        record_temperature(session, key, make_record("17.5"), NOW)
    statement = change(table)
    if statement.is_update:
        statement = statement.values(person_id=desk.agent.id)
    with pytest.raises(sql.DatabaseError, match="never changed or taken out"):
        desk.session.execute(statement)
