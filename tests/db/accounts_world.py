"""A division that keeps accounts, with a head, an agent, a representative, units and orders."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

from sqlalchemy import update
from sqlalchemy.orm import Session

from checklists.account import Bounds, SeasonDays
from checklists.order_rules import order_rules
from checklists.periods import Period
from db import grants
from db.account.proposing import EnteredEvent, Proposal
from db.actors import Actor, Role
from db.models import Division
from db.models_orders import WorkOrder
from db.rows import DivisionRow, PersonRow, UnitRow
from tests.factories import make_division, make_person, make_unit

SEASON = "2025-HS"
RULES = order_rules(date(2026, 1, 10))
DAYS = SeasonDays.of(RULES.account, Period.parse(SEASON))
BOUNDS = Bounds.of(RULES.account)
AT = datetime(2026, 1, 10, 4, tzinfo=UTC)
SINCE = date(2025, 1, 1)
TODAY = date(2026, 1, 20)


@dataclass
class Accounts:
    """Who and what there is; `head`, `agent` and `unit's` people are of the first division."""

    session: Session
    division: DivisionRow = field(init=False)
    other: DivisionRow = field(init=False)
    unit: UnitRow = field(init=False)
    neighbour: UnitRow = field(init=False)
    foreign: UnitRow = field(init=False)
    people: dict[str, PersonRow] = field(init=False)

    def __post_init__(self) -> None:
        # Codes of their own, so that it can be made again beside anything that is there.
        self.division, self.other = (make_division(self.session, code=_code()) for _ in range(2))
        own = Division.id.in_([self.division.id, self.other.id])
        self.session.execute(update(Division).where(own).values(regulations="HEAT,SPEC,ACC"))
        self.unit, self.neighbour = (
            make_unit(self.session, self.division, code=_code()) for _ in range(2)
        )
        self.foreign = make_unit(self.session, self.other, code=_code())
        self.people = {}
        for name, role, scope in (
            ("head", Role.DIVISION_HEAD, {"division_id": self.division.id}),
            ("second head", Role.DIVISION_HEAD, {"division_id": self.division.id}),
            ("head elsewhere", Role.DIVISION_HEAD, {"division_id": self.other.id}),
            ("agent", Role.AGENT, {"division_id": self.division.id}),
            ("unit", Role.UNIT_REPRESENTATIVE, {"unit_id": self.unit.id}),
            ("neighbour", Role.UNIT_REPRESENTATIVE, {"unit_id": self.neighbour.id}),
            ("inspector", Role.INSPECTOR, {"division_id": self.division.id}),
            ("viewer", Role.MEETING_VIEWER, {}),
            ("administrator", Role.ADMINISTRATOR, {}),
        ):
            person = self.people[name] = make_person(self.session, code=_code())
            grants.give(self.session, person.id, role, valid_from=SINCE, **scope)

    def actor(self, name: str) -> Actor:
        """Somebody as signed in."""
        actor = grants.actor_of(self.session, self.people[name].id, TODAY, "10.0.0.1")
        assert actor is not None
        return actor

    def order(self, unit: UnitRow | None = None, **fields: object) -> str:
        """An order of a unit, closed on time; its id."""
        of = unit or self.unit
        key = str(uuid4())
        texts = dict.fromkeys(
            ("station", "building", "staircase", "room", "contact", "telephone", "problem"), ""
        )
        values = {
            "id": key,
            "source": "test",
            "number": f"N-{key[:8]}",
            "order_class": "hotline",
            "division_id": of.division.id,
            "unit_id": of.id,
            "state": "closed",
            "estate": "东苑",
            **texts,
            "reported_at": AT,
            "opened_at": AT,
            "dispatched_at": AT,
            "taken_at": AT,
            "answered_at": AT + timedelta(hours=1),
            "closed_at": AT + timedelta(hours=2),
            "appointment_proof": "",
            "insists": False,
            "pauses": [],
            "redos": 0,
            "cause": "",
            "done": "",
            "satisfaction": "",
            "calendar": "",
            "rules": RULES.valid_from,
            "opened_by": self.people["agent"].id,
            "version": 1,
            **fields,
        }
        self.session.add(WorkOrder(**values))
        self.session.flush()
        return key

    def proposal(self, order: str, unit: UnitRow | None = None, **fields: object) -> Proposal:
        """A late hotline order as the program finds it."""
        of = unit or self.unit
        values: dict[str, object] = {
            "origin": f"order:{order}:HEV-01:{of.id}",
            "unit_id": of.id,
            "division_id": of.division.id,
            "season": SEASON,
            "code": "HEV-01",
            "points": Decimal(1),
            "occurred_at": AT,
            "rules": RULES.valid_from,
            "order_id": order,
            **fields,
        }
        return Proposal(**values)  # type: ignore[arg-type]

    def entered(self, **fields: object) -> EnteredEvent:
        """A quarrel as a person enters it."""
        values: dict[str, object] = {
            "id": str(uuid4()),
            "unit_id": self.unit.id,
            "season": SEASON,
            "code": "HEV-09",
            "points": Decimal(10),
            "times": 1,
            "occurred_at": AT,
            "words": "与用户争吵，录音核实",
            "rules": RULES.valid_from,
            **fields,
        }
        return EnteredEvent(**values)  # type: ignore[arg-type]


def _code() -> str:
    return f"H{uuid4().hex[:8]}"
