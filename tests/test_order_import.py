"""Taking in a file of orders: shown first, written all or none, twice without a change."""

from collections.abc import Callable
from datetime import UTC, datetime
from threading import Barrier, Thread
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select, update

from dashboard.order_import import desk
from dashboard.order_import.desk import File, Look
from dashboard.order_import.mapping import Reading, reading_of
from dashboard.order_import.reading import digest_of, read_file
from db.actors import SYSTEM, Actor, Forbidden, Role
from db.errors import ChangedMeanwhile, DivisionNotFound
from db.models import Division
from db.models_access import Trail
from db.models_orders import ImportMapping, OrderImport, OrderStep, WorkOrder
from db.orders.errors import OrderRefused
from db.orders.imported import SourceTaken
from db.orders.reading import OrderRow, by_number, order, steps_of
from db.orders.steps import record_step
from db.session import database
from db.work_calendars import work_calendar
from tests.factories import make_division, make_person, make_step, make_unit
from tests.staff import actor_of, give

HEADINGS = "工单编号,受理时间,派单时间,接单时间,办结时间,工单类别,承办单位,问题描述,满意度\n"
FIRST = "A1,2026-11-01 10:00,2026-11-01 10:05,2026-11-01 10:15,,热线工单,HC-01,暖气不热,\n"
SECOND = "A2,2026-11-02 10:00,,,,12345工单,,漏水,\n"
CLOSED = FIRST.replace("10:15,,", "10:15,2026-11-01 12:00,").replace("不热,", "不热,满意")


class Place:
    """A division with two units and an agent; another division with one."""

    def __init__(self) -> None:
        with database().write(SYSTEM) as session:
            self.division, self.other = make_division(session, code="HC"), make_division(session)
            session.execute(update(Division).values(regulations="HEAT"))
            self.unit = make_unit(session, self.division, code="HC-01")
            make_unit(session, self.division, code="HC-02")
            people = [make_person(session).id for _each in range(4)]
            of_own, of_other = {"division_id": self.division.id}, {"division_id": self.other.id}
            give(session, people[0], Role.AGENT, **of_own)
            give(session, people[1], Role.AGENT, **of_other)
            give(session, people[2], Role.UNIT_REPRESENTATIVE, unit_id=self.unit.id)
            give(session, people[3], Role.ADMINISTRATOR)
        self.agent, self.stranger, self.unit_person, self.administrator = map(actor_of, people)

    def file(self, *lines: str, source: str = "热线", **fields: Any) -> File:
        content = (HEADINGS + "".join(lines)).encode()
        table, saved = read_file(content), Reading()
        if "saved" in fields:
            saved = fields.pop("saved")
        reading = reading_of(saved, "HC", table.headings)
        values = {"division_id": self.division.id, "name": "导出.csv", **fields}
        return File(
            source=source, digest=digest_of(content), table=table, reading=reading, **values
        )

    def look(self, *lines: str, actor: Actor | None = None, **fields: Any) -> Look:
        return desk.look(actor or self.agent, self.file(*lines, **fields))

    def take(self, *lines: str, **fields: Any) -> dict[str, int]:
        return desk.take_in(self.agent, self.look(*lines, **fields))

    def order(self, number: str) -> OrderRow:
        with database().read(SYSTEM) as session:
            return by_number(session, number)

    def steps(self, number: str) -> list[tuple[str, dict[str, Any]]]:
        with database().read(SYSTEM) as session:
            return [(s.kind, s.data) for s in steps_of(session, by_number(session, number).id)]


@pytest.fixture
def place(own_url: str) -> Place:
    return Place()


def rows(table: Any) -> int:
    with database().read(SYSTEM) as session:
        return len(session.scalars(select(table)).all())


def counts(found: dict[str, int]) -> tuple[int, ...]:
    """New, changed, the same, in conflict, in error."""
    return tuple(found[name] for name in ("new", "changed", "same", "conflicts", "faults"))


class TestTakingIn:
    def test_nothing_is_written_before_it_is_taken_in(self, place: Place) -> None:
        assert counts(place.look(FIRST, SECOND).counts) == (2, 0, 0, 0, 0)
        assert (rows(WorkOrder), rows(ImportMapping), rows(OrderImport)) == (0, 0, 0)

    def test_orders_come_in_as_the_file_has_them(self, place: Place) -> None:
        assert counts(place.take(CLOSED, SECOND)) == (2, 0, 0, 0, 0)
        first, second = place.order("A1"), place.order("A2")
        assert (first.state, second.state) == ("closed", "open")
        assert (first.order_class, second.order_class) == ("hotline", "government")
        assert first.unit is not None
        assert (first.unit.code, second.unit) == ("HC-01", None)
        assert first.closed_at == datetime(2026, 11, 1, 4, 0, tzinfo=UTC)
        assert first.reported_at == first.opened_at
        assert (first.problem, first.satisfaction, first.source) == (
            "暖气不热",
            "satisfied",
            "热线",
        )
        assert first.opened_by == place.agent.me
        assert first.import_id is not None

    def test_the_calendar_and_the_day_of_the_rules_stay_with_an_order(self, place: Place) -> None:
        place.take("A1,2026-11-01 07:00,,,,热线,,,\n", "A2,2026-10-31 23:59,,,,热线,,,\n")
        with database().read(SYSTEM) as session:
            fingerprint = work_calendar(session).fingerprint
        found = [place.order(number) for number in ("A1", "A2")]
        assert [row.rules.isoformat() for row in found] == ["2026-11-01", "2026-10-31"]
        assert {row.calendar for row in found} == {fingerprint}

    def test_the_trail_and_the_list_of_imports_tell_of_it_once(self, place: Place) -> None:
        before = rows(Trail)
        place.take(FIRST, "A9,gestern,,,,热线,,,\n")
        assert rows(Trail) == before + 1
        (told,) = desk.start(place.agent).imports
        assert (told.source, told.name, counts(told.counts)) == (
            "热线",
            "导出.csv",
            (1, 0, 0, 0, 1),
        )  # type: ignore[arg-type]
        assert desk.start(place.stranger).imports == ()
        assert len(desk.start(place.administrator).imports) == 1

    def test_good_rows_come_in_without_those_in_error(self, place: Place) -> None:
        wrong = FIRST.replace("A1", "A7").replace("10:15", "09:15")
        assert counts(place.take(FIRST, wrong)) == (1, 0, 0, 0, 1)
        assert rows(WorkOrder) == 1

    def test_progress_reaches_the_end(self, place: Place) -> None:
        shown = place.look(*(f"B{n},2026-11-01 10:00,,,,热线,,,\n" for n in range(4500)))
        told: list[float] = []
        desk.take_in(place.agent, shown, told.append)
        assert told == sorted(told)
        assert (len(told), told[-1], rows(WorkOrder)) == (3, 1.0, 4500)


class TestTwice:
    def test_the_same_file_twice_changes_nothing(self, place: Place) -> None:
        place.take(CLOSED, SECOND)
        before = place.order("A1")
        shown = place.look(CLOSED, SECOND)
        assert (shown.plan.is_idle, counts(shown.counts)) == (True, (0, 0, 2, 0, 0))
        desk.take_in(place.agent, shown)
        assert place.order("A1") == before
        assert (rows(WorkOrder), rows(OrderStep), rows(OrderImport)) == (2, 0, 1)

    def test_how_a_source_is_read_is_kept_with_it(self, place: Place) -> None:
        said = Reading(classes={"奇怪": "repair"}, units={"东站": "HC-02"}, day_first=True)
        place.take("A1,03/04/2026 10:00,,,,奇怪,东站,,\n", saved=said)
        start = desk.start(place.agent)
        saved = start.saved("热线")
        assert start.sources_of(place.division) == ["热线"]
        assert (saved.day_first, saved.units, saved.classes) == (True, said.units, said.classes)
        assert saved.columns["opened_at"] == "受理时间"
        again = place.look("A2,04/04/2026 10:00,,,,奇怪,东站,,\n", saved=saved)
        assert counts(again.counts) == (1, 0, 0, 0, 0)

    def test_what_the_file_says_anew_is_changed_with_a_step_that_tells_it(
        self, place: Place
    ) -> None:
        place.take(FIRST, SECOND)
        assert counts(place.take(CLOSED, SECOND)) == (0, 1, 1, 0, 0)
        now = place.order("A1")
        assert (now.state, now.satisfaction, now.version) == ("closed", "satisfied", 2)
        ((kind, data),) = place.steps("A1")
        assert kind == "imported"
        assert data["file"] == "导出.csv"
        assert data["before"] == {"state": "received", "closed_at": None, "satisfaction": ""}
        assert data["after"]["closed_at"] == "2026-11-01T04:00:00+00:00"
        assert counts(place.take(CLOSED)) == (0, 0, 1, 0, 0)

    def test_what_the_file_leaves_empty_stays_as_it_is(self, place: Place) -> None:
        place.take(CLOSED)
        assert counts(place.take(FIRST)) == (0, 0, 1, 0, 0)
        assert place.order("A1").state == "closed"

    def test_times_that_would_no_longer_follow_each_other_are_a_conflict(
        self, place: Place
    ) -> None:
        place.take(CLOSED)
        late = FIRST.replace("10:15,,", "13:15,,")
        shown = place.look(late)
        assert counts(shown.counts) == (0, 0, 0, 1, 0)
        assert shown.plan.conflicts[0].number == "A1"


class TestWorkedOnByHand:
    def take_on(self, place: Place, number: str) -> None:
        now = datetime.now(UTC)
        with database().write(place.agent) as session:
            step = make_step("dispatch", unit_id=place.unit.id)
            record_step(session, by_number(session, number).id, step, now)

    def stop_clock(self, place: Place, number: str) -> None:
        """A clock is stopped here; the file knows that the order is closed."""
        with database().write(place.agent) as session:
            key = by_number(session, number).id
            record_step(session, key, make_step("pause"), datetime.now(UTC))

    def test_it_is_not_overwritten_but_listed(self, place: Place) -> None:
        place.take(SECOND)
        self.take_on(place, "A2")
        before = place.order("A2")
        shown = place.look(SECOND.replace("漏水", "漏水严重"), FIRST)
        assert counts(shown.counts) == (1, 0, 0, 1, 0)
        assert shown.plan.conflicts[0].differences == {"problem": ("漏水", "漏水严重")}
        desk.take_in(place.agent, shown)
        assert place.order("A2") == before

    def test_the_same_again_is_no_conflict(self, place: Place) -> None:
        place.take(SECOND)
        self.take_on(place, "A2")
        assert counts(place.look(SECOND).counts) == (0, 0, 1, 0, 0)

    def test_what_the_file_says_is_taken_for_a_reason_with_before_and_after(
        self, place: Place
    ) -> None:
        place.take(SECOND, FIRST)
        self.take_on(place, "A2")
        self.stop_clock(place, "A1")
        file = (SECOND.replace("漏水", "漏水严重"), CLOSED.replace("暖气不热", "暖气很凉"))
        shown = place.look(*file)
        assert counts(shown.counts) == (0, 0, 0, 2, 0)
        with pytest.raises(OrderRefused):
            desk.take_values(place.agent, shown, {"A2"}, "")
        with pytest.raises(Forbidden):
            desk.take_values(place.stranger, shown, {"A2"}, "以热线系统为准")
        before = place.order("A1")
        assert desk.take_values(place.agent, shown, {"A2"}, "以热线系统为准") == 1
        assert (place.order("A2").problem, place.order("A2").state) == ("漏水严重", "dispatched")
        assert place.order("A1") == before
        kind, data = place.steps("A2")[-1]
        assert (kind, data["before"], data["after"]) == (
            "imported",
            {"problem": "漏水"},
            {"problem": "漏水严重"},
        )
        again = place.look(*file)
        assert counts(again.counts) == (0, 0, 1, 1, 0)
        assert desk.take_values(place.agent, again, {"A1"}, "以热线系统为准") == 1
        closed = place.order("A1")
        assert (closed.state, closed.problem, closed.paused) == ("closed", "暖气很凉", None)
        ended = [[p.since, p.until] for p in closed.pauses]
        told = place.steps("A1")[-1][1]["pauses"]
        assert [[datetime.fromisoformat(at) for at in one[:2]] for one in told] == ended
        assert counts(place.look(*file).counts) == (0, 0, 2, 0, 0)

    def test_the_unit_of_an_order_that_was_worked_on_is_not_taken_from_a_file(
        self, place: Place
    ) -> None:
        place.take(FIRST)
        self.stop_clock(place, "A1")
        file = FIRST.replace("HC-01", "HC-02").replace("暖气不热", "暖气很凉")
        shown = place.look(file)
        (found,) = shown.plan.conflicts
        assert (found.fits, found.unit_stays, found.taken.keys()) == (True, True, {"problem"})
        desk.take_values(place.agent, shown, {"A1"}, "以热线系统为准")
        held = place.order("A1")
        assert held.unit is not None
        assert (held.unit.code, held.problem) == ("HC-01", "暖气很凉")
        (found,) = place.look(file).plan.conflicts
        assert (found.fits, found.differences.keys()) == (False, {"unit_id"})

    def test_an_order_that_a_file_alone_told_of_changes_its_unit_by_the_next(
        self, place: Place
    ) -> None:
        place.take(FIRST)
        assert counts(place.take(FIRST.replace("HC-01", "HC-02"))) == (0, 1, 0, 0, 0)
        held = place.order("A1")
        assert held.unit is not None and held.unit.code == "HC-02"

    def test_what_was_done_between_looking_and_taking_in_is_not_lost(self, place: Place) -> None:
        place.take(SECOND)
        shown = place.look(SECOND.replace("漏水", "漏水严重"), FIRST)
        self.take_on(place, "A2")
        with pytest.raises(ChangedMeanwhile):
            desk.take_in(place.agent, shown)
        assert (place.order("A2").problem, rows(WorkOrder)) == ("漏水", 1)


class TestAtOnce:
    def test_two_at_once_leave_each_order_once(self, place: Place) -> None:
        lines = [f"B{n},2026-11-01 10:00,,,,热线,,,\n" for n in range(300)]
        shown = [place.look(*lines) for _each in range(2)]
        told: list[str] = []
        together = Barrier(2)

        def take(one: Look) -> None:
            together.wait()
            try:
                desk.take_in(place.agent, one)
                told.append("done")
            except ChangedMeanwhile:
                told.append("told")

        threads = [Thread(target=take, args=(one,)) for one in shown]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(told) == ["done", "told"]
        assert (rows(WorkOrder), rows(OrderImport)) == (300, 1)

    def test_a_fault_in_the_middle_leaves_nothing(
        self, place: Place, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        shown = place.look(*(f"B{n},2026-11-01 10:00,,,,热线,,,\n" for n in range(3000)))

        def stop(_part: float) -> None:
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            desk.take_in(place.agent, shown, stop)
        assert (rows(WorkOrder), rows(OrderImport), rows(ImportMapping)) == (0, 0, 0)


class TestRights:
    def test_who_does_not_work_for_the_division_takes_nothing_in(self, place: Place) -> None:
        shown = place.look(FIRST)
        for actor in (place.stranger, place.unit_person):
            for refused in (
                lambda a=actor: desk.look(a, shown.file),
                lambda a=actor: desk.take_in(a, shown),
            ):
                call: Callable[[], object] = refused
                with pytest.raises(Forbidden):
                    call()
        assert rows(WorkOrder) == 0
        with pytest.raises(DivisionNotFound):
            place.look(FIRST, actor=place.administrator, division_id=99)

    def test_a_source_of_another_division_and_the_one_by_hand_are_refused(
        self, place: Place
    ) -> None:
        place.take(FIRST)
        for source in ("热线", "manual"):
            with pytest.raises(SourceTaken):
                place.look(FIRST, actor=place.stranger, source=source, division_id=place.other.id)
        assert desk.start(place.stranger).sources_of(place.other) == []

    def test_one_number_of_two_sources_is_two_orders(self, place: Place) -> None:
        place.take(FIRST)
        assert counts(place.take(FIRST, source="12345 平台")) == (1, 0, 0, 0, 0)
        assert rows(WorkOrder) == 2

    def test_an_agent_sees_the_divisions_one_works_for(self, place: Place) -> None:
        start = desk.start(place.agent)
        assert [row.code for row in start.divisions] == ["HC"]
        with pytest.raises(Forbidden):
            desk.start(place.unit_person)


def test_an_imported_order_goes_on_its_way(place: Place) -> None:
    place.take(SECOND)
    key = place.order("A2").id
    with database().write(place.agent) as session:
        step = make_step("dispatch", unit_id=place.unit.id, id=str(uuid4()))
        record_step(session, key, step, datetime.now(UTC))
    with database().read(place.agent) as session:
        assert order(session, key).state == "dispatched"
