"""What people find again of their own work: texts they wrote before, and how far drafts are."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Text, cast, or_, select
from sqlalchemy.orm import Session

from db.actors import acting
from db.models import Answer, Audit, SheetVersion
from db.models import Operation as Stored
from db.sheets import sheet_with
from db.texts import printable

AUDITS_LOOKED_AT = 200
"""So many of one's newest audits of a sheet are looked through for texts."""

TEXTS_LOOKED_AT = 2000


@dataclass(frozen=True)
class OwnText:
    """A text that whoever acts wrote at an item; kind is note, reason or skipped."""

    kind: str
    item: str
    text: str


@dataclass(frozen=True)
class Progress:
    """How many of the items that must be answered are, and when the last answer arrived."""

    answered: int
    total: int
    saved_at: datetime | None


def own_texts(session: Session, sheet: str) -> list[OwnText]:
    """The notes and reasons in one's own audits of a sheet, the newest first, as often as used.

    Only what whoever acts wrote: not what a colleague added to the same audit.
    """
    me = acting(session).me
    newest = (
        select(Audit.id)
        .where(Audit.inspector_id == me, Audit.sheet == printable(sheet))
        .order_by(Audit.created_at.desc(), Audit.id)
        .limit(AUDITS_LOOKED_AT)
        .subquery()
    )
    query = (
        select(Answer.item, Answer.note, Answer.answer)
        .join(newest, newest.c.id == Answer.audit_id)
        .join(Stored, Stored.id == Answer.operation_id)
        .where(
            Stored.person_id == me,
            or_(Answer.note != "", cast(Answer.answer, Text).contains('"reason"')),
        )
        .order_by(Stored.made_at.desc(), Answer.item)
        .limit(TEXTS_LOOKED_AT)
    )
    return [text for row in session.execute(query) for text in _texts(*row)]


def _texts(item: str, note: str, answer: dict[str, Any] | None) -> Iterator[OwnText]:
    if note.strip():
        yield OwnText("note", item, note.strip())
    reason = str((answer or {}).get("reason") or "").strip()
    if answer and reason:
        skipped = answer.get("verdict") == "not_applicable"
        yield OwnText("skipped" if skipped else "reason", item, reason)


def progress(session: Session, audit_ids: Iterable[str]) -> dict[str, Progress]:
    """How far each of some audits is, in one statement; those one does not see are left out."""
    query = (
        select(
            Audit.id,
            SheetVersion.content_hash,
            Answer.item,
            Answer.answer.is_not(None),
            Stored.received_at,
        )
        .join(SheetVersion, SheetVersion.id == Audit.sheet_version_id)
        .outerjoin(Answer, Answer.audit_id == Audit.id)
        .outerjoin(Stored, Stored.id == Answer.operation_id)
        .where(Audit.id.in_([printable(key) for key in audit_ids]))
    )
    hashes: dict[str, str] = {}
    given: dict[str, set[str]] = {}
    saved: dict[str, list[datetime]] = {}
    for key, content_hash, item, is_given, at in session.execute(query):
        hashes[key] = content_hash
        given.setdefault(key, set()).update({item} if is_given else ())
        saved.setdefault(key, []).extend([at] if at else ())
    return {
        key: _progress(session, content_hash, given[key], max(saved[key], default=None))
        for key, content_hash in hashes.items()
    }


def _progress(
    session: Session, content_hash: str, given: set[str], saved_at: datetime | None
) -> Progress:
    items = sheet_with(session, content_hash).items
    must = {item.code for item in items if not item.rule.OPTIONAL}
    return Progress(len(must & given), len(must), saved_at)
