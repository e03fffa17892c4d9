"""A batch of operations on its way into the tables: judged one by one, stored together."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from checklists.errors import AnswerRefused
from checklists.model import Sheet
from db.incoming import Fact, Operation, OperationResult, Status, checked, used_otherwise
from db.locking import LockedAudit
from db.models import Answer
from db.models import Operation as Stored
from db.scope import EVERYTHING
from db.sheets import sheet_with
from db.texts import printable


@dataclass
class Batch:
    """The operations of one request on their way into the tables."""

    audit: LockedAudit
    sheet: Sheet
    known: dict[str, tuple[Fact, Status]]
    present: dict[str, tuple[int, str, str]]
    replays: int = 0
    arrived: list[tuple[Fact, Status]] = field(default_factory=list)
    changed: dict[str, Fact] = field(default_factory=dict)

    @staticmethod
    def opened(session: Session, audit: LockedAudit, operations: Sequence[Operation]) -> "Batch":
        """Read, in two statements, what the operations have to be compared with."""
        return Batch(
            audit=audit,
            sheet=sheet_with(session, audit.content_hash),
            known=_known(session, operations),
            present=_present(session, audit.id, operations),
        )

    def take(self, operation: Operation) -> OperationResult:
        """Judge one operation; what is to be stored is noted for `store`."""
        try:
            status = self._judge(operation)
        except AnswerRefused as refusal:
            return OperationResult(operation.id, printable(operation.item), "refused", refusal)
        return OperationResult(operation.id, operation.item, status)

    def _judge(self, operation: Operation) -> Status:
        fact = checked(operation, self.audit.id, self.sheet, self.audit.audited_on)
        if fact.id in self.known:
            earlier, status = self.known[fact.id]
            if earlier != fact:
                raise used_otherwise(operation)
            self.replays += 1
            return status
        status = "superseded" if self._is_late(fact) else "accepted"
        if status == "accepted":
            self.changed[fact.item] = fact
        self.arrived.append((fact, status))
        self.known[fact.id] = fact, status
        return status

    def _is_late(self, fact: Fact) -> bool:
        changed = self.changed.get(fact.item)
        present = changed.rank if changed else self.present.get(fact.item)
        return present is not None and fact.rank < present

    def store(self, session: Session, person_id: int, now: datetime) -> None:
        """Add to the history, then bring the present answers up to it."""
        if self.arrived:
            session.execute(
                insert(Stored),
                [
                    {**vars(fact), "received_at": now, "person_id": person_id, "status": status}
                    for fact, status in self.arrived
                ],
            )
        new = [_answer(fact) for item, fact in self.changed.items() if item not in self.present]
        if new:
            session.execute(insert(Answer), new)
        later = [_answer(fact) for item, fact in self.changed.items() if item in self.present]
        if later:
            session.execute(update(Answer), later)


def _known(session: Session, operations: Sequence[Operation]) -> dict[str, tuple[Fact, Status]]:
    query = select(
        Stored.audit_id,
        Stored.id,
        Stored.item,
        Stored.client,
        Stored.sequence,
        Stored.answer,
        Stored.note,
        Stored.made_at,
        Stored.way,
        Stored.status,
    ).where(Stored.id.in_([printable(operation.id) for operation in operations]))
    # A number that stands for an answer of somebody else's audit is refused like any other.
    found = session.execute(query, execution_options=EVERYTHING)
    return {row.id: (Fact(*row[:-1]), row.status) for row in found}


def _present(
    session: Session, audit_id: str, operations: Sequence[Operation]
) -> dict[str, tuple[int, str, str]]:
    query = select(Answer.item, Answer.sequence, Answer.client, Answer.operation_id).where(
        Answer.audit_id == audit_id,
        Answer.item.in_({printable(operation.item) for operation in operations}),
    )
    return {item: (sequence, client, id_) for item, sequence, client, id_ in session.execute(query)}


def _answer(fact: Fact) -> dict[str, Any]:
    return {
        "audit_id": fact.audit_id,
        "item": fact.item,
        "answer": fact.answer,
        "note": fact.note,
        "sequence": fact.sequence,
        "client": fact.client,
        "operation_id": fact.id,
    }
