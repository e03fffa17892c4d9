"""Answers: recorded operation by operation, with their history; the present one an item."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Text, bindparam, cast, select
from sqlalchemy.orm import Session

from checklists.model import Sheet
from checklists.scoring import SheetScore, score_sheet
from db.counting import counts
from db.errors import AuditClosed, AuditNotFound
from db.findings import repeated_items
from db.incoming import Operation, OperationResult
from db.locking import lock_audit
from db.models import OPEN, Answer, Audit, Person, SheetVersion
from db.models import Operation as Stored
from db.recording import Batch
from db.scope import PREPARED
from db.sealing import HistoryEntry, hash_of
from db.sheets import sheet_with
from db.texts import printable


@dataclass(frozen=True)
class CurrentAnswer:
    """The present answer of an item: canonical JSON or None, the note, and how it came about.

    `by` is who gave it, `at` when it arrived here.
    """

    item: str
    answer: dict[str, Any] | None
    note: str
    sequence: int
    client: str
    operation_id: str
    way: str
    by: str
    at: datetime


@dataclass(frozen=True)
class FilledSheet:
    """An audit's sheet with its present answers by item code.

    `repeated` are items that lose more because points were lost on them before; it is looked up
    only where the scheme multiplies at all.
    """

    audit_id: str
    state: str
    sheet: Sheet
    answers: dict[str, CurrentAnswer]
    repeated: frozenset[str] = frozenset()

    @property
    def sequence(self) -> int:
        """The highest sequence an answer has, 0 before the first; a tablet counts on from it."""
        return max((answer.sequence for answer in self.answers.values()), default=0)

    def score(self) -> SheetScore:
        """What the present answers score."""
        given = {code: now.answer for code, now in self.answers.items()}
        return score_sheet(self.sheet, given, self.repeated)


def record_operations(
    session: Session,
    audit_id: str,
    person_id: int,
    operations: Sequence[Operation],
    now: datetime,
) -> list[OperationResult]:
    """Record a batch; one result an operation, in its order.

    Each is accepted, superseded (a later one for its item is stored: kept in the history only),
    a conflict (the same, until a person decides: it was given elsewhere, in view of another
    answer than the present one) or refused (nothing of it is stored). The later one is that with
    the higher sequence, then client, then id, in whichever order they arrive. One whose id is
    stored gets its status again and changes nothing, even after the audit was closed; with other
    content it is refused.
    Raises AuditNotFound, PersonNotFound, or AuditClosed where anything but replays arrives.
    """
    audit = lock_audit(session, audit_id, person_id)
    batch = Batch.opened(session, audit, operations)
    results = [batch.take(operation) for operation in operations]
    if audit.state not in OPEN and batch.replays < len(operations):
        raise AuditClosed(audit.state)
    batch.store(session, person_id, now)
    return results


def current_answers(session: Session, audit_id: str) -> dict[str, CurrentAnswer]:
    """The present answers of an audit by item code; a cleared item has the answer None."""
    rows = session.execute(_NOW, {"audit": printable(audit_id)})
    return {row.item: CurrentAnswer(*row) for row in rows}


_NOW = (
    select(
        Answer.item,
        Answer.answer,
        Answer.note,
        Answer.sequence,
        Answer.client,
        Answer.operation_id,
        Stored.way,
        Person.name,
        Stored.received_at,
    )
    .join(Stored, Answer.operation_id == Stored.id)
    .join(Person, Stored.person_id == Person.id)
    .where(Answer.audit_id == bindparam("audit"))
    .execution_options(**PREPARED)
)


def filled_sheet(session: Session, audit_id: str) -> FilledSheet:
    """An audit's sheet, state and present answers, in two statements. Raises AuditNotFound."""
    found = session.execute(_SHEET, {"audit": printable(audit_id)}).one_or_none()
    if found is None:
        raise AuditNotFound(audit_id)
    sheet = sheet_with(session, found.content_hash)
    answers = current_answers(session, audit_id)
    repeated = repeated_items(session, audit_id) if sheet.scheme.multiplier != 1 else frozenset()
    return FilledSheet(audit_id, found.state, sheet, answers, repeated)


_SHEET = (
    select(Audit.state, SheetVersion.content_hash)
    .join(SheetVersion, Audit.sheet_version_id == SheetVersion.id)
    .where(Audit.id == bindparam("audit"))
    .execution_options(**PREPARED)
)


def history(session: Session, audit_id: str, item: str | None = None) -> list[HistoryEntry]:
    """Everything that was ever stored for an audit, or for one item of it, as it arrived."""
    query = select(
        Stored.id,
        Stored.item,
        Stored.answer,
        Stored.note,
        Stored.client,
        Stored.sequence,
        Stored.made_at,
        Stored.received_at,
        Stored.person_id,
        Stored.status,
        Stored.way,
        Stored.base,
    ).where(Stored.audit_id == printable(audit_id))
    if item is not None:
        query = query.where(Stored.item == printable(item))
    query = query.order_by(Stored.received_at, Stored.sequence, Stored.client, Stored.id)
    return [HistoryEntry(*row) for row in session.execute(query)]


def history_hash(session: Session, audit_id: str) -> str:
    """SHA-256 over every operation of an audit; the trail keeps it when the audit is submitted."""
    return hash_of(history(session, audit_id))


def answer_texts(
    session: Session,
    sheet_version_id: int,
    first_period: str,
    last_period: str,
    state: str = "submitted",
    *,
    items: Sequence[str] | None = None,
) -> list[tuple[str, str, str | None]]:
    """(audit, item, canonical JSON text or None) of many audits of one sheet version.

    It is what `checklists.columnar.score_audits` decodes in one pass; periods are inclusive, and
    `items` are all unless some are named. Of submitted audits those are left out that wait for a
    confirmation.
    """
    wanted = counts() if state == "submitted" else Audit.state == state
    query = (
        select(Answer.audit_id, Answer.item, cast(Answer.answer, Text))
        .join(Audit, Answer.audit_id == Audit.id)
        .where(
            Audit.sheet_version_id == sheet_version_id,
            wanted,
            Audit.period.between(first_period, last_period),
        )
        .order_by(Answer.audit_id, Answer.item)
    )
    if items is not None:
        query = query.where(Answer.item.in_(items))
    return [(audit, item, text) for audit, item, text in session.execute(query)]
