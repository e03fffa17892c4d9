"""Loading many finished audits at once: the demo organisation, and files taken over."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import insert
from sqlalchemy.orm import Session

from checklists.scoring import SheetScore
from db.actors import Role, require
from db.base import Base
from db.models import Answer, Audit, Operation, Score
from db.models_access import METADATA
from db.period_guard import check_change
from db.proof import HistorySum
from db.scores import score_values
from db.sealing import HistoryEntry, hash_of
from db.trail import note
from db.unit_months import Key, renew_all

BATCH = 200
"""So many audits go in together: memory stays small, and statements stay few."""

# An answer that came in bulk has an id of its own in the history, and always the same.
NAMESPACE = UUID("5d0e4c3a-6f0b-5b7e-9a55-1c8f6b0f2d11")


@dataclass(frozen=True)
class AuditBundle:
    """An audit with its answers: canonical JSON by item code, as `Answer.dump` gives it.

    With a score the audit is submitted, at `submitted_at` or else at `created_at` and by the
    inspector; without one it is a draft. `rules_hash` is the sheet's content hash.
    """

    id: str
    unit_id: int
    sheet: str
    sheet_version_id: int
    rules_hash: str
    period: str
    kind: str
    subject: str
    audited_on: date
    inspector_id: int
    created_at: datetime
    answers: Mapping[str, Mapping[str, Any] | None]
    notes: Mapping[str, str] = field(default_factory=dict)
    score: SheetScore | None = None
    submitted_at: datetime | None = None


def load_audits(session: Session, bundles: Iterable[AuditBundle]) -> int:
    """Insert audits with history, answers and scores; how many there were.

    Answers are taken as they are: whoever calls this has put them through `read_answer`. Audits
    that were finished elsewhere count as they are and ask for no confirmation here.
    The trail gets one entry, with a sum over the histories of those that are submitted.
    Raises Forbidden, or PeriodSealed for an audit of a sealed month.
    """
    require(session, Role.ADMINISTRATOR)
    remaining = iter(bundles)
    number, histories, changed = 0, HistorySum(), set[Key]()
    while batch := list(islice(remaining, BATCH)):
        check_change(session, *{bundle.period for bundle in batch})
        _insert(session, Audit, [_audit(bundle) for bundle in batch])
        operations = [row for bundle in batch for row in _operations(bundle)]
        _insert(session, Operation, operations)
        _insert(session, Answer, [_answer(row) for row in operations])
        _insert(session, Score, [row for bundle in batch for row in _score(bundle)])
        number += len(batch)
        for bundle in batch:
            if bundle.score is not None:
                histories.add(bundle.id, hash_of(_history(bundle)))
                changed.add(Key(bundle.unit_id, bundle.period, bundle.sheet))
    if number:
        after = {"audits": number, "submitted": histories.number, "histories": histories.text}
        note(session, "loaded", "audits", "", after=after)
    renew_all(session, changed)
    return number


def _insert(session: Session, table: type[Base], rows: list[dict[str, Any]]) -> None:
    # Into the bare table: the mapping of classes would cost as much again as the rows.
    if rows:
        session.execute(insert(METADATA.tables[table.__tablename__]), rows)


def _audit(bundle: AuditBundle) -> dict[str, Any]:
    submitted = bundle.score is not None
    return {
        "id": bundle.id,
        "unit_id": bundle.unit_id,
        "sheet": bundle.sheet,
        "sheet_version_id": bundle.sheet_version_id,
        "period": bundle.period,
        "kind": bundle.kind,
        "subject": bundle.subject,
        "audited_on": bundle.audited_on,
        "inspector_id": bundle.inspector_id,
        "state": "submitted" if submitted else "draft",
        "created_at": bundle.created_at,
        "submitted_at": _submitted_at(bundle) if submitted else None,
        "submitted_by": bundle.inspector_id if submitted else None,
    }


def _submitted_at(bundle: AuditBundle) -> datetime:
    return bundle.submitted_at or bundle.created_at


def _operations(bundle: AuditBundle) -> Iterator[dict[str, Any]]:
    client = str(uuid5(NAMESPACE, bundle.id))
    for sequence, (item, answer) in enumerate(bundle.answers.items(), start=1):
        yield {
            "id": str(uuid5(NAMESPACE, f"{bundle.id}/{item}")),
            "audit_id": bundle.id,
            "item": item,
            "client": client,
            "sequence": sequence,
            "answer": answer,
            "note": bundle.notes.get(item, ""),
            "made_at": bundle.created_at,
            "received_at": bundle.created_at,
            "person_id": bundle.inspector_id,
            "status": "accepted",
        }


def _history(bundle: AuditBundle) -> Iterator[HistoryEntry]:
    for row in _operations(bundle):
        yield HistoryEntry(**{name: value for name, value in row.items() if name != "audit_id"})


def _answer(operation: Mapping[str, Any]) -> dict[str, Any]:
    columns = ("audit_id", "item", "answer", "note", "sequence", "client")
    return {**{name: operation[name] for name in columns}, "operation_id": operation["id"]}


def _score(bundle: AuditBundle) -> Iterator[dict[str, Any]]:
    if bundle.score is not None:
        yield score_values(bundle.id, bundle.score, bundle.rules_hash, _submitted_at(bundle))
