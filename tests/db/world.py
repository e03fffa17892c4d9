"""An organisation in which every role meets every state of an audit, for tests of who may what."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import date
from decimal import Decimal
from uuid import uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db import grants
from db.account.deciding import decide
from db.account.proposing import EnteredEvent, Proof, enter_event
from db.accounts import save_account
from db.actors import SYSTEM, Actor, Role
from db.answered_calls import enter_calls
from db.answers import history, record_operations
from db.callbacks.calling import record_talk
from db.callbacks.drawing import draw_month
from db.callbacks.reading import calls
from db.callbacks.rows import CallFilter
from db.closing import submit_audit, void_audit
from db.consents import acknowledge, confirm
from db.doubles import NewDouble, plan
from db.models_access import Trail
from db.models_orders import Escalation, WorkOrder
from db.models_tablet import Conflict, Participant, Presence
from db.orders.photos import add_order_photo
from db.orders.steps import record_step
from db.organisation import move_unit
from db.photos import add_photo
from db.planned_stops import add_stop
from db.releases import release
from db.returning import return_audit
from db.rows import AuditRow
from db.sign_ins import begin
from db.signatures import sign
from db.sources import NewSource, add_source
from db.temperature.recording import record_temperature
from tests.db.conftest import in_name_of
from tests.factories import (
    DAY,
    NOW,
    OTHER_TABLET,
    PERIOD,
    deduction,
    full_answers,
    give_answers,
    make_audit,
    make_calls,
    make_division,
    make_operation,
    make_order,
    make_order_photo,
    make_person,
    make_photo,
    make_record,
    make_sheet,
    make_signing,
    make_step,
    make_stop,
    make_talk,
    make_unit,
)

SINCE = date(2026, 1, 1)
MOVED = date(2026, 11, 1)

OF_A1 = {"own draft", "own submitted", "own void"}
OF_A2 = {"by division draft", "by division submitted", "by division returned"}
OF_B1 = {"foreign draft", "foreign submitted", "foreign void"}
ALL = OF_A1 | OF_A2 | OF_B1 | {"before the move", "after the move"}

SEES: dict[str, set[str]] = {
    "inspector of unit": OF_A1,
    "inspector of division": OF_A2,
    "head of A": {
        "own submitted",
        "own void",
        "by division submitted",
        "by division returned",
        "before the move",
    },
    "head of B": {"foreign submitted", "foreign void", "after the move"},
    "head of A and B": {name for name in ALL if "draft" not in name},
    "representative of a1": {"own submitted"},
    "representative of moved": {"before the move", "after the move"},
    "agent of A": set(),
    "agent of B": set(),
    "viewer": set(),
    "administrator": ALL,
    "nobody": set(),
    "former inspector": set(),
}
"""Which audits each sees; the foreign ones are by the former inspector."""

OF_A = {"unclear", "of a1", "answered of a1", "closed of a1", "of a2", "handed over"}
OF_B = {"of b1"}
SEES_ORDERS: dict[str, set[str]] = {name: set() for name in SEES} | {
    "agent of A": OF_A,
    "agent of B": OF_B,
    "head of A": OF_A,
    "head of B": OF_B,
    "head of A and B": OF_A | OF_B,
    "representative of a1": {"of a1", "answered of a1", "closed of a1", "handed over"},
    "administrator": OF_A | OF_B,
}
"""Which work orders each sees; that of a2 was handed over to a1."""

SEES_CALLS: dict[str, set[str]] = {name: set() for name in SEES} | {
    "agent of A": {"a1"},
    "agent of B": {"b1"},
    "head of A": {"a1"},
    "head of B": {"b1"},
    "head of A and B": {"a1", "b1"},
    "administrator": {"a1", "b1"},
}
"""Of which units each sees the call-backs: never those who are asked about."""

STEPS = {
    "answered of a1": ("take", "answer"),
    "closed of a1": ("take", "answer", "close"),
    "handed over": ("take", "hand_over"),
}


class Undone(Exception):
    """Raised by a test to undo what was allowed."""


class World:
    """People by role, audits by name, and sessions in anybody's name."""

    def __init__(self, session: Session) -> None:
        self.session = session
        a, b = make_division(session), make_division(session)
        self.a, self.b = a, b
        self.a1, self.a2, self.b1 = (make_unit(session, of) for of in (a, a, b))
        self.moved = make_unit(session, a)
        move_unit(session, self.moved.id, b.id, MOVED, "改组")
        self.people = {name: make_person(session) for name in SEES}
        self.grant("inspector of unit", Role.INSPECTOR, unit_id=self.a1.id)
        self.grant("inspector of division", Role.INSPECTOR, division_id=a.id)
        for head in ("head of A", "head of A and B"):
            self.grant(head, Role.DIVISION_HEAD, division_id=a.id)
        for head in ("head of B", "head of A and B"):
            self.grant(head, Role.DIVISION_HEAD, division_id=b.id)
        self.grant("representative of a1", Role.UNIT_REPRESENTATIVE, unit_id=self.a1.id)
        self.grant("representative of moved", Role.UNIT_REPRESENTATIVE, unit_id=self.moved.id)
        self.grant("agent of A", Role.AGENT, division_id=a.id)
        self.grant("agent of B", Role.AGENT, division_id=b.id)
        self.grant("viewer", Role.MEETING_VIEWER)
        self.grant("administrator", Role.ADMINISTRATOR)
        self._audits()
        both = (self.people[f"inspector of {of}"].id for of in ("unit", "division"))
        new = NewDouble(self.a1.id, "hotline", DAY, "话务员 1024", *both)
        with self.acting("administrator") as other:
            self.double = plan(other, str(uuid4()), new, NOW)
        for name, person in self.people.items():
            login = f"login-{person.id}"
            save_account(session, person.id, login=login, email=None, now=NOW, password_hash=name)
            begin(session, person.id, "password", address="10.0.0.1", agent="test", now=NOW)
        for name in ("own submitted", "foreign submitted", "after the move"):
            with self.acting("administrator") as other:
                confirm(other, self.audits[name].id, "", NOW)
        for who, name in (("a1", "own submitted"), ("moved", "before the move")):
            with self.acting(f"representative of {who}") as other:
                acknowledge(other, self.audits[name].id, "", NOW)
        with self.acting("head of A") as other:
            key = self.audits["by division returned"].id
            return_audit(other, key, "", {"HOT-01": "请补充说明"}, NOW)
        # The first was signed as it stands, the second over other answers.
        as_it_is = {"HOT-14": (deduction(1), ""), "HOT-01": (deduction(1), "见录音")}
        for by, name, seen in (
            ("unit", "own draft", as_it_is),
            ("division", "by division returned", {}),
        ):
            with self.acting(f"inspector of {by}") as other:
                person = self.people[f"inspector of {by}"].id
                sign(other, self.audits[name].id, person, make_signing(seen=seen), NOW)
        with self.acting("administrator") as other:
            release(other, PERIOD, NOW)
        self.orders = {name: self._order(name) for name in sorted(OF_A | OF_B)}
        self.order_photos: dict[str, str] = {}
        for name in ("of a1", "of b1"):
            self._order_photo(name)
        self.deductions = {name: self._deduction(name) for name in ("confirmed", "waiting")}
        self.draws: dict[str, int] = {}
        self.calls: dict[str, str] = {}
        self.records: dict[str, str] = {}
        for name, unit, agent in (("a1", self.a1, "A"), ("b1", self.b1, "B")):
            self._call_back(name, unit.id, f"agent of {agent}")
            with self.acting(f"agent of {agent}") as other:
                self.records[name] = record_temperature(
                    other, self.orders[f"of {name}"], make_record("19"), NOW
                )
        with self.acting("agent of A") as other:
            self.stop = add_stop(other, make_stop(self.a1.id, 3), NOW)
            self.counted = enter_calls(other, make_calls(self.a1.id), NOW)
        for key in self.orders.values():
            reached = {"hours": 24, "reached_at": NOW, "recorded_at": NOW}
            session.add(Escalation(order_id=key, **reached))
        session.flush()

    def _order(self, name: str) -> str:
        """The id of an order that was brought as far as its name says."""
        division, agent = (self.b, "agent of B") if name in OF_B else (self.a, "agent of A")
        units = {"of a2": self.a2.id, "handed over": self.a2.id, "of b1": self.b1.id}
        unit = None if name == "unclear" else units.get(name, self.a1.id)
        with self.acting(agent) as other:
            key = make_order(other, division_id=division.id, unit_id=unit)
            for kind in STEPS.get(name, ()):
                fields = {"unit_id": self.a1.id} if kind == "hand_over" else {}
                record_step(other, key, make_step(kind, **fields), NOW)
        return key

    def _deduction(self, state: str) -> str:
        """A deduction of unit a1 so large that it is below the line."""
        proof = Proof("录音.pdf", "6" * 64, "application/pdf")
        with self.acting("agent of A") as other:
            new = EnteredEvent(
                id=str(uuid4()),
                unit_id=self.a1.id,
                season="2026-HS",
                code="HEV-09",
                points=Decimal(30),
                times=3,
                occurred_at=NOW,
                words="与用户争吵，录音核实",
                rules=DAY,
                proof=proof,
            )
            key = enter_event(other, new, NOW)
        if state == "confirmed":
            with self.acting("administrator") as other:
                decide(other, {key: 0}, "confirmed", "", NOW)
        return key

    def _call_back(self, name: str, unit: int, agent: str) -> None:
        """A draw of a unit's month, and a call in which somebody was not satisfied."""
        with self.acting(agent) as other:
            draw_month(other, unit, PERIOD, NOW, "提前回访")
            (row,) = calls(other, CallFilter(unit_id=unit))
        # Nobody is asked before the answer; the order then stands as it stood.
        with self._answered(row.order.id), self.acting(agent) as other:
            record_talk(other, row.id, make_talk(attitude=False, opinion="态度生硬"), NOW)
        self.draws[name], self.calls[name] = row.draw_id, row.id

    @contextmanager
    def _answered(self, order_id: str) -> Iterator[None]:
        order = self.session.get_one(WorkOrder, order_id)
        state, order.state = order.state, "answered"
        self.session.flush()
        yield
        order = self.session.get_one(WorkOrder, order_id)
        order.state = state
        self.session.flush()

    def _order_photo(self, name: str) -> None:
        agent = "agent of B" if name in OF_B else "agent of A"
        with self.acting(agent) as other:
            photo = add_order_photo(other, self.orders[name], make_order_photo(), NOW)
        self.order_photos[name] = photo.id

    def grant(self, name: str, role: Role, **scope: int) -> int:
        return grants.give(self.session, self.people[name].id, role, valid_from=SINCE, **scope)

    def _audits(self) -> None:
        by_unit, by_division, by_other = (
            self.people[name].id
            for name in ("inspector of unit", "inspector of division", "former inspector")
        )
        self.audits: dict[str, AuditRow] = {}
        self.photos: dict[str, str] = {}
        self.sources: dict[str, str] = {}
        for unit, by, prefix in (
            (self.a1.id, by_unit, "own"),
            (self.b1.id, by_other, "foreign"),
        ):
            for state in ("draft", "submitted", "void"):
                self.audits[f"{prefix} {state}"] = self._audit(unit, by, state)
        for state in ("draft", "submitted", "returned"):
            self.audits[f"by division {state}"] = self._audit(self.a2.id, by_division, state)
        for name, period in (("before the move", "2026-10"), ("after the move", PERIOD)):
            self.audits[name] = self._audit(self.moved.id, by_other, "submitted", period)

    def _audit(self, unit: int, by: int, state: str, period: str = PERIOD) -> AuditRow:
        audit = make_audit(self.session, unit_id=unit, inspector_id=by, period=period)
        answers = {"HOT-14": deduction(1), "HOT-01": deduction(1)}
        if state != "draft":
            answers = {**full_answers(make_sheet()), **answers}
        give_answers(self.session, audit, answers)
        noted = make_operation("HOT-01", answer=deduction(1), note="见录音", sequence=3)
        record_operations(self.session, audit.id, by, [noted], NOW)
        photo = add_photo(self.session, audit.id, by, make_photo(), NOW)
        self.photos[audit.id] = photo.id
        # One workbook with the figures of all units, as somebody reads it in.
        source = NewSource("系统月报", "月报.csv", "5" * 64, "text/csv", 20)
        self.sources[audit.id] = add_source(self.session, audit.id, by, source, NOW).id
        if state != "draft":
            submit_audit(self.session, audit.id, by, NOW, make_sheet().by_code)
        if state == "void":
            void_audit(self.session, audit.id, by, "重复", NOW)
            self._fill_in_together(audit)
        return audit

    def _fill_in_together(self, audit: AuditRow) -> None:
        """What else there can be of an audit: a helper, another device, an open question."""
        other = self.people["nobody"].id
        first, second, *_ = history(self.session, audit.id)
        of_audit = {"audit_id": audit.id}
        for row in (
            Participant(**of_audit, person_id=other, added_at=NOW, added_by=audit.inspector.id),
            Presence(**of_audit, client=OTHER_TABLET, person_id=other, seen_at=NOW, waiting=1),
            Conflict(
                **of_audit, operation_id=first.id, item=first.item, against=second.id, raised_at=NOW
            ),
        ):
            self.session.add(row)
        self.session.flush()

    def actor(self, name: str, on: date = DAY) -> Actor:
        if name == "SYSTEM":
            return SYSTEM
        actor = grants.actor_of(self.session, self.people[name].id, on, "10.0.0.1")
        assert actor is not None
        return actor

    def acting(self, name: str, on: date = DAY) -> AbstractContextManager[Session]:
        return in_name_of(self.session, self.actor(name, on))

    def entries(self) -> int:
        """How many entries the trail has."""
        return self.session.scalars(select(func.count()).select_from(Trail)).one()

    def tried(self, name: str, call: Callable[[Session], object]) -> tuple[str, int]:
        """What came of an act, which is undone: done or the refusal, and how many entries."""
        before, told = self.entries(), "done"
        new = 0
        try:
            with self.acting(name) as other:
                call(other)
                other.flush()
                new = self.entries() - before
                raise Undone
        except Undone:
            pass
        except Exception as error:  # noqa: BLE001 - whatever it is, the test names it
            told, new = type(error).__name__, self.entries() - before
        self.session.expire_all()
        return told, new


def opened(scratch: Callable[[], AbstractContextManager[Session]]) -> Iterator[World]:
    """A world that is gone afterwards."""
    with scratch() as session:
        yield World(session)


@contextmanager
def world_in(scratch: Callable[[], AbstractContextManager[Session]]) -> Iterator[World]:
    """A world as a context."""
    yield from opened(scratch)


def undone(world: World) -> Iterator[World]:
    """A world for one test of many, after which it is as it was."""
    nested = world.session.begin_nested()
    yield world
    if nested.is_active:
        nested.rollback()
    world.session.expire_all()
