"""The tables of work orders: orders and their steps, photos, imports, calendars, summaries."""

from datetime import date, datetime
from typing import Annotated

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Code, DivisionKey, Id, Json, PersonKey, UuidKey

ORDER_STATES = ("open", "dispatched", "received", "answered", "closed", "void")
"""How far an order is; one whose answer is refused goes back to `received` as a redo."""

OrderKey = Annotated[str, mapped_column(String(36), ForeignKey("work_orders.id"))]
OrderPrimaryKey = Annotated[
    str, mapped_column(String(36), ForeignKey("work_orders.id"), primary_key=True)
]


class WorkOrder(Base):
    """What a customer asked for, and how far it is; every change beside it is a step.

    `calendar` and `rules` name the work calendar and the rule version it was opened under.
    `taken_at` is when the unit took it on: the clocks of HEAT run from there. `pauses` are
    [from, until or null, reason]. `unit_id` is the unit that answers for it, the first that took
    it on; `handed_to_id` one that carries it out in its place.
    """

    __tablename__ = "work_orders"
    __table_args__ = (
        CheckConstraint(
            "state IN ('open', 'dispatched', 'received', 'answered', 'closed', 'void')",
            name="state",
        ),
        CheckConstraint("redos >= 0", name="redos"),
        UniqueConstraint("source", "number"),
        Index(None, "division_id", "state"),
        Index(None, "unit_id", "reported_at"),
        Index(None, "handed_to_id"),
        Index(None, "reported_at"),
    )

    id: Mapped[UuidKey]
    source: Mapped[Code]
    number: Mapped[Code]
    order_class: Mapped[Code]
    division_id: Mapped[DivisionKey]
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    handed_to_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    station: Mapped[str] = mapped_column(String(80))
    state: Mapped[str] = mapped_column(String(12))
    estate: Mapped[str]
    building: Mapped[str]
    staircase: Mapped[str]
    room: Mapped[str]
    contact: Mapped[str]
    telephone: Mapped[str]
    problem: Mapped[str]
    reported_at: Mapped[datetime]
    opened_at: Mapped[datetime]
    dispatched_at: Mapped[datetime | None]
    taken_at: Mapped[datetime | None]
    arrived_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    restored_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    appointment_at: Mapped[datetime | None]
    appointment_proof: Mapped[str]
    insists: Mapped[bool]
    pauses: Mapped[Json] = mapped_column(JSON, nullable=False)
    redos: Mapped[int]
    cause: Mapped[str]
    done: Mapped[str]
    satisfaction: Mapped[str] = mapped_column(String(20))
    calendar: Mapped[str] = mapped_column(String(64))
    rules: Mapped[date]
    opened_by: Mapped[PersonKey]
    import_id: Mapped[int | None] = mapped_column(ForeignKey("order_imports.id"), index=True)
    version: Mapped[int]


class OrderStep(Base):
    """One thing that happened to an order: when, who, what was said; rows are only ever added.

    `id` is given by the device, so that the same step sent twice is one.
    """

    __tablename__ = "order_steps"
    __table_args__ = (Index(None, "order_id", "recorded_at"), Index(None, "kind", "at"))

    id: Mapped[UuidKey]
    order_id: Mapped[OrderKey]
    kind: Mapped[Code]
    at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    person_id: Mapped[PersonKey]
    data: Mapped[Json] = mapped_column(JSON, nullable=False)
    reason: Mapped[str]


class OrderPhoto(Base):
    """A photo of the visit or the thermometer, whose bytes lie in the photo store."""

    __tablename__ = "order_photos"
    __table_args__ = (Index(None, "order_id"), Index(None, "sha256"))

    id: Mapped[UuidKey]
    order_id: Mapped[OrderKey]
    shows: Mapped[Code]
    sha256: Mapped[str] = mapped_column(String(64))
    media_type: Mapped[str] = mapped_column(String(40))
    size: Mapped[int]
    width: Mapped[int]
    height: Mapped[int]
    taken_at: Mapped[datetime | None]
    added_at: Mapped[datetime]
    person_id: Mapped[PersonKey]
    removed_at: Mapped[datetime | None]
    removed_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class Escalation(Base):
    """An order reached a step of SPEC's ladder; each step is recorded once.

    SPEC part 2 ch. 1(12).
    """

    __tablename__ = "escalations"

    order_id: Mapped[OrderPrimaryKey]
    hours: Mapped[int] = mapped_column(primary_key=True)
    reached_at: Mapped[datetime]
    recorded_at: Mapped[datetime]


class OrderImport(Base):
    """A file of orders that was taken in: from where, with which columns, and what came of it."""

    __tablename__ = "order_imports"

    id: Mapped[Id]
    source: Mapped[Code]
    name: Mapped[str]
    sha256: Mapped[str] = mapped_column(String(64))
    mapping: Mapped[Json] = mapped_column(JSON, nullable=False)
    counts: Mapped[Json] = mapped_column(JSON, nullable=False)
    imported_at: Mapped[datetime]
    person_id: Mapped[PersonKey]


class ImportMapping(Base):
    """Which column of a source's export means what, as it was last confirmed."""

    __tablename__ = "import_mappings"

    source: Mapped[Code] = mapped_column(primary_key=True)
    mapping: Mapped[Json] = mapped_column(JSON, nullable=False)
    changed_at: Mapped[datetime]
    person_id: Mapped[PersonKey]


class WorkCalendarDays(Base):
    """Days off and days made up of a year, as entered; rows are only added, the newest holds."""

    __tablename__ = "work_calendars"
    __table_args__ = (Index(None, "year"),)

    id: Mapped[Id]
    year: Mapped[int]
    off: Mapped[Json] = mapped_column(JSON, nullable=False)
    made_up: Mapped[Json] = mapped_column(JSON, nullable=False)
    reason: Mapped[str]
    entered_at: Mapped[datetime]
    person_id: Mapped[PersonKey]


class DaySummary(Base):
    """A shift's orders by class, as signed; rows are only ever added."""

    __tablename__ = "day_summaries"
    __table_args__ = (UniqueConstraint("division_id", "day", "shift", "number"),)

    id: Mapped[Id]
    division_id: Mapped[DivisionKey]
    day: Mapped[date]
    shift: Mapped[Code]
    number: Mapped[int]
    content: Mapped[Json] = mapped_column(JSON, nullable=False)
    hash: Mapped[str] = mapped_column(String(64))
    name: Mapped[str]
    signed_at: Mapped[datetime]
    person_id: Mapped[PersonKey]
