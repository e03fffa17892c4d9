"""Work orders as they are read: one, a page of them, their steps and their photos."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from checklists.clock_moments import Pause, read_pauses
from db.models import Division, Person, Unit
from db.models_orders import OrderPhoto, OrderStep, WorkOrder
from db.orders.errors import OrderNotFound
from db.orders.filters import WORKED_ON, OrderFilter, conditions
from db.rows import DivisionRow, UnitRow, division_row, unit_row
from db.texts import printable


@dataclass(frozen=True)
class OrderRow:
    """A work order; moments in UTC, `unit` the one that answers for it, None while unclear.

    `handed_to` is a unit that carries it out in that one's place. `state` is one of
    db.models_orders.ORDER_STATES, `calendar` and `rules` what it was opened under.
    """

    id: str
    source: str
    number: str
    order_class: str
    division: DivisionRow
    unit: UnitRow | None
    handed_to: UnitRow | None
    station: str
    state: str
    estate: str
    building: str
    staircase: str
    room: str
    contact: str
    telephone: str
    problem: str
    reported_at: datetime
    opened_at: datetime
    dispatched_at: datetime | None
    taken_at: datetime | None
    arrived_at: datetime | None
    answered_at: datetime | None
    restored_at: datetime | None
    closed_at: datetime | None
    appointment_at: datetime | None
    appointment_proof: str
    insists: bool
    pauses: tuple[Pause, ...]
    redos: int
    cause: str
    done: str
    satisfaction: str
    calendar: str
    rules: date
    opened_by: int
    import_id: int | None
    version: int

    @property
    def paused(self) -> Pause | None:
        """The pause that goes on, if one does."""
        return next((pause for pause in self.pauses if pause.until is None), None)


@dataclass(frozen=True)
class OrderPage:
    """Some of the orders asked for, and how many there are in all."""

    rows: list[OrderRow]
    total: int


@dataclass(frozen=True)
class StepRow:
    """A step of an order: when it was, when it was written down, by whom, and what was said.

    `data["version"]` is the version of the order the step led to.
    """

    id: str
    kind: str
    at: datetime
    recorded_at: datetime
    person_id: int
    person: str
    data: dict[str, Any]
    reason: str


@dataclass(frozen=True)
class OrderPhotoRow:
    """A photo of an order; `shows` is one of checklists.order_answers.SHOWS; pixels, bytes."""

    id: str
    order_id: str
    shows: str
    sha256: str
    media_type: str
    size: int
    width: int
    height: int
    taken_at: datetime | None
    added_at: datetime
    person_id: int
    person: str


PLAIN = tuple(
    name
    for name in OrderRow.__annotations__
    if name not in ("division", "unit", "handed_to", "pauses")
)
_HANDED = aliased(Unit)


def order(session: Session, key: str) -> OrderRow:
    """One order by its id. Raises OrderNotFound."""
    found = session.execute(_orders().where(WorkOrder.id == printable(key))).one_or_none()
    if found is None:
        raise OrderNotFound(key)
    return _row(*found)


def by_number(session: Session, number: str, source: str | None = None) -> OrderRow:
    """One order by its number, the newest where several sources use it. Raises OrderNotFound."""
    query = _orders().where(WorkOrder.number == printable(number))
    if source is not None:
        query = query.where(WorkOrder.source == printable(source))
    found = session.execute(query.order_by(WorkOrder.opened_at.desc()).limit(1)).one_or_none()
    if found is None:
        raise OrderNotFound(number)
    return _row(*found)


def list_orders(
    session: Session, wanted: OrderFilter | None = None, limit: int = 50, offset: int = 0
) -> OrderPage:
    """Orders that are worked on first, then by the time of the call, the newest first."""
    asked = conditions(wanted or OrderFilter())
    total = session.scalars(select(func.count()).select_from(WorkOrder).where(*asked)).one()
    query = (
        _orders()
        .where(*asked)
        .order_by(WorkOrder.state.in_(WORKED_ON).desc())
        .order_by(WorkOrder.reported_at.desc(), WorkOrder.id)
        .limit(limit)
        .offset(offset)
    )
    return OrderPage([_row(*found) for found in session.execute(query)], total)


def steps_of(session: Session, order_id: str) -> list[StepRow]:
    """The steps of an order in the order in which they were written down."""
    columns = [getattr(OrderStep, name) for name in StepRow.__annotations__ if name != "person"]
    query = (
        select(*columns, Person.name.label("person"))
        .join(Person, Person.id == OrderStep.person_id)
        .where(OrderStep.order_id == printable(order_id))
        .order_by(OrderStep.recorded_at, OrderStep.at, OrderStep.id)
    )
    found = [StepRow(**row._mapping) for row in session.execute(query)]
    # Steps of one moment stand as they followed each other.
    return sorted(found, key=lambda step: (step.recorded_at, step.data.get("version", 0)))


def photos_of(session: Session, order_id: str) -> list[OrderPhotoRow]:
    """The photos of an order in the order they were added, without removed ones."""
    query = photo_rows().where(
        OrderPhoto.order_id == printable(order_id), OrderPhoto.removed_at.is_(None)
    )
    query = query.order_by(OrderPhoto.added_at, OrderPhoto.id)
    return [OrderPhotoRow(**row._mapping) for row in session.execute(query)]


def photo_rows() -> Select[Any]:
    """A query of photos with the names of who added them."""
    names = [name for name in OrderPhotoRow.__annotations__ if name != "person"]
    columns: Sequence[Any] = [getattr(OrderPhoto, name) for name in names]
    person = Person.name.label("person")
    return select(*columns, person).join(Person, Person.id == OrderPhoto.person_id)


def _orders() -> Select[WorkOrder, Division, Unit, Unit]:
    return (
        select(WorkOrder, Division, Unit, _HANDED)
        .join(Division, Division.id == WorkOrder.division_id)
        .outerjoin(Unit, Unit.id == WorkOrder.unit_id)
        .outerjoin(_HANDED, _HANDED.id == WorkOrder.handed_to_id)
    )


def _row(found: WorkOrder, of: Division, unit: Unit | None, handed: Unit | None) -> OrderRow:
    return OrderRow(
        **{name: getattr(found, name) for name in PLAIN},
        division=division_row(of),
        unit=None if unit is None else unit_row(unit, of),
        handed_to=None if handed is None else unit_row(handed, of),
        pauses=read_pauses(found.pauses),
    )
