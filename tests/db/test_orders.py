"""A work order goes its way step by step; what is entered is checked, and kept once."""

from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from checklists.order_answers import is_bare
from checklists.order_classes import TIMES
from checklists.order_rules import order_rules
from dashboard.words import say
from db.actors import Role
from db.grants import actor_of, give
from db.models_orders import ORDER_STATES
from db.orders.bulk import LoadedOrder, LoadedStep, load_orders
from db.orders.columns import COLUMNS, order_columns
from db.orders.errors import (
    BareAnswer,
    OrderChanged,
    OrderExists,
    OrderRefused,
    PhotosMissing,
    SamePhoto,
    StepNotNow,
    StepTaken,
)
from db.orders.filters import OrderFilter
from db.orders.moves import MOVES, possible
from db.orders.photos import add_order_photo, remove_order_photo
from db.orders.reading import OrderRow, list_orders, order, photos_of, steps_of
from db.orders.steps import record_step
from tests.db.conftest import in_name_of
from tests.db.world import SINCE
from tests.factories import (
    DAY,
    NOW,
    make_division,
    make_order,
    make_order_photo,
    make_person,
    make_step,
    make_unit,
)

HOUR = timedelta(hours=1)


class Desk:
    """A division with two units, an agent who acts, and a unit's representative."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.division = make_division(session)
        self.first, self.second = (make_unit(session, self.division) for _ in range(2))
        self.agent, self.representative = make_person(session), make_person(session)
        give(session, self.agent.id, Role.AGENT, valid_from=SINCE, division_id=self.division.id)
        give(
            session,
            self.representative.id,
            Role.UNIT_REPRESENTATIVE,
            valid_from=SINCE,
            unit_id=self.first.id,
        )

    def opened(self, **fields: object) -> str:
        with self.as_agent() as session:
            return make_order(session, division_id=self.division.id, **fields)

    def as_agent(self) -> AbstractContextManager[Session]:
        return self._acting(self.agent.id)

    def as_unit(self) -> AbstractContextManager[Session]:
        return self._acting(self.representative.id)

    def _acting(self, person: int) -> AbstractContextManager[Session]:
        actor = actor_of(self.session, person, DAY)
        assert actor is not None
        return in_name_of(self.session, actor)

    def step(self, key: str, kind: str, now: datetime = NOW, **fields: object) -> OrderRow:
        with self.as_agent() as session:
            return record_step(session, key, make_step(kind, **fields), now)


@pytest.fixture
def desk(session: Session) -> Desk:
    return Desk(session)


def test_an_order_goes_from_the_call_to_its_closing(desk: Desk) -> None:
    key = desk.opened()
    assert order(desk.session, key).unit is None
    way = [("dispatch", {"unit_id": desk.first.id}), ("take", {}), ("arrive", {}),
           ("restore", {}), ("answer", {}), ("close", {})]  # fmt: skip
    states = []
    for minutes, (kind, fields) in enumerate(way):
        now = NOW + timedelta(minutes=minutes)
        row = desk.step(key, kind, now, **fields)
        states.append(row.state)
    assert states == ["dispatched", "received", "received", "received", "answered", "closed"]
    assert row.version == 7 and row.redos == 0
    moments = [row.reported_at, row.opened_at, row.dispatched_at, row.taken_at, row.arrived_at,
               row.restored_at, row.answered_at, row.closed_at]  # fmt: skip
    assert None not in moments and moments == sorted(moments)  # type: ignore[type-var]
    told = steps_of(desk.session, key)
    assert [step.kind for step in told] == ["open", *(kind for kind, _ in way)]
    assert [step.data["version"] for step in told] == [0, 2, 3, 4, 5, 6, 7]
    assert {step.person_id for step in told} == {desk.agent.id}


def test_an_order_whose_unit_is_known_is_dispatched_as_it_is_opened(desk: Desk) -> None:
    key = desk.opened(unit_id=desk.first.id)
    row = order(desk.session, key)
    assert (row.state, row.dispatched_at, row.unit) == ("dispatched", NOW, desk.first)
    assert [step.kind for step in steps_of(desk.session, key)] == ["open", "dispatch"]


def test_numbers_of_a_day_count_up_within_a_division(desk: Desk) -> None:
    numbers = [order(desk.session, desk.opened()).number for _ in range(2)]
    code = desk.division.code
    assert numbers == [f"{code}-20261120-0001", f"{code}-20261120-0002"]
    # 17:00 in UTC is the next day where the orders are.
    late = datetime(2026, 11, 20, 17, tzinfo=UTC)
    with desk.as_agent() as session:
        key = make_order(session, late, division_id=desk.division.id)
    assert order(desk.session, key).number == f"{code}-20261121-0001"


def test_the_same_order_or_step_sent_twice_is_one(desk: Desk) -> None:
    key = str(uuid4())
    assert desk.opened(id=key) == desk.opened(id=key) == key
    with pytest.raises(OrderExists):
        desk.opened(id=key, problem="另一件事情")
    step = {"id": str(uuid4()), "unit_id": desk.first.id}
    first = desk.step(key, "dispatch", **step)
    assert desk.step(key, "dispatch", **step) == first
    assert [s.kind for s in steps_of(desk.session, key)] == ["open", "dispatch"]
    with pytest.raises(StepTaken):
        desk.step(key, "take", id=step["id"])
    with pytest.raises(StepTaken):
        desk.step(key, "take", id="1")


def test_a_number_of_the_same_source_is_used_once(desk: Desk) -> None:
    desk.opened(source="12345", number="A1")
    desk.opened(source="hotline", number="A1")
    with pytest.raises(OrderExists):
        desk.opened(source="12345", number="A1")


def test_a_stale_page_is_refused_and_told_what_changed(desk: Desk) -> None:
    key = desk.opened(unit_id=desk.first.id)
    seen = order(desk.session, key).version
    desk.step(key, "take", version=seen)
    desk.step(key, "arrive")
    with pytest.raises(OrderChanged) as refusal:
        desk.step(key, "void", version=seen)
    assert refusal.value.kinds == ("take", "arrive")
    assert order(desk.session, key).state == "received"


@pytest.mark.parametrize(
    "words",
    [
        "已处理",
        "完成",
        "ok",
        "OK!",
        "已处理完成。",
        "问题已解决",
        "done",
        "已修复，正常",
        "无",
        "——",
        "   好的  ",
    ],
)
def test_a_bare_done_is_no_answer(desk: Desk, words: str) -> None:
    assert is_bare(words)
    key = desk.opened(unit_id=desk.first.id)
    desk.step(key, "take")
    for field in ("cause", "done"):
        with pytest.raises(BareAnswer) as refusal:
            desk.step(key, "answer", **{field: words})
        assert words.strip() in str(refusal.value)
    assert order(desk.session, key).state == "received"


@pytest.mark.parametrize(
    "words", ["更换分户阀门", "清洗过滤器后恢复正常", "阀芯卡死", "valve replaced"]
)
def test_words_that_say_something_are_an_answer(words: str) -> None:
    assert not is_bare(words)


def test_an_answer_says_whether_the_customer_is_satisfied(desk: Desk) -> None:
    key = desk.opened(unit_id=desk.first.id)
    desk.step(key, "take")
    for said in ("", "yes"):
        with pytest.raises(OrderRefused):
            desk.step(key, "answer", satisfaction=said)


@pytest.mark.parametrize("order_class", ["heating_fault", "repair", "temperature", "government"])
def test_an_answer_needs_the_photos_of_its_class(desk: Desk, order_class: str) -> None:
    key = desk.opened(unit_id=desk.first.id, order_class=order_class)
    desk.step(key, "take")
    needed = list(order_rules(DAY).order_class(order_class).photos)
    while needed:
        with pytest.raises(PhotosMissing) as refusal:
            desk.step(key, "answer")
        assert refusal.value.shows == tuple(needed)
        with desk.as_unit() as session:
            add_order_photo(session, key, make_order_photo(needed.pop(0)), NOW)
    assert desk.step(key, "answer").state == "answered"
    with desk.as_agent() as session, pytest.raises(StepNotNow):
        remove_order_photo(session, key, photos_of(session, key)[0].id, NOW)


def test_no_picture_stands_twice_and_a_redo_needs_new_ones(desk: Desk) -> None:
    key = desk.opened(unit_id=desk.first.id, order_class="repair")
    desk.step(key, "take")

    def add(shows: str, now: datetime, **fields: Any) -> None:
        with desk.as_unit() as session:
            add_order_photo(session, key, make_order_photo(shows, **fields), now)

    add("visit", NOW, sha256="a" * 64)
    with pytest.raises(SamePhoto):
        add("thermometer", NOW, sha256="a" * 64)
    add("thermometer", NOW)
    desk.step(key, "answer")
    desk.step(key, "return", NOW + HOUR, reason="室温仍低")
    later = NOW + 2 * HOUR
    with pytest.raises(SamePhoto):
        add("visit", later, sha256="a" * 64)
    add("visit", later)
    with pytest.raises(PhotosMissing, match="sent back") as refusal:
        desk.step(key, "answer", later)
    assert refusal.value.shows == ("thermometer",)
    add("thermometer", later)
    assert desk.step(key, "answer", later).state == "answered"


def test_a_picture_that_was_taken_out_may_come_again(desk: Desk) -> None:
    key = desk.opened(unit_id=desk.first.id, order_class="urgent")
    with desk.as_unit() as session:
        for _each in range(2):
            added = add_order_photo(session, key, make_order_photo(sha256="b" * 64), NOW)
            remove_order_photo(session, key, added.id, NOW)
        assert photos_of(session, key) == []


def test_moments_follow_each_other_and_none_lies_ahead(desk: Desk) -> None:
    key = desk.opened(unit_id=desk.first.id)
    with pytest.raises(OrderRefused, match="time of receipt"):
        desk.step(key, "take", at=NOW + HOUR)
    with pytest.raises(OrderRefused, match="time of receipt"):
        desk.step(key, "take", at=NOW - timedelta(minutes=1))
    desk.step(key, "take", NOW + HOUR)
    with pytest.raises(OrderRefused) as refusal:
        desk.step(key, "arrive", NOW + 2 * HOUR, at=NOW)
    assert "2026-11-20 11:04" in say(refusal.value)
    desk.step(key, "arrive", NOW + 2 * HOUR)
    with pytest.raises(OrderRefused, match="time of the answer"):
        desk.step(key, "answer", NOW + 3 * HOUR, at=NOW + HOUR)
    with pytest.raises(OrderRefused, match="time of the call"):
        desk.opened(reported_at=NOW + HOUR)


def test_a_unit_does_not_date_its_steps_back_but_the_centre_may(desk: Desk) -> None:
    key = desk.opened(unit_id=desk.first.id)
    later = NOW + HOUR
    with desk.as_unit() as session, pytest.raises(OrderRefused, match="more than 30 minutes"):
        record_step(session, key, make_step("take", at=NOW), later)
    with desk.as_unit() as session:
        ago = later - timedelta(minutes=20)
        assert record_step(session, key, make_step("take", at=ago), later).taken_at == ago
    other = desk.opened(unit_id=desk.first.id)
    assert desk.step(other, "take", later, at=NOW).taken_at == NOW


def test_an_answer_sent_back_is_a_redo_and_has_to_be_given_again(desk: Desk) -> None:
    key = desk.opened(unit_id=desk.first.id)
    desk.step(key, "take")
    for redos in (1, 2):
        now = NOW + redos * HOUR
        desk.step(key, "answer", now)
        with pytest.raises(OrderRefused, match="reason"):
            desk.step(key, "return", now, reason="重做")
        row = desk.step(key, "return", now, reason="没有写明原因")
        assert (row.state, row.redos, row.answered_at) == ("received", redos, None)
    with pytest.raises(OrderRefused, match="time of the return"):
        desk.step(key, "answer", NOW + 3 * HOUR, at=NOW + HOUR)
    assert desk.step(key, "answer", NOW + 3 * HOUR).answered_at == NOW + 3 * HOUR


def test_the_first_taker_answers_for_an_order_that_is_handed_over(desk: Desk) -> None:
    key = desk.opened(unit_id=desk.first.id)
    row = desk.step(key, "hand_over", unit_id=desk.second.id, reason="不在本站供热范围")
    assert (row.unit, row.handed_to) == (desk.second, None)
    desk.step(key, "take")
    row = desk.step(key, "hand_over", unit_id=desk.first.id, reason="需要一次网停热配合")
    assert (row.unit, row.handed_to) == (desk.second, desk.first)
    assert steps_of(desk.session, key)[-1].data["answers_for_it"] == desk.second.id
    with desk.as_unit() as session:
        assert record_step(session, key, make_step("arrive"), NOW).arrived_at == NOW
    with pytest.raises(OrderRefused, match="has the order already"):
        desk.step(key, "hand_over", unit_id=desk.first.id)
    row = desk.step(key, "hand_over", unit_id=desk.second.id, reason="交回首接单位办理")
    assert (row.unit, row.handed_to) == (desk.second, None)
    with pytest.raises(OrderRefused, match="no such open unit"):
        desk.step(key, "hand_over", unit_id=make_unit(desk.session).id)


def test_a_pause_has_a_reason_and_an_end(desk: Desk) -> None:
    key = desk.opened(unit_id=desk.first.id)
    desk.step(key, "take")
    with pytest.raises(OrderRefused, match="reason"):
        desk.step(key, "pause", reason="")
    with pytest.raises(StepNotNow):
        desk.step(key, "resume")
    desk.step(key, "pause", NOW + HOUR, reason="用户外出，明日回来")
    with pytest.raises(StepNotNow):
        desk.step(key, "pause", NOW + HOUR, reason="用户外出，明日回来")
    desk.step(key, "resume", NOW + 2 * HOUR)
    with pytest.raises(OrderRefused, match="end of the pause"):
        desk.step(key, "pause", NOW + 3 * HOUR, at=NOW + HOUR, reason="用户又改期")
    desk.step(key, "pause", NOW + 3 * HOUR, reason="等待配件到货")
    row = desk.step(key, "answer", NOW + 4 * HOUR)
    assert [(p.since, p.until, p.reason) for p in row.pauses] == [
        (NOW + HOUR, NOW + 2 * HOUR, "用户外出，明日回来"),
        (NOW + 3 * HOUR, NOW + 4 * HOUR, "等待配件到货"),
    ]


def test_an_appointment_needs_its_proof_and_lies_ahead(desk: Desk) -> None:
    key = desk.opened(unit_id=desk.first.id)
    for fields in (
        {"proof": ""},
        {"appointment_at": None},
        {"appointment_at": NOW - 2 * HOUR},
        {"appointment_at": NOW + timedelta(days=61)},
    ):
        with pytest.raises(OrderRefused):
            desk.step(key, "appoint", **fields)
    assert desk.step(key, "appoint").appointment_at == NOW + 5 * HOUR


@pytest.mark.parametrize("order_class", ["refund", "complaint", "urgent"])
def test_the_centre_answers_refunds_and_complaints_itself(desk: Desk, order_class: str) -> None:
    key = desk.opened(order_class=order_class)
    if order_class == "urgent":
        with pytest.raises(StepNotNow):
            desk.step(key, "answer")
    else:
        assert desk.step(key, "answer").state == "answered"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("telephone", ""),
        ("telephone", "电话不详"),
        ("telephone", "1"),
        ("estate", " "),
        ("estate", "x" * 81),
        ("problem", "\x00\x00"),
        ("order_class", "other"),
    ],
)
def test_what_does_not_fit_is_refused_by_the_name_of_its_field(
    desk: Desk, field: str, value: str
) -> None:
    with pytest.raises(OrderRefused) as refusal:
        desk.opened(**{field: value})
    assert refusal.value.field == field


@pytest.mark.parametrize("state", ORDER_STATES)
def test_what_is_offered_is_what_can_be_done(desk: Desk, state: str) -> None:
    way = ["dispatch", "take", "answer", "close"][: max(0, ORDER_STATES.index(state))]
    for kind in MOVES:
        key = desk.opened()
        for before in ["void"] if state == "void" else way:
            desk.step(key, before, unit_id=desk.first.id)
        if kind == "resume" and "pause" in possible(state, "refund", as_centre=True, as_unit=False):
            desk.step(key, "pause")
        offered = kind in possible(state, "refund", as_centre=True, as_unit=False)
        try:
            desk.step(key, kind, unit_id=desk.second.id)
        except StepNotNow:
            assert not offered, kind
        else:
            assert offered, kind


def loaded(division: int, agent: int, **fields: object) -> LoadedOrder:
    values = {
        "id": str(uuid4()),
        "source": "12345",
        "number": uuid4().hex[:12],
        "order_class": "government",
        "division_id": division,
        "reported_at": NOW,
        "opened_at": NOW,
        "opened_by": agent,
        "rules": date(2025, 11, 15),
    }
    return LoadedOrder(**{**values, **fields})  # type: ignore[arg-type]


def test_many_orders_are_loaded_and_read_as_columns(desk: Desk) -> None:
    steps = (LoadedStep("open", NOW, desk.agent.id), LoadedStep("dispatch", NOW, desk.agent.id))
    rows = [
        loaded(desk.division.id, desk.agent.id, steps=steps, state="dispatched",
               unit_id=desk.first.id, dispatched_at=NOW,
               pauses=((NOW.isoformat(), None, "等待配件"),)),
        loaded(desk.division.id, desk.agent.id, reported_at=NOW - HOUR),
    ]  # fmt: skip
    assert load_orders(desk.session, rows) == 2
    frame = order_columns(desk.session, OrderFilter(division_id=desk.division.id))
    assert tuple(frame.columns) == COLUMNS and len(frame) == 2
    assert {str(frame[name].dtype) for name in TIMES} == {"datetime64[us, UTC]"}
    by_id = frame.set_index("id")
    first, second = (by_id.loc[row.id] for row in rows)
    assert first.dispatched_at == NOW and first.reported_at == NOW
    assert second.reported_at == NOW - HOUR and str(second.dispatched_at) == "NaT"
    assert first.unit_id == desk.first.id and first.pauses == [[NOW.isoformat(), None, "等待配件"]]
    assert str(frame.unit_id.dtype) == "Int64" and by_id.unit_id.isna().sum() == 1
    nothing = order_columns(desk.session, OrderFilter(ids=()))
    assert len(nothing) == 0 and (nothing.dtypes[list(TIMES)] == frame.dtypes[list(TIMES)]).all()
    assert order(desk.session, rows[0].id).paused is not None
    # What was loaded goes on like any other.
    assert desk.step(rows[0].id, "take").state == "received"


def test_orders_are_found_by_what_one_looks_for(desk: Desk) -> None:
    plain = desk.opened()
    other = desk.opened(estate="100%小区", unit_id=desk.first.id, order_class="repair")

    def found(**fields: object) -> set[str]:
        wanted = OrderFilter(division_id=desk.division.id, **fields)  # type: ignore[arg-type]
        return {row.id for row in list_orders(desk.session, wanted).rows}

    assert found() == {plain, other}
    assert found(text="100%") == {other} and found(text="1380000") == {plain, other}
    assert found(text="没有") == set() and found(text=" ") == {plain, other}
    assert found(unit_id=desk.first.id) == found(order_class="repair") == {other}
    assert found(without_unit=True) == found(states=("open",)) == {plain}
    assert found(ids=(plain,)) == {plain} and found(reported_until=NOW - HOUR) == set()
