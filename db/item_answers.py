"""How an item was answered in some audits: the answer, its line of the ledger, note and photos."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from checklists.model import Item
from checklists.scoring import LedgerLine, SheetScore
from db.counting import counts
from db.models import Answer, Audit, Person, Score, SheetVersion
from db.photos import PhotoRow, photos_to
from db.sheets import sheet_with
from db.texts import printable

MOST = 200
"""So many audits are shown at most, the newest ones."""


@dataclass(frozen=True)
class ItemAnswer:
    """One audit's answer to an item: when and by whom, canonical JSON or None, and the points.

    `rule` is the item as it held in the audit.
    """

    audit_id: str
    sheet: str
    period: str
    on: date
    kind: str
    subject: str
    inspector: str
    rule: Item
    line: LedgerLine
    answer: dict[str, Any] | None
    note: str
    photos: tuple[PhotoRow, ...]


def answers_to_item(session: Session, audit_ids: Iterable[str], item: str) -> list[ItemAnswer]:
    """How an item was answered in those of some audits that count, the newest first.

    Audits whoever acts does not see are left out, and so are those without the item.
    """
    query = (
        select(
            Audit.id,
            Audit.sheet,
            Audit.period,
            Audit.audited_on,
            Audit.kind,
            Audit.subject,
            Person.name,
            SheetVersion.content_hash,
            Score.ledger,
        )
        .join(Score, Score.audit_id == Audit.id)
        .join(SheetVersion, Audit.sheet_version_id == SheetVersion.id)
        .join(Person, Audit.inspector_id == Person.id)
        .where(Audit.id.in_(list(audit_ids)), counts())
        .order_by(Audit.audited_on.desc(), Audit.submitted_at.desc(), Audit.id)
        .limit(MOST)
    )
    rows = session.execute(query).all()
    given = _given(session, [row[0] for row in rows], item)
    photos = photos_to(session, [row[0] for row in rows], item)
    found = []
    for key, sheet, period, on, kind, subject, name, content_hash, ledger in rows:
        rule = sheet_with(session, content_hash).item(item)
        line = next((one for one in SheetScore.load(ledger).lines if one.item == item), None)
        if rule is not None and line is not None:
            answer, note = given.get(key, (None, ""))
            shown = tuple(photos.get(key, ()))
            found.append(
                ItemAnswer(
                    key, sheet, period, on, kind, subject, name, rule, line, answer, note, shown
                )
            )
    return found


def days_of(session: Session, unit_id: int, sheet: str | None = None) -> dict[str, date]:
    """The day of every audit of a unit that counts and that whoever acts sees, by its id."""
    query = select(Audit.id, Audit.audited_on).where(Audit.unit_id == unit_id, counts())
    if sheet is not None:
        query = query.where(Audit.sheet == printable(sheet))
    return {row[0]: row[1] for row in session.execute(query)}


def _given(
    session: Session, audit_ids: list[str], item: str
) -> Mapping[str, tuple[dict[str, Any] | None, str]]:
    query = select(Answer.audit_id, Answer.answer, Answer.note).where(
        Answer.audit_id.in_(audit_ids), Answer.item == printable(item)
    )
    return {row[0]: (row[1], row[2]) for row in session.execute(query)}
