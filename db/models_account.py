"""The tables of call-backs, of the 100-point account, and of readings that are measured."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Code, DivisionKey, Id, Json, PersonKey, Points, UnitKey, Uuid, UuidKey
from db.models_orders import OrderKey


class CallbackDraw(Base):
    """A sample of a unit's orders to be called back, with the seed it was drawn by; only added.

    `population` lists the orders it was drawn from, by key, in the order they were drawn from;
    `reason` says why it was drawn before its month was over.
    """

    __tablename__ = "callback_draws"
    __table_args__ = (UniqueConstraint("scheme", "unit_id", "order_class", "month"),)

    id: Mapped[Id]
    scheme: Mapped[Code]
    unit_id: Mapped[UnitKey]
    division_id: Mapped[DivisionKey]
    order_class: Mapped[Code]
    month: Mapped[str] = mapped_column(String(7))
    seed: Mapped[str] = mapped_column(String(64))
    population: Mapped[Json] = mapped_column(JSON, nullable=False)
    size: Mapped[int]
    rules: Mapped[date]
    reason: Mapped[str]
    drawn_at: Mapped[datetime]
    person_id: Mapped[PersonKey]


class Callback(Base):
    """An order to be called back: as drawn, or in the place of one that could not be reached."""

    __tablename__ = "callbacks"
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'done', 'replaced')", name="state"),
        UniqueConstraint("draw_id", "order_id"),
        Index(None, "order_id"),
    )

    id: Mapped[UuidKey]
    draw_id: Mapped[int] = mapped_column(ForeignKey("callback_draws.id"))
    order_id: Mapped[OrderKey]
    place: Mapped[int]
    replaces: Mapped[str | None] = mapped_column(String(36), ForeignKey("callbacks.id"))
    state: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str]
    changed_at: Mapped[datetime]


class CallbackTalk(Base):
    """One telephone call of a call-back, or what was done after it; rows are only ever added.

    The newest `talked` row holds. `opinion` is what the customer said in full, or what was done
    about it. `reason` says why nobody was reached, or why a talk is recorded anew; `night` why the
    customer was called at a time of the day at which customers are not called.
    """

    __tablename__ = "callback_talks"
    __table_args__ = (
        CheckConstraint("outcome IN ('talked', 'not_reached', 'handled')", name="outcome"),
        Index(None, "callback_id"),
    )

    id: Mapped[UuidKey]
    callback_id: Mapped[Uuid] = mapped_column(ForeignKey("callbacks.id"))
    order_id: Mapped[OrderKey]
    outcome: Mapped[str] = mapped_column(String(12))
    attitude: Mapped[bool | None]
    result: Mapped[bool | None]
    opinion: Mapped[str]
    exemption: Mapped[str] = mapped_column(String(20))
    proof: Mapped[str]
    reason: Mapped[str]
    night: Mapped[str]
    complaint_id: Mapped[str | None] = mapped_column(String(36), ForeignKey("work_orders.id"))
    called_at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    person_id: Mapped[PersonKey]


class AccountEvent(Base):
    """A deduction from a unit's account as it was proposed; rows are only ever added.

    HEAT, HEV-01 to HEV-12. `origin` names what it was found from, so that it is found once.
    """

    __tablename__ = "account_events"
    __table_args__ = (
        CheckConstraint("points > 0", name="points"),
        CheckConstraint(
            "(sha256 IS NULL) = (file IS NULL) AND (sha256 IS NULL) = (media_type IS NULL)",
            name="file",
        ),
        Index(None, "unit_id", "season"),
        Index(None, "order_id"),
    )

    id: Mapped[UuidKey]
    unit_id: Mapped[UnitKey]
    division_id: Mapped[DivisionKey]
    season: Mapped[str] = mapped_column(String(7))
    code: Mapped[Code]
    points: Mapped[Points]
    times: Mapped[int]
    occurred_at: Mapped[datetime]
    origin: Mapped[str] = mapped_column(String(120), unique=True)
    order_id: Mapped[str | None] = mapped_column(String(36), ForeignKey("work_orders.id"))
    callback_id: Mapped[str | None] = mapped_column(String(36), ForeignKey("callbacks.id"))
    words: Mapped[str]
    file: Mapped[str | None]
    sha256: Mapped[str | None] = mapped_column(String(64), index=True)
    media_type: Mapped[str | None] = mapped_column(String(40))
    rules: Mapped[date]
    proposed_at: Mapped[datetime]
    proposed_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class AccountDecision(Base):
    """What was decided on a proposed deduction; rows are only added, the newest holds.

    A person confirms or rejects. The program, which is nobody, withdraws what no longer follows
    before anybody decided, and proposes it again where it follows after all.
    """

    __tablename__ = "account_decisions"
    __table_args__ = (
        CheckConstraint(
            "(person_id IS NOT NULL AND decision IN ('confirmed', 'rejected'))"
            " OR (person_id IS NULL AND decision IN ('withdrawn', 'proposed'))",
            name="decision",
        ),
        Index(None, "event_id"),
    )

    id: Mapped[Id]
    event_id: Mapped[Uuid] = mapped_column(ForeignKey("account_events.id"))
    unit_id: Mapped[UnitKey]
    division_id: Mapped[DivisionKey]
    decision: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str]
    decided_at: Mapped[datetime]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class EliminationDecision(Base):
    """What people decided on a unit below the line; rows are only added, the newest holds."""

    __tablename__ = "elimination_decisions"
    __table_args__ = (
        CheckConstraint("decision IN ('eliminate', 'keep')", name="decision"),
        Index(None, "unit_id", "season"),
    )

    id: Mapped[Id]
    unit_id: Mapped[UnitKey]
    division_id: Mapped[DivisionKey]
    season: Mapped[str] = mapped_column(String(7))
    balance: Mapped[Points]
    decision: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str]
    decided_at: Mapped[datetime]
    person_id: Mapped[PersonKey]


class TemperatureRecord(Base):
    """Room temperatures as measured and signed for; rows are only ever added.

    SPEC part 2 ch. 2. `rooms` are {name, area, points: [degrees]}, both as decimals in text;
    `signed` are the strokes of the customer's signature, null where there is none: not valid.
    """

    __tablename__ = "temperature_records"
    __table_args__ = (Index(None, "order_id"), Index(None, "unit_id", "measured_at"))

    id: Mapped[UuidKey]
    order_id: Mapped[OrderKey]
    unit_id: Mapped[UnitKey]
    rooms: Mapped[Json] = mapped_column(JSON, nullable=False)
    sound: Mapped[bool]
    insulated: Mapped[bool]
    name: Mapped[str]
    signed: Mapped[Json] = mapped_column(JSON(none_as_null=True), nullable=True)
    replaces: Mapped[str | None] = mapped_column(String(36), ForeignKey("temperature_records.id"))
    reason: Mapped[str]
    measured_at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    person_id: Mapped[PersonKey]


class PlannedStop(Base):
    """A planned stop of supply and when its notice was given (COM-05); rows are only ever added.

    One that corrects another stands in its place; one that is withdrawn holds nothing.
    """

    __tablename__ = "planned_stops"
    __table_args__ = (Index(None, "unit_id", "starts_at"),)

    id: Mapped[Id]
    unit_id: Mapped[UnitKey]
    division_id: Mapped[DivisionKey]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    noticed_at: Mapped[datetime]
    words: Mapped[str]
    replaces: Mapped[int | None] = mapped_column(ForeignKey("planned_stops.id"), unique=True)
    withdrawn: Mapped[bool]
    recorded_at: Mapped[datetime]
    person_id: Mapped[PersonKey]


class AnsweredCalls(Base):
    """How many calls a unit had in a month, and how many it answered in time (COM-10).

    Rows are only ever added, and the newest of a unit and month holds; `words` name the source.
    """

    __tablename__ = "answered_calls"
    __table_args__ = (
        CheckConstraint("in_time >= 0 AND calls >= in_time", name="numbers"),
        Index(None, "month", "unit_id"),
    )

    id: Mapped[Id]
    unit_id: Mapped[UnitKey]
    division_id: Mapped[DivisionKey]
    month: Mapped[str] = mapped_column(String(7))
    calls: Mapped[int]
    in_time: Mapped[int]
    words: Mapped[str]
    recorded_at: Mapped[datetime]
    person_id: Mapped[PersonKey]
