"""A month is drawn once by a kept seed; calls are recorded, repeated, replaced, corrected."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from checklists.call_backs import APART
from db import organisation
from db.actors import SYSTEM, Role
from db.callbacks import standing
from db.callbacks.calling import Recorded, note_handled, record_talk, reserve_of
from db.callbacks.drawing import draw_month, populations, units_to_draw
from db.callbacks.draws import drawn, draws, redraw
from db.callbacks.errors import (
    AlreadyDrawn,
    CallAtOddTime,
    CallMade,
    CallNotFound,
    CallRefused,
    CallSettled,
    DrawNotFound,
    MonthAhead,
    MonthRunning,
    NoSamples,
)
from db.callbacks.reading import call, calls, dissatisfied, talks_of, talks_of_month
from db.callbacks.results import results
from db.callbacks.rows import CallFilter, CallRow
from db.callbacks.warmth import warm_enough
from db.errors import ChangedMeanwhile, EntryRefused
from db.grants import actor_of, give
from db.models import Division
from db.models_account import Callback, CallbackDraw, CallbackTalk, TemperatureRecord
from db.models_orders import OrderImport, WorkOrder
from db.orders.correcting import Facts
from db.orders.reading import by_number, order
from db.orders.steps import Step, record_step
from db.session import Database
from tests.db.conftest import in_name_of
from tests.db.test_writers_at_once import at_once
from tests.db.world import SINCE
from tests.factories import (
    DAY,
    NOW,
    make_division,
    make_order,
    make_person,
    make_step,
    make_talk,
    make_unit,
)

LATER = datetime(2026, 12, 2, 1, tzinfo=UTC)
MONTH = "2026-11"
MINUTE = timedelta(minutes=1)


class Centre:
    """A division under some regulations with a unit, an agent who acts, and a representative."""

    def __init__(self, session: Session, regulations: str = "HEAT,SPEC,ACC") -> None:
        self.session = session
        made = make_division(session)
        session.get_one(Division, made.id).regulations = regulations
        session.flush()
        self.division = organisation.division(session, made.id)
        self.unit = make_unit(session, self.division)
        self.agent, self.representative = make_person(session), make_person(session)
        of_division = {"valid_from": SINCE, "division_id": self.division.id}
        give(session, self.agent.id, Role.AGENT, **of_division)
        of_unit = {"valid_from": SINCE, "unit_id": self.unit.id}
        give(session, self.representative.id, Role.UNIT_REPRESENTATIVE, **of_unit)

    def acting(self, person: int | None = None) -> AbstractContextManager[Session]:
        actor = actor_of(self.session, person or self.agent.id, DAY)
        assert actor is not None
        return in_name_of(self.session, actor)

    def orders(
        self, number: int, now: datetime = NOW, *, handled: bool = True, **fields: Any
    ) -> list[str]:
        values = {"division_id": self.division.id, "unit_id": self.unit.id, **fields}
        with self.acting() as session:
            made = [
                make_order(session, now, **{**values, "room": str(place)})
                for place in range(number)
            ]
        if handled:
            self.stand(made, "answered")
        return made

    def stand(self, orders: list[str], state: str) -> None:
        changed = update(WorkOrder).where(WorkOrder.id.in_(orders))
        self.session.execute(changed.values(state=state))
        self.session.expire_all()

    def draw(self, month: str = MONTH, now: datetime = LATER, reason: str = "") -> list[int]:
        with self.acting() as session:
            return draw_month(session, self.unit.id, month, now, reason)

    def listed(self, state: str | None = None) -> list[CallRow]:
        with self.acting() as session:
            return calls(session, CallFilter(unit_id=self.unit.id, state=state))

    def record(self, row: CallRow | str, now: datetime = LATER, **fields: Any) -> Recorded:
        key = row if isinstance(row, str) else row.id
        with self.acting() as session:
            return record_talk(session, key, make_talk(now, **fields), now)


@pytest.fixture
def centre(session: Session) -> Centre:
    return Centre(session)


def unreached(then: str, **fields: Any) -> dict[str, Any]:
    return {"outcome": "not_reached", "then": then, **fields}


def test_a_month_is_drawn_by_its_regulation_and_kept_with_its_seed(centre: Centre) -> None:
    orders = centre.orders(21)
    (key,) = centre.draw()
    with centre.acting() as session:
        row = drawn(session, key)
    assert (row.scheme, row.sample_class, row.size) == ("HEAT", "all", 5)
    assert sorted(row.population) == sorted(orders) == list(row.population)
    assert len(bytes.fromhex(row.seed)) == 32
    assert row.person == centre.agent.name and row.reason == ""
    assert [one.place for one in centre.listed("waiting")] == [1, 2, 3, 4, 5]


def test_drawing_again_with_the_seed_gives_the_same_list(centre: Centre) -> None:
    centre.orders(7)
    (key,) = centre.draw()
    with centre.acting() as session:
        proof = redraw(session, key)
        listed = [one.order.id for one in calls(session, CallFilter(draw_id=key))]
    assert proof.same and [one.listed for one in proof.orders] == [1, 2, 3, *[None] * 4]
    assert [one.order_id for one in proof.orders[:3]] == listed
    assert all(one.number for one in proof.orders)
    assert (proof.come, proof.gone) == (0, 0)


def test_a_list_that_was_tampered_with_is_found_out(centre: Centre) -> None:
    orders = centre.orders(7)
    (key,) = centre.draw()
    listed = centre.listed()
    other = next(key for key in orders if key not in {row.order.id for row in listed})
    centre.session.execute(
        update(Callback).where(Callback.id == listed[0].id).values(order_id=other)
    )
    with centre.acting() as session:
        assert not redraw(session, key).same


def test_orders_that_came_or_went_after_a_draw_are_told_of(centre: Centre) -> None:
    orders = centre.orders(5)
    (key,) = centre.draw()
    centre.orders(2)
    centre.session.get_one(WorkOrder, orders[0]).state = "void"
    centre.session.flush()
    with centre.acting() as session:
        proof = redraw(session, key)
    assert proof.same and (proof.come, proof.gone) == (2, 1)


def test_a_month_is_drawn_once(centre: Centre) -> None:
    centre.orders(3)
    centre.draw()
    with pytest.raises(AlreadyDrawn):
        centre.draw()


def test_a_month_that_runs_is_drawn_with_a_reason_only(centre: Centre) -> None:
    centre.orders(3)
    with pytest.raises(MonthRunning):
        centre.draw(now=NOW)
    with pytest.raises(EntryRefused):
        centre.draw(now=NOW, reason="早" * 501)
    (key,) = centre.draw(now=NOW, reason="春节前回访")
    with centre.acting() as session:
        assert drawn(session, key).reason == "春节前回访"
    with pytest.raises(MonthAhead):
        centre.draw("2026-12", NOW, "提前")


def test_a_month_begins_and_ends_at_midnight_where_the_organisation_is(centre: Centre) -> None:
    # 17:00 in UTC on 31 October is one o'clock on 1 November in Shanghai.
    inside = centre.orders(1, datetime(2026, 10, 31, 16, 0, 1, tzinfo=UTC))
    centre.orders(1, datetime(2026, 10, 31, 15, 59, tzinfo=UTC))
    inside += centre.orders(1, datetime(2026, 11, 30, 15, 59, tzinfo=UTC))
    centre.orders(1, datetime(2026, 11, 30, 16, 0, 1, tzinfo=UTC))
    with centre.acting() as session:
        (found,) = populations(session, centre.unit, MONTH)
    assert set(found.orders) == set(inside)


def test_only_what_was_sent_to_the_unit_and_is_not_void_is_drawn_from(centre: Centre) -> None:
    (key,) = centre.orders(1)
    other = make_unit(centre.session, centre.division)
    centre.orders(1, unit_id=other.id)
    centre.orders(1, unit_id=None)
    (void,) = centre.orders(1)
    centre.session.get_one(WorkOrder, void).state = "void"
    centre.session.flush()
    with centre.acting() as session:
        (found,) = populations(session, centre.unit, MONTH)
    assert found.orders == (key,)


def test_a_unit_without_orders_is_drawn_too_and_has_no_calls(centre: Centre) -> None:
    (key,) = centre.draw()
    with centre.acting() as session:
        assert drawn(session, key).size == 0
        assert redraw(session, key).same
    assert centre.listed() == []


def test_a_gas_division_draws_class_by_class(session: Session) -> None:
    centre = Centre(session, "GAS")
    centre.orders(2, order_class="complaint")
    centre.orders(7, order_class="repair")
    centre.orders(1, order_class="hotline")
    centre.draw()
    with centre.acting() as other:
        found = {row.sample_class: (len(row.population), row.size) for row in draws(other, [MONTH])}
    assert found == {"works": (7, 2), "hotline": (1, 1), "complainants": (2, 2)}


def test_without_a_regulation_that_asks_for_it_nothing_is_drawn(session: Session) -> None:
    centre = Centre(session, "SPEC")
    centre.orders(1)
    with pytest.raises(NoSamples):
        centre.draw()


def test_units_to_draw_are_those_of_heat_and_those_with_orders(session: Session) -> None:
    heating, gas = Centre(session), Centre(session, "GAS")
    idle = make_unit(session, gas.division)
    with heating.acting() as other:
        assert [unit.id for unit in units_to_draw(other, MONTH)] == [heating.unit.id]
    gas.orders(1)
    with gas.acting() as other:
        assert [unit.id for unit in units_to_draw(other, MONTH)] == [gas.unit.id] != [idle.id]


def test_two_who_draw_at_once_leave_one_draw(committed: Database) -> None:
    with committed.write(SYSTEM) as session:
        centre = Centre(session)
        centre.orders(5)
        actor = actor_of(session, centre.agent.id, DAY)
    assert actor is not None

    def attempt() -> str:
        try:
            with committed.write(actor) as session:
                draw_month(session, centre.unit.id, MONTH, LATER)
        except (AlreadyDrawn, ChangedMeanwhile):
            return "refused"
        return "drawn"

    assert sorted(at_once(attempt, attempt)) == ["drawn", "refused"]
    with committed.read(SYSTEM) as session:
        (row,) = draws(session, [MONTH])
        assert len(calls(session, CallFilter(draw_id=row.id))) == row.size == 2


def test_a_satisfied_customer_ends_the_call_back(centre: Centre) -> None:
    centre.orders(2)
    centre.draw()
    (row,) = centre.listed("waiting")
    assert centre.record(row).state == "done"
    (said,) = talks_of(centre.session, row.id)
    assert (said.attitude, said.result, said.person) == (True, True, centre.agent.name)
    assert dissatisfied(centre.session, NOW) == []


@pytest.mark.parametrize(
    ("field", "record"),
    [
        ("outcome", {"outcome": "maybe"}),
        ("attitude", {"attitude": None}),
        ("result", {"result": None}),
        ("opinion", {"attitude": False}),
        ("opinion", {"result": False, "opinion": "  "}),
        ("exemption", {"result": False, "opinion": "不热", "exemption": "weather"}),
        ("proof", {"result": False, "opinion": "不热", "exemption": "system"}),
        ("proof", {"result": False, "opinion": "不热", "exemption": "warm"}),
        ("why", {"outcome": "not_reached", "why": "asleep"}),
        ("then", {"outcome": "not_reached", "then": "forget"}),
    ],
    ids=lambda value: value if isinstance(value, str) else "-".join(value),
)
def test_a_record_that_lacks_something_names_the_field(
    centre: Centre, field: str, record: dict[str, Any]
) -> None:
    centre.orders(2)
    centre.draw()
    (row,) = centre.listed()
    with pytest.raises(CallRefused) as refusal:
        centre.record(row, **record)
    assert refusal.value.field == field
    assert talks_of(centre.session, row.id) == []


@pytest.mark.parametrize("wrong", [timedelta(minutes=6), -timedelta(days=1)], ids=["ahead", "old"])
def test_a_call_lies_between_the_draw_and_now(centre: Centre, wrong: timedelta) -> None:
    centre.orders(1)
    centre.draw()
    (row,) = centre.listed()
    with pytest.raises(CallAtOddTime):
        centre.record(row, called_at=LATER + wrong)


def test_a_call_by_night_asks_why_and_keeps_it(centre: Centre) -> None:
    centre.orders(2)
    centre.draw()
    row, night = centre.listed()[0], LATER + timedelta(hours=14)
    with pytest.raises(CallRefused) as refusal:
        centre.record(row, night)
    assert refusal.value.field == "night" and talks_of(centre.session, row.id) == []
    centre.record(row, night, night="用户要求夜间回电")
    (said,) = talks_of(centre.session, row.id)
    assert said.night == "用户要求夜间回电"


def test_why_one_calls_by_night_is_not_kept_of_a_call_by_day(centre: Centre) -> None:
    centre.orders(1)
    centre.draw()
    (row,) = centre.listed()
    centre.record(row, night="夜间")
    assert [said.night for said in talks_of(centre.session, row.id)] == [""]


def test_the_same_record_sent_twice_is_one(centre: Centre) -> None:
    centre.orders(4)
    centre.draw()
    row = centre.listed()[0]
    key = str(uuid4())
    for record in ({"complaint": "没人上门"}, unreached("replace")):
        row = centre.listed("waiting")[0]
        key = str(uuid4())
        first = centre.record(row, id=key, **record)
        assert centre.record(row, id=key, **record) == first
        assert [one.id for one in talks_of(centre.session, row.id)] == [key]
    assert len(centre.listed()) == 3


def test_another_record_under_the_same_number_is_refused_and_not_taken_for_saved(
    centre: Centre,
) -> None:
    centre.orders(2)
    centre.draw()
    (row,) = centre.listed()
    key = str(uuid4())
    centre.record(row, id=key, opinion="谢谢")
    for other in ({"opinion": ""}, {"attitude": False, "opinion": "谢谢"}, unreached("again")):
        with pytest.raises(CallMade):
            centre.record(row, id=key, **other)
    assert [one.opinion for one in talks_of(centre.session, row.id)] == ["谢谢"]


def test_another_complaint_under_the_same_number_is_refused(centre: Centre) -> None:
    centre.orders(4)
    centre.draw()
    first, second = centre.listed()
    key, other = str(uuid4()), str(uuid4())
    made = centre.record(first, id=key, complaint="没人上门")
    centre.record(second, id=other)
    for row, number, words in ((first, key, "态度恶劣"), (first, key, ""), (second, other, "冷")):
        with pytest.raises(CallMade):
            centre.record(row, id=number, complaint=words)
    assert centre.record(first, id=key, complaint=" 没人上门 ") == made
    correct = make_step("correct", facts=Facts(problem="无人上门，已核实"))
    with centre.acting() as session:
        opened = by_number(session, str(made.complaint))
        record_step(session, opened.id, correct, LATER)
    assert centre.record(first, id=key, complaint="没人上门") == made


def test_a_record_sent_again_is_the_same_also_where_its_proof_is_gone_meanwhile(
    centre: Centre,
) -> None:
    (order_id,) = centre.orders(1)
    centre.draw()
    (row,) = centre.listed()
    record = measure(centre, order_id, "18.0", "21.5")
    said = {"id": str(uuid4()), "result": False, "opinion": "想要二十二度", "exemption": "warm"}
    first = centre.record(row, **said)
    measure(centre, order_id, "16.0", replaces=record)
    with centre.acting() as session:
        assert warm_enough(session, order_id) is None
    assert centre.record(row, LATER + MINUTE, **said) == first


def test_who_is_not_reached_is_replaced_by_the_next_of_the_draw(centre: Centre) -> None:
    centre.orders(5)
    (key,) = centre.draw()
    first, second = centre.listed()
    sequence = [one.order_id for one in redraw(centre.session, key).orders]
    made = centre.record(first, **unreached("replace", why="switched_off"))
    assert made.state == "replaced" and made.instead is not None
    instead = call(centre.session, made.instead)
    assert (instead.place, instead.order.id, instead.replaces) == (3, sequence[2], first.id)
    again = centre.record(instead, **unreached("replace"))
    assert call(centre.session, str(again.instead)).order.id == sequence[3]
    assert redraw(centre.session, key).same
    assert [one.reason for one in centre.listed("replaced")] == ["switched_off", "no_answer"]
    with pytest.raises(CallSettled):
        centre.record(first)
    assert call(centre.session, second.id).state == "waiting"


def test_of_whom_all_are_called_nobody_is_replaced_but_called_again(session: Session) -> None:
    centre = Centre(session, "GAS")
    centre.orders(2, order_class="complaint")
    centre.draw()
    row = centre.listed()[0]
    assert row.whole
    with pytest.raises(CallRefused):
        centre.record(row, **unreached("replace"))
    with pytest.raises(CallRefused):
        centre.record(row, **unreached("give_up"))
    assert centre.record(row, **unreached("again")).state == "waiting"
    soon = LATER + APART - MINUTE
    with pytest.raises(CallRefused):
        centre.record(row, soon, **unreached("give_up"))
    assert centre.record(row, LATER + APART, **unreached("give_up")).state == "done"
    done = call(session, row.id)
    assert (done.tries, done.tried_at) == (2, LATER + APART)


def test_where_a_call_is_in_vain_one_is_enough(session: Session) -> None:
    centre = Centre(session, "GAS")
    centre.orders(1, order_class="complaint")
    centre.draw()
    (row,) = centre.listed()
    assert centre.record(row, **unreached("give_up", why="no_number")).state == "done"


def test_once_nobody_is_left_to_draw_the_customer_is_called_again(centre: Centre) -> None:
    centre.orders(1)
    centre.draw()
    (row,) = centre.listed()
    assert reserve_of(centre.session, row) == ()
    with pytest.raises(CallRefused):
        centre.record(row, **unreached("replace"))
    assert centre.record(row, **unreached("give_up", why="wrong_number")).state == "done"


def test_as_long_as_somebody_is_left_nobody_is_given_up(centre: Centre) -> None:
    centre.orders(2)
    centre.draw()
    (row,) = centre.listed()
    with pytest.raises(CallRefused):
        centre.record(row, **unreached("give_up", why="wrong_number"))


def test_who_is_not_satisfied_is_found_with_the_opinion(centre: Centre) -> None:
    centre.orders(1)
    centre.draw()
    (row,) = centre.listed()
    centre.record(row, attitude=False, result=False, opinion="来得晚，屋里还是冷。")
    (found,) = dissatisfied(centre.session, LATER)
    assert (found.callback_id, found.order_id) == (row.id, row.order.id)
    assert (found.unit_id, found.division_id) == (centre.unit.id, centre.division.id)
    assert (found.attitude, found.result, found.exemption) == (False, False, "")
    assert (found.opinion, found.called_at) == ("来得晚，屋里还是冷。", LATER)
    assert dissatisfied(centre.session, LATER + MINUTE) == []


def test_of_a_call_recorded_anew_the_newest_record_holds(centre: Centre) -> None:
    centre.orders(1)
    centre.draw()
    (row,) = centre.listed()
    centre.record(row, attitude=False, opinion="态度不好")
    with pytest.raises(CallMade):
        centre.record(row)
    centre.record(row, reason="点错了，用户是满意的")
    assert dissatisfied(centre.session, NOW) == []
    newest, before = talks_of(centre.session, row.id)
    assert (newest.attitude, newest.reason) == (True, "点错了，用户是满意的")
    assert before.attitude is False and newest.recorded_at > before.recorded_at
    assert results(centre.session, [MONTH])[0].satisfied == 1


def test_an_exemption_is_told_with_its_proof(centre: Centre) -> None:
    centre.orders(1)
    centre.draw()
    (row,) = centre.listed()
    notice = {"exemption": "system", "proof": "管网降温通知 2026-31，11月29日"}
    centre.record(row, result=False, opinion="不热", **notice)
    (found,) = dissatisfied(centre.session, NOW)
    assert (found.result, found.exemption) == (False, "system")
    assert talks_of(centre.session, row.id)[0].proof == notice["proof"]
    assert results(centre.session, [MONTH])[0].exempt == 1


def test_an_exemption_is_no_matter_of_a_customer_who_is_satisfied(centre: Centre) -> None:
    centre.orders(1)
    centre.draw()
    (row,) = centre.listed()
    centre.record(row, attitude=False, opinion="态度生硬", exemption="system", proof="通知")
    (found,) = dissatisfied(centre.session, NOW)
    assert (found.attitude, found.result, found.exemption) == (False, True, "")


def measure(centre: Centre, key: str, *points: str, **fields: Any) -> str:
    """A signed temperature record with one room a point."""
    values: dict[str, Any] = {
        "id": str(uuid4()),
        "order_id": key,
        "unit_id": centre.unit.id,
        "rooms": [{"name": f"{at}", "area": "12", "points": [at]} for at in points],
        "sound": True,
        "insulated": True,
        "name": "王女士",
        "signed": [[[0, 0], [1, 1]]],
        "reason": "",
        "measured_at": NOW,
        "recorded_at": NOW,
        "person_id": centre.representative.id,
    }
    row = TemperatureRecord(**{**values, **fields})
    centre.session.add(row)
    centre.session.flush()
    return row.id


def test_a_signed_record_of_eighteen_degrees_proves_the_first_exemption(centre: Centre) -> None:
    (key,) = centre.orders(1)
    centre.draw()
    (row,) = centre.listed()
    measure(centre, key, "18.0", "21.5")
    with centre.acting() as session:
        found = warm_enough(session, key)
    assert found is not None and found.lowest == 18
    centre.record(row, result=False, opinion="想要二十二度", exemption="warm")
    assert dissatisfied(centre.session, NOW)[0].exemption == "warm"


@pytest.mark.parametrize(
    "record",
    [{"points": ("17.9", "24")}, {"points": ("20",), "signed": None}, {"points": ()}],
    ids=["one room is cold", "not signed", "nothing measured"],
)
def test_no_other_record_proves_it(centre: Centre, record: dict[str, Any]) -> None:
    (key,) = centre.orders(1)
    fields = {**record}
    measure(centre, key, *fields.pop("points"), **fields)
    with centre.acting() as session:
        assert warm_enough(session, key) is None


def test_a_record_that_was_replaced_proves_nothing(centre: Centre) -> None:
    (key,) = centre.orders(1)
    first = measure(centre, key, "20")
    measure(centre, key, "16", replaces=first, reason="读错", measured_at=NOW - MINUTE)
    with centre.acting() as session:
        assert warm_enough(session, key) is None


def test_a_complaint_that_is_heard_becomes_an_order_of_its_own(centre: Centre) -> None:
    centre.orders(1)
    centre.draw()
    (row,) = centre.listed()
    made = centre.record(row, attitude=False, opinion="推诿", complaint="维修员让我自己找物业")
    (said,) = talks_of(centre.session, row.id)
    assert said.complaint == made.complaint and said.complaint_id is not None
    opened = order(centre.session, said.complaint_id)
    assert (opened.order_class, opened.state, opened.unit) == ("complaint", "open", None)
    assert opened.problem == f"[{row.order.number}] 维修员让我自己找物业"
    assert (opened.telephone, opened.reported_at) == (row.order.telephone, LATER)


def test_what_was_done_about_an_opinion_is_added(centre: Centre) -> None:
    centre.orders(1)
    centre.draw()
    (row,) = centre.listed()
    key = str(uuid4())
    with centre.acting() as session, pytest.raises(CallRefused):
        note_handled(session, row.id, key, "已上门", LATER)
    centre.record(row, result=False, opinion="还是冷")
    with centre.acting() as session:
        for _twice in range(2):
            note_handled(session, row.id, key, "次日上门清洗过滤器，用户满意", LATER)
        with pytest.raises(EntryRefused):
            note_handled(session, row.id, str(uuid4()), " ", LATER)
    handled, said = talks_of(centre.session, row.id)
    assert (handled.outcome, handled.opinion) == ("handled", "次日上门清洗过滤器，用户满意")
    assert dissatisfied(centre.session, NOW)[0].opinion == said.opinion
    assert call(centre.session, row.id).tries == 1
    assert list(talks_of_month(centre.session, MONTH)) == [row.id]


def test_results_add_up_to_the_list_of_calls(centre: Centre) -> None:
    centre.orders(20)
    centre.draw()
    rows = centre.listed()
    centre.record(rows[0])
    centre.record(rows[1], attitude=False, opinion="态度生硬")
    centre.record(rows[2], result=False, opinion="冷", exemption="system", proof="通知")
    centre.record(rows[3], **unreached("replace"))
    centre.record(rows[4], **unreached("again"))
    (found,) = results(centre.session, [MONTH])
    assert (found.draw.size, found.called, found.waiting, found.replaced) == (6, 3, 3, 1)
    assert (found.attitude, found.result, found.satisfied, found.exempt) == (2, 2, 1, 1)
    assert found.called + found.waiting + found.unreached == found.draw.size
    assert results(centre.session, ["2026-10"]) == []


def test_the_calls_of_now_come_first_and_those_nobody_handled_last(centre: Centre) -> None:
    centre.orders(20, handled=False)
    centre.draw()
    rows = centre.listed()
    answered = {row.order.id for row in rows if row.place != 2}
    mine = update(WorkOrder).where(WorkOrder.id.in_(answered))
    centre.session.execute(mine.values(state="answered"))
    centre.record(rows[0], **unreached("again"))
    centre.record(rows[5])
    waiting = CallFilter(state="waiting", unit_id=centre.unit.id)

    def places(now: datetime, limit: int = 9, skip: int = 0) -> list[int]:
        with centre.acting() as session:
            return [row.place for row in standing.page(session, waiting, now, limit, skip)]

    with centre.acting() as session:
        numbers = standing.counted(session, waiting, LATER + MINUTE)
    assert numbers == {centre.unit.id: {standing.NOW: 3, standing.LATER: 1, standing.UNHANDLED: 1}}
    assert places(LATER + MINUTE) == [3, 4, 5, 1, 2]
    assert places(LATER + MINUTE, 2, 2) == [5, 1]
    assert places(LATER + APART) == [1, 3, 4, 5, 2]


def see(session: Session, row: CallRow) -> dict[str, int]:
    """How much of the call-backs somebody sees, asked every way."""
    return {
        "draws": len(draws(session, [MONTH])),
        "calls": len(calls(session, CallFilter())),
        "standing": len(standing.counted(session, CallFilter(), LATER))
        + len(standing.page(session, CallFilter(), LATER, limit=9)),
        "talks": len(talks_of(session, row.id)) + len(talks_of_month(session, MONTH)),
        "results": len(results(session, [MONTH])),
        "dissatisfied": len(dissatisfied(session, NOW)),
        "rows": sum(
            len(session.scalars(select(table.id)).all())
            for table in (CallbackDraw, Callback, CallbackTalk)
        ),
    }


def test_the_unit_that_is_asked_about_sees_neither_draws_nor_who_is_called(
    centre: Centre,
) -> None:
    centre.orders(2)
    (key,) = centre.draw()
    (row,) = centre.listed()
    centre.record(row, attitude=False, opinion="态度生硬")
    with centre.acting() as session:
        assert all(see(session, row).values())
    with centre.acting(centre.representative.id) as session:
        assert order(session, row.order.id).id == row.order.id
        assert not any(see(session, row).values())
        with pytest.raises(CallNotFound):
            call(session, row.id)
        with pytest.raises(DrawNotFound):
            redraw(session, key)


def test_who_represents_the_unit_is_told_nothing_as_an_agent_either(centre: Centre) -> None:
    centre.orders(2)
    centre.draw()
    (row,) = centre.listed()
    centre.record(row, attitude=False, opinion="态度生硬")
    both = make_person(centre.session)
    for role, scope in (
        (Role.AGENT, {"division_id": centre.division.id}),
        (Role.UNIT_REPRESENTATIVE, {"unit_id": centre.unit.id}),
    ):
        give(centre.session, both.id, role, valid_from=SINCE, **scope)
    with centre.acting(both.id) as session:
        assert not any(see(session, row).values())
        assert units_to_draw(session, MONTH) == []


@pytest.mark.parametrize(
    "tamper",
    [
        lambda session: session.execute(update(CallbackDraw).values(seed="0" * 64)),
        lambda session: session.execute(delete(CallbackTalk)),
        lambda session: session.execute(update(CallbackTalk).values(attitude=True)),
    ],
    ids=["seed", "talk taken out", "answer turned"],
)
def test_what_was_drawn_and_said_cannot_be_changed(
    centre: Centre, tamper: Callable[[Session], object]
) -> None:
    centre.orders(1)
    centre.draw()
    (row,) = centre.listed()
    centre.record(row, attitude=False, opinion="态度生硬")
    with pytest.raises(DatabaseError):
        tamper(centre.session)


def test_an_imported_order_counts_from_when_the_unit_is_known_to_have_had_it(
    session: Session, centre: Centre
) -> None:
    taken, opened, by_hand = centre.orders(3)
    source = {"source": "12345", "name": "a.csv", "sha256": "0" * 64, "mapping": {}, "counts": {}}
    row = OrderImport(**source, imported_at=NOW, person_id=centre.agent.id)
    session.add(row)
    session.flush()
    for key, values in (
        (taken, {"taken_at": NOW, "import_id": row.id}),
        (opened, {"import_id": row.id}),
        (by_hand, {}),
    ):
        change = update(WorkOrder).where(WorkOrder.id == key)
        changed = {"dispatched_at": None, "version": WorkOrder.version + 1, **values}
        session.execute(change.values(**changed))
    with centre.acting() as own:
        (found,) = populations(own, centre.unit, MONTH)
    assert set(found.orders) == {taken, opened}


def test_nobody_is_asked_before_the_unit_has_answered(centre: Centre) -> None:
    (key,) = centre.orders(1, handled=False)
    centre.draw()
    (row,) = centre.listed()
    for record in ({}, unreached("again")):
        with pytest.raises(CallRefused) as refusal:
            centre.record(row, **record)
        assert refusal.value.field == "outcome"
    centre.stand([key], "answered")
    assert centre.record(row).state == "done"
    centre.stand([key], "received")
    assert centre.record(row, LATER + MINUTE, reason="用户来电更正").state == "done"


def to_ask(centre: Centre) -> list[str]:
    with centre.acting() as session:
        rows = standing.page(session, CallFilter(state="waiting"), LATER, 50)
        numbers = standing.counted(session, CallFilter(state="waiting"), LATER)
    assert sum(numbers.get(centre.unit.id, {}).values()) == len(rows)
    return [row.order.id for row in rows]


@pytest.mark.parametrize(
    "step",
    [make_step("void"), make_step("correct", facts=Facts(unclear=True))],
    ids=lambda s: s.kind,
)
def test_an_order_that_is_gone_gives_its_call_to_the_next_of_the_draw(
    centre: Centre, step: Step
) -> None:
    centre.orders(4, handled=False)
    (key,) = centre.draw()
    sequence = [one.order_id for one in redraw(centre.session, key).orders]
    (first, second) = [row.order.id for row in centre.listed("waiting")]
    # The next of the draw has gone already: it passes its place on.
    centre.stand([sequence[2]], "void")
    with centre.acting() as session:
        record_step(session, first, replace(step, id=str(uuid4())), LATER)
        assert redraw(session, key).same
    assert set(to_ask(centre)) == {second, sequence[3]}
    with centre.acting() as session:
        record_step(session, second, replace(step, id=str(uuid4())), LATER)
    assert to_ask(centre) == [sequence[3]]
    with centre.acting() as session:
        (result,) = results(session, [MONTH])
    assert (result.waiting, result.unreached) == (1, 0)


def test_who_was_not_satisfied_is_told_with_the_regulation_he_was_drawn_by(
    session: Session,
) -> None:
    centre = Centre(session, "HEAT,SPEC,ACC,GAS")
    centre.orders(2, order_class="complaint")
    centre.draw()
    for row in centre.listed():
        centre.record(row, attitude=False, opinion="态度生硬")
    by_heat = {row.id for row in centre.listed() if row.scheme == "HEAT"}
    assert by_heat and len(centre.listed()) > len(by_heat)
    found = dissatisfied(session, NOW)
    assert {one.callback_id for one in found if one.scheme == "HEAT"} == by_heat
    assert {one.scheme for one in found} == {"HEAT", "GAS"}
