"""What is known of orders other systems export: the sources, the files, and what is there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from checklists.errors import N_
from db import organisation
from db.actors import Actor, Forbidden, Role, acting, require
from db.errors import DataError
from db.models import Person
from db.models_account import AccountDecision, AccountEvent, Callback
from db.models_orders import ImportMapping, OrderImport, OrderStep, WorkOrder
from db.orders.locking import works_for
from db.orders.opening import BY_HAND
from db.scope import EVERYTHING
from db.texts import entry, printable

IMPORTED = "imported"
"""The kind of step that tells what a file changed; other steps were taken by people here."""

COMPARED = (
    *("order_class", "unit_id", "station", "state", "estate", "building", "staircase", "room"),
    *("contact", "telephone", "problem", "reported_at", "opened_at", "dispatched_at", "taken_at"),
    *("arrived_at", "answered_at", "restored_at", "closed_at", "appointment_at"),
    *("appointment_proof", "redos", "cause", "done", "satisfaction"),
)
"""What a file may say of an order beside its number."""

AT_ONCE = 2000
"""So many orders are asked for or changed by one statement."""


class SourceTaken(DataError):
    """A source belongs to a division for which whoever acts does not work."""

    def __init__(self, source: str) -> None:
        super().__init__(
            N_("“{source}” is a source of another division. Choose another name."), source=source
        )


@dataclass(frozen=True)
class MappingRow:
    """How the export of a source is read, as it was last confirmed."""

    source: str
    mapping: Any
    changed_at: datetime


@dataclass(frozen=True)
class ImportRow:
    """A file that was taken in: `counts` by what became of its rows."""

    source: str
    name: str
    counts: Mapping[str, int]
    imported_at: datetime
    person: str


@dataclass(frozen=True)
class Present:
    """An order as it is: `values` in the order of COMPARED; whether people worked on it here.

    `bound` says that its unit does not change by a file: see `bound`.
    """

    id: str
    version: int
    by_hand: bool
    bound: bool
    values: tuple[Any, ...]


def check_division(session: Session, division_id: int) -> Actor:
    """Who acts, who works for this division's orders. Raises Forbidden or DivisionNotFound."""
    actor = require(session, Role.AGENT, Role.DIVISION_HEAD)
    if not works_for(actor, division_id):
        raise Forbidden
    organisation.division(session, division_id)
    return actor


def may_import(session: Session, division_id: int) -> bool:
    """Whether whoever acts takes in orders of a division."""
    return works_for(acting(session), division_id)


def mappings(session: Session) -> list[MappingRow]:
    """How all sources are read, by name. Raises Forbidden."""
    require(session, Role.AGENT, Role.DIVISION_HEAD)
    query = select(ImportMapping).order_by(ImportMapping.source)
    return [MappingRow(row.source, row.mapping, row.changed_at) for row in session.scalars(query)]


def imports(session: Session, limit: int = 10) -> list[ImportRow]:
    """What was taken in, the newest first: by oneself, or by everyone for an administrator.

    Raises Forbidden.
    """
    require(session, Role.AGENT, Role.DIVISION_HEAD)
    query = (
        select(OrderImport, Person.name)
        .join(Person, Person.id == OrderImport.person_id)
        .order_by(OrderImport.id.desc())
        .limit(limit)
    )
    return [
        ImportRow(row.source, row.name, row.counts, row.imported_at, person)
        for row, person in session.execute(query)
    ]


def check_source(session: Session, source: str, division_id: int) -> str:
    """The name of a source of this division. Raises Forbidden, EntryRefused or SourceTaken."""
    check_division(session, division_id)
    name = entry(source, 40)
    query = select(exists().where(WorkOrder.source == name, WorkOrder.division_id != division_id))
    # It tells only whether the name is in use.
    taken = session.scalar(query.execution_options(**EVERYTHING))
    if name == BY_HAND or taken:
        raise SourceTaken(name)
    return name


def present(session: Session, source: str, numbers: Sequence[str]) -> dict[str, Present]:
    """The orders of a source by number, of at most some thousand numbers."""
    asked = (WorkOrder.source == printable(source), WorkOrder.number.in_(numbers))
    columns = [getattr(WorkOrder, name) for name in COMPARED]
    query = select(WorkOrder.number, WorkOrder.id, WorkOrder.version, *columns).where(*asked)
    found = session.execute(query).all()
    ids = [row.id for row in found]
    by_hand = worked_on(session, ids)
    held = by_hand | bound(session, ids)
    return {
        row[0]: Present(row[1], row[2], row[1] in by_hand, row[1] in held, tuple(row[3:]))
        for row in found
    }


def worked_on(session: Session, ids: Sequence[str]) -> set[str]:
    """Which of at most some thousand orders people worked on here."""
    query = select(OrderStep.order_id).where(OrderStep.kind != IMPORTED)
    return set(session.scalars(query.where(OrderStep.order_id.in_(ids)).distinct()))


def bound(session: Session, ids: Sequence[str]) -> set[str]:
    """Which of some orders people called back for their unit, or decided on in its account."""
    calls = select(Callback.order_id).where(Callback.order_id.in_(ids))
    decided = (
        select(AccountEvent.order_id)
        .join(AccountDecision, AccountDecision.event_id == AccountEvent.id)
        .where(AccountEvent.order_id.in_(ids), AccountDecision.person_id.is_not(None))
    )
    return {str(key) for query in (calls, decided) for key in session.scalars(query)}
