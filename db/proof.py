"""Whether audits still say what they said when they were submitted: checked against the trail."""

import hashlib
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from checklists.exact import plain
from db.models import Answer, Audit, Operation, Score, SheetVersion
from db.models_access import Trail
from db.models_tablet import Photo, Signature
from db.sealing import HistoryEntry, hash_of
from db.signed import hash_of_signature
from db.sources import every_source_hash
from db.trail import first_broken


class HistorySum:
    """A sum over the histories of many audits, the same in whichever order they come."""

    def __init__(self) -> None:
        self.number = 0
        self.total = 0

    def add(self, audit_id: str, history: str) -> None:
        """Add the hash of the history of one audit."""
        told = hashlib.sha256(f"{audit_id} {history}".encode()).digest()
        self.number += 1
        self.total = (self.total + int.from_bytes(told)) % 2**256

    def take_out(self, audit_id: str, history: str) -> None:
        """Take the hash of the history of an audit out again."""
        told = hashlib.sha256(f"{audit_id} {history}".encode()).digest()
        self.number -= 1
        self.total = (self.total - int.from_bytes(told)) % 2**256

    @property
    def text(self) -> str:
        """The sum as 64 hexadecimal digits."""
        return f"{self.total:064x}"


def verify(session: Session) -> list[str]:
    """What is wrong with the trail and with the answers it vouches for, in words; [] if nothing is.

    Raises Forbidden.
    """
    broken = first_broken(session)
    chain = [] if broken is None else [f"Trail: entry {broken} was changed, moved or taken out."]
    return chain + answer_faults(session)


def answer_faults(session: Session) -> list[str]:
    """In words: each submitted audit that differs from what the trail kept of it."""
    kept, loaded = _kept(session)
    histories = _histories(session)
    faults: list[str] = []
    found = HistorySum()
    signed = {row.audit_id: hash_of_signature(row) for row in session.scalars(select(Signature))}
    photos, sources = _photos(session), every_source_hash(session)
    for audit, version, score in session.execute(_submitted()):
        entries = histories.get(audit.id, [])
        if audit.id in kept:
            vouched = kept.pop(audit.id)
            faults += _faults(vouched, audit.id, hash_of(entries), version, score)
            if vouched.get("signature") != signed.get(audit.id):
                faults.append(f"Audit {audit.id}: its signature differs from the submitted one.")
            if vouched.get("photos", []) != photos.get(audit.id, []):
                faults.append(f"Audit {audit.id}: its photos differ from the submitted ones.")
            if vouched.get("sources", []) != sources.get(audit.id, []):
                faults.append(f"Audit {audit.id}: its sources differ from the submitted ones.")
        else:
            found.add(audit.id, hash_of(entries))
    if (found.number, found.total) != (loaded.number, loaded.total):
        faults.append(
            f"Audits loaded at once: the trail keeps {loaded.number}, there are {found.number}, "
            "or their answer history differs from what the trail kept."
        )
    faults += [f"Audit {key}: the trail says it was submitted, it is not." for key in sorted(kept)]
    return faults + _not_present(session, histories)


def _photos(session: Session) -> dict[str, list[str]]:
    query = (
        select(Photo.audit_id, Photo.sha256)
        .where(Photo.removed_at.is_(None))
        .order_by(Photo.audit_id, Photo.sha256)
    )
    rows = session.execute(query)
    return {
        str(key): [row.sha256 for row in found]
        for key, found in groupby(rows, key=lambda row: row.audit_id)
    }


def _submitted() -> Any:
    return (
        select(Audit, SheetVersion.content_hash, Score)
        .join(SheetVersion, SheetVersion.id == Audit.sheet_version_id)
        .outerjoin(Score, Score.audit_id == Audit.id)
        .where(Audit.submitted_at.is_not(None))
        .order_by(Audit.id)
    )


def _kept(session: Session) -> tuple[dict[str, dict[str, Any]], HistorySum]:
    """What each audit was submitted with last, and the sum of those that were loaded at once."""
    kept: dict[str, dict[str, Any]] = {}
    loaded = HistorySum()
    query = select(Trail.action, Trail.object_id, Trail.after).order_by(Trail.id)
    for action, key, after in session.execute(
        query.where(Trail.object_kind.in_(("audit", "audits")))
    ):
        if action == "submitted":
            kept[key] = after or {}
        elif action == "returned" and kept.pop(key, None) is None:
            loaded.take_out(key, after["answers"])
        elif action == "loaded":
            loaded.total = (loaded.total + int(after["histories"], 16)) % 2**256
            loaded.number += after["submitted"]
    return kept, loaded


def _histories(session: Session) -> dict[str, list[HistoryEntry]]:
    names = list(HistoryEntry.__annotations__)
    columns = [getattr(Operation, name) for name in names]
    query = (
        select(Operation.audit_id, *columns)
        .join(Audit, Audit.id == Operation.audit_id)
        .where(Audit.submitted_at.is_not(None))
        .order_by(Operation.audit_id)
    )
    rows = session.execute(query)
    return {
        key: [HistoryEntry(*row[1:]) for row in found]
        for key, found in groupby(rows, key=lambda row: str(row[0]))
    }


def _faults(
    kept: dict[str, Any], audit_id: str, history: str, version: str, score: Score | None
) -> Iterator[str]:
    if kept.get("answers") != history:
        yield f"Audit {audit_id}: its answer history differs from the one that was submitted."
    if kept.get("rules") != version:
        yield f"Audit {audit_id}: its sheet is not the one it was submitted under."
    names = ("k", "k1", "k2", "k3", "grade")
    present = {name: _said(getattr(score, name, None)) for name in names}
    if score is None or any(kept.get(name) != value for name, value in present.items()):
        yield f"Audit {audit_id}: its score differs from the one that was submitted."


def _said(value: Any) -> Any:
    return value if value is None or isinstance(value, str) else plain(value)


def _not_present(session: Session, histories: dict[str, list[HistoryEntry]]) -> list[str]:
    query = (
        select(Answer.audit_id, Answer.item, Answer.answer, Answer.note, Answer.operation_id)
        .join(Audit, Audit.id == Answer.audit_id)
        .where(Audit.submitted_at.is_not(None))
        .order_by(Answer.audit_id, Answer.item)
    )
    present = {
        key: {row.item: (row.answer, row.note, row.operation_id) for row in found}
        for key, found in groupby(session.execute(query), key=lambda row: str(row.audit_id))
    }
    return [
        f"Audit {key}: its present answers are not the last ones of its history."
        for key in sorted(present.keys() | histories.keys())
        if present.get(key, {}) != _last(histories.get(key, []))
    ]


def _last(entries: list[HistoryEntry]) -> dict[str, tuple[Any, str, str]]:
    # A conflict may have a higher sequence than the present answer: it was never accepted.
    taken = (one for one in entries if one.status == "accepted")
    ordered = sorted(taken, key=lambda one: (one.sequence, one.client, one.id))
    return {one.item: (one.answer, one.note, one.id) for one in ordered}
