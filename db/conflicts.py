"""Conflicts: answers given without knowledge of another one, until a person decides."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.orm import Session

from checklists.errors import N_
from db.errors import DataError
from db.incoming import Fact, Operation
from db.models import Operation as Stored
from db.models import Person
from db.models_tablet import Conflict
from db.scope import PREPARED
from db.texts import printable


class ConflictsOpen(DataError):
    """Items have two answers of which nobody has chosen one; `codes` lists them."""

    def __init__(self, codes: Collection[str]) -> None:
        self.codes = tuple(codes)
        super().__init__(
            N_("{number} items have two different answers. Choose one for each first."),
            number=len(self.codes),
        )


@dataclass(frozen=True)
class ConflictRow:
    """An answer that stands against an item's present one: what, by whom, when it arrived."""

    operation_id: str
    item: str
    answer: dict[str, Any] | None
    note: str
    client: str
    by: str
    at: datetime


@dataclass
class Rival:
    """A conflict as a batch judges it; `settled_by` is the operation that closed it."""

    id: str
    item: str
    client: str
    rank: tuple[int, str, str]
    said: tuple[dict[str, Any] | None, str]
    settled_by: str | None = None


@dataclass
class Rivals:
    """The conflicts of some items of an audit while a batch is judged."""

    known: dict[str, Rival]
    raised: list[dict[str, Any]] = field(default_factory=list)
    closed: list[Rival] = field(default_factory=list)
    decided: list[tuple[Rival, Fact]] = field(default_factory=list)

    @staticmethod
    def of(session: Session, audit_id: str, items: Collection[str]) -> "Rivals":
        """Read the conflicts of some items, open and settled ones."""
        rows = session.execute(_OF_ITEMS, {"audit": audit_id, "items": list(items)})
        found = (
            Rival(id_, item, client, (sequence, client, id_), (answer, note), settled_by)
            for id_, item, client, sequence, answer, note, settled_by in rows
        )
        return Rivals({rival.id: rival for rival in found})

    def is_open(self, id_: str) -> bool:
        """Whether an operation is a conflict that nobody has decided."""
        return id_ in self.known and self.known[id_].settled_by is None

    def knows_all(self, operation: Operation) -> bool:
        """Whether all that an operation decides are conflicts of its item."""
        return all(
            id_ in self.known and self.known[id_].item == operation.item
            for id_ in operation.settles
        )

    def has_newer(self, fact: Fact) -> bool:
        """Whether the same tablet has a later answer to the item that waits for a decision."""
        return any(rival.rank > fact.rank for rival in self._own(fact))

    def raise_against(self, fact: Fact, against: str) -> None:
        """Let an answer stand against the present one; it takes the place of the tablet's own."""
        for rival in list(self._own(fact)):
            self._close(rival, fact)
        self.known[fact.id] = Rival(
            fact.id, fact.item, fact.client, fact.rank, (fact.answer, fact.note)
        )
        self.raised.append(
            {
                "operation_id": fact.id,
                "audit_id": fact.audit_id,
                "item": fact.item,
                "against": against,
            }
        )

    def agree(self, fact: Fact, settles: Collection[str]) -> None:
        """Close what an answer decides: what it names, what says the same, its tablet's own."""
        own = {rival.id for rival in self._own(fact)}
        for rival in list(self._open(fact.item)):
            same = rival.said == (fact.answer, fact.note)
            if same or rival.id in settles or rival.id in own:
                self._close(rival, fact)
                self.decided.append((rival, fact))

    def _open(self, item: str) -> Iterator[Rival]:
        return (r for r in self.known.values() if r.item == item and r.settled_by is None)

    def _own(self, fact: Fact) -> Iterator[Rival]:
        return (rival for rival in self._open(fact.item) if rival.client == fact.client)

    def _close(self, rival: Rival, fact: Fact) -> None:
        rival.settled_by = fact.id
        self.closed.append(rival)

    def store(self, session: Session, now: datetime) -> None:
        """Keep what was raised and what was closed; the operations must be stored before."""
        if self.raised:
            session.execute(insert(Conflict), [{**row, "raised_at": now} for row in self.raised])
        for rival in self.closed:
            session.execute(
                update(Conflict)
                .where(Conflict.operation_id == rival.id, Conflict.settled_at.is_(None))
                .values(settled_at=now, settled_by=rival.settled_by)
            )


_OF_ITEMS = (
    select(
        Stored.id,
        Stored.item,
        Stored.client,
        Stored.sequence,
        Stored.answer,
        Stored.note,
        Conflict.settled_by,
    )
    .join(Stored, Stored.id == Conflict.operation_id)
    .where(
        Conflict.audit_id == bindparam("audit"),
        Conflict.item.in_(bindparam("items", expanding=True)),
    )
    .execution_options(**PREPARED)
)


def open_conflicts(session: Session, audit_id: str) -> list[ConflictRow]:
    """The answers of an audit that wait for a decision, by item and as they arrived."""
    query = (
        select(
            Stored.id,
            Stored.item,
            Stored.answer,
            Stored.note,
            Stored.client,
            Person.name,
            Stored.received_at,
        )
        .join(Conflict, Conflict.operation_id == Stored.id)
        .join(Person, Person.id == Stored.person_id)
        .where(Conflict.audit_id == printable(audit_id), Conflict.settled_at.is_(None))
        .order_by(Stored.item, Stored.received_at, Stored.id)
    )
    return [ConflictRow(*row) for row in session.execute(query)]


def audits_in_conflict(session: Session, audit_ids: Collection[str]) -> frozenset[str]:
    """Those of some audits in which an item has two answers of which nobody has chosen one."""
    query = select(Conflict.audit_id).where(
        Conflict.audit_id.in_(audit_ids), Conflict.settled_at.is_(None)
    )
    return frozenset(session.scalars(query.distinct()))


def check_decided(session: Session, audit_id: str) -> None:
    """Raises ConflictsOpen while an item of an audit has two answers."""
    items = {row.item for row in open_conflicts(session, audit_id)}
    if items:
        raise ConflictsOpen(sorted(items))
