"""A batch of operations on its way into the tables: judged one by one, stored together."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.orm import Session

from checklists.errors import AnswerRefused
from checklists.model import Sheet
from db.conflicts import Rivals
from db.incoming import (
    Fact,
    Operation,
    OperationResult,
    Status,
    checked,
    unknown_conflict,
    used_otherwise,
)
from db.locking import LockedAudit
from db.models import Answer
from db.models import Operation as Stored
from db.scope import EVERYTHING, PREPARED
from db.sheets import sheet_with
from db.texts import printable
from db.trail import note


@dataclass(frozen=True)
class Present:
    """The answer an item has as a batch arrives."""

    id: str
    client: str
    sequence: int
    answer: dict[str, Any] | None
    note: str

    @property
    def rank(self) -> tuple[int, str, str]:
        """What a later answer must exceed."""
        return self.sequence, self.client, self.id


@dataclass
class Batch:
    """The operations of one request on their way into the tables."""

    audit: LockedAudit
    sheet: Sheet
    known: dict[str, tuple[Fact, Status]]
    present: dict[str, Present]
    rivals: Rivals
    replays: int = 0
    arrived: list[tuple[Fact, Status]] = field(default_factory=list)
    changed: dict[str, Fact] = field(default_factory=dict)

    @staticmethod
    def opened(session: Session, audit: LockedAudit, operations: Sequence[Operation]) -> "Batch":
        """Read, in three statements, what the operations have to be compared with."""
        items = {printable(operation.item) for operation in operations}
        return Batch(
            audit=audit,
            sheet=sheet_with(session, audit.content_hash),
            known=_known(session, operations),
            present=_present(session, audit.id, items),
            rivals=Rivals.of(session, audit.id, items),
        )

    def take(self, operation: Operation) -> OperationResult:
        """Judge one operation; what is to be stored is noted for `store`."""
        try:
            status = self._judge(operation)
        except AnswerRefused as refusal:
            return OperationResult(operation.id, printable(operation.item), "refused", refusal)
        told: Status = "conflict" if self.rivals.is_open(operation.id) else status
        return OperationResult(operation.id, operation.item, told)

    def _judge(self, operation: Operation) -> Status:
        fact = checked(operation, self.audit.id, self.sheet, self.audit.audited_on)
        if fact.id in self.known:
            earlier, status = self.known[fact.id]
            if earlier != fact:
                raise used_otherwise(operation)
            self.replays += 1
            return status
        if not self.rivals.knows_all(operation):
            raise unknown_conflict(operation)
        status = self._weigh(fact, operation.settles)
        if status == "accepted":
            self.changed[fact.item] = fact
        self.arrived.append((fact, status))
        self.known[fact.id] = fact, status
        return status

    def _weigh(self, fact: Fact, settles: Sequence[str]) -> Status:
        """Without knowledge of the present answer it is a conflict, else the later one holds."""
        now = self.changed.get(fact.item) or self.present.get(fact.item)
        if self.rivals.has_newer(fact):
            return "superseded"
        if now is not None and _is_unaware(fact, now):
            self.rivals.raise_against(fact, now.id)
            return "superseded"
        late = now is not None and fact.rank < now.rank
        if not late or _says_the_same(fact, now):
            self.rivals.agree(fact, settles)
        return "superseded" if late else "accepted"

    def store(self, session: Session, person_id: int, now: datetime) -> None:
        """Add to the history, then bring the present answers and the conflicts up to it."""
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
        self.rivals.store(session, now)
        self._note(session)

    def _note(self, session: Session) -> None:
        """Tell the trail of what was decided between, and of what was marked as a whole."""
        for rival, fact in self.rivals.decided:
            shown = self.present.get(fact.item)
            answers = [shown.answer if shown else None, rival.said[0]]
            before = {"item": fact.item, "choices": answers}
            after = {"item": fact.item, **_said(fact)}
            note(session, "conflict_decided", "audit", self.audit.id, before=before, after=after)
        marked = [fact.item for fact, _status in self.arrived if fact.way == "section"]
        if marked:
            note(session, "marked_section", "audit", self.audit.id, after={"items": marked})


def _is_unaware(fact: Fact, now: Fact | Present) -> bool:
    """Whether an answer was given on another tablet, in view of another answer than this one."""
    seen = fact.base is None or fact.base == now.id or fact.client == now.client
    return not seen and not _says_the_same(fact, now)


def _says_the_same(fact: Fact, now: Fact | Present | None) -> bool:
    return now is not None and (fact.answer, fact.note) == (now.answer, now.note)


def _said(given: Fact | Present) -> dict[str, Any]:
    return {"answer": given.answer} | ({"note": given.note} if given.note else {})


def _known(session: Session, operations: Sequence[Operation]) -> dict[str, tuple[Fact, Status]]:
    ids = [printable(operation.id) for operation in operations]
    # A number that stands for an answer of somebody else's audit is refused like any other.
    found = session.execute(_KNOWN, {"ids": ids}, execution_options=EVERYTHING)
    return {row.id: (Fact(*row[:-1]), row.status) for row in found}


_KNOWN = select(
    Stored.audit_id,
    Stored.id,
    Stored.item,
    Stored.client,
    Stored.sequence,
    Stored.answer,
    Stored.note,
    Stored.made_at,
    Stored.way,
    Stored.base,
    Stored.status,
).where(Stored.id.in_(bindparam("ids", expanding=True)))


def _present(session: Session, audit_id: str, items: set[str]) -> dict[str, Present]:
    found = session.execute(_PRESENT, {"audit": audit_id, "items": list(items)})
    return {item: Present(*given) for item, *given in found}


_PRESENT = (
    select(
        Answer.item,
        Answer.operation_id,
        Answer.client,
        Answer.sequence,
        Answer.answer,
        Answer.note,
    )
    .where(
        Answer.audit_id == bindparam("audit"),
        Answer.item.in_(bindparam("items", expanding=True)),
    )
    .execution_options(**PREPARED)
)


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
