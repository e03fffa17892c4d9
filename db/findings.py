"""What was found before: at the unit and on the sheet of an audit, item by item.

An inspector does not otherwise see the audits of others. To be fair to the unit the findings are
shown all the same: of the same unit and sheet only, and of them the day, the points lost, the
answer with its note and the photos, but not who inspected.
"""

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session

from checklists.model import Sheet
from db.counting import counts
from db.errors import AuditNotFound
from db.models import Answer, Audit, Score, SheetVersion
from db.models_tablet import Photo
from db.photo_errors import PhotoNotFound
from db.scope import FINDINGS
from db.sheets import sheet_with
from db.texts import printable

MOST = 200
"""So many audits of a unit and sheet are looked back over; more in a look-back time are not."""


@dataclass(frozen=True)
class Finding:
    """How an item was judged last time: the day, the points lost, the answer, its note, photos."""

    item: str
    audit_id: str
    on: date
    deducted: Decimal
    answer: dict[str, Any] | None
    note: str
    photos: tuple[str, ...]


@dataclass(frozen=True)
class Findings:
    """The last finding of each item that was ever judged, and where points were lost lately.

    `repeated` has the newest day within the look-back time on which points were lost, by item.
    """

    last: Mapping[str, Finding] = field(default_factory=dict)
    repeated: Mapping[str, date] = field(default_factory=dict)


def findings_of(session: Session, audit_id: str) -> Findings:
    """What was found before the day of an audit that whoever acts sees. Raises AuditNotFound."""
    this, sheet = _this(session, audit_id)
    before = _before(session, this, sheet)
    newest = _newest_lines(before)
    answers = _answers(session, newest.values())
    photos = _photos(session, newest.values())
    last = {
        item: Finding(
            item,
            row.id,
            row.audited_on,
            Decimal(line["deducted"]),
            *answers.get((row.id, item), (None, "")),
            tuple(photos.get((row.id, item), ())),
        )
        for item, (row, line) in newest.items()
    }
    return Findings(last, _repeated(before, this.audited_on, sheet))


def found_photo(session: Session, audit_id: str, photo_id: str) -> tuple[str, str]:
    """The hash and the media type of a photo that stands behind a finding of an audit.

    Raises AuditNotFound, or PhotoNotFound for a photo of no finding.
    """
    shown = {key for one in findings_of(session, audit_id).last.values() for key in one.photos}
    if photo_id not in shown:
        raise PhotoNotFound
    query = select(Photo.sha256, Photo.media_type).where(Photo.id == photo_id)
    found = session.execute(query, execution_options=FINDINGS).one()
    return found.sha256, found.media_type


def repeated_items(session: Session, audit_id: str) -> frozenset[str]:
    """The items on which the unit lost points within the look-back time. Raises AuditNotFound."""
    this, sheet = _this(session, audit_id)
    return frozenset(_repeated(_before(session, this, sheet), this.audited_on, sheet))


def _this(session: Session, audit_id: str) -> tuple[Any, Sheet]:
    # Narrowed like every query: what one does not see one asks nothing about.
    found = session.execute(
        select(
            Audit.id,
            Audit.unit_id,
            Audit.sheet,
            Audit.audited_on,
            Audit.created_at,
            Audit.corrects,
            SheetVersion.content_hash,
        )
        .join(SheetVersion, Audit.sheet_version_id == SheetVersion.id)
        .where(Audit.id == printable(audit_id))
    ).one_or_none()
    if found is None:
        raise AuditNotFound(audit_id)
    return found, sheet_with(session, found.content_hash)


def _before(session: Session, this: Any, sheet: Sheet) -> list[Row[Any]]:
    """The audits within the look-back time, the newest first; else the newest before that."""
    since = months_before(this.audited_on, sheet)
    query = _audits_before(this)
    found = session.execute(
        query.where(Audit.audited_on >= since).limit(MOST), execution_options=FINDINGS
    ).all()
    return list(found or session.execute(query.limit(1), execution_options=FINDINGS).all())


def _audits_before(this: Any) -> Select[str, date, Any]:
    earlier = (Audit.audited_on < this.audited_on) | (
        (Audit.audited_on == this.audited_on) & (Audit.submitted_at < this.created_at)
    )
    others = Audit.id.not_in([key for key in (this.id, this.corrects) if key is not None])
    return (
        select(Audit.id, Audit.audited_on, Score.ledger)
        .join(Score, Score.audit_id == Audit.id)
        .where(Audit.unit_id == this.unit_id, Audit.sheet == this.sheet, counts(), earlier, others)
        .order_by(Audit.audited_on.desc(), Audit.submitted_at.desc(), Audit.id)
    )


def _newest_lines(before: Iterable[Row[Any]]) -> dict[str, tuple[Row[Any], dict[str, Any]]]:
    newest: dict[str, tuple[Row[Any], dict[str, Any]]] = {}
    for row in before:
        for line in row.ledger["lines"]:
            if line["verdict"] is not None and line["applicable"]:
                newest.setdefault(line["item"], (row, line))
    return newest


def _repeated(before: Iterable[Row[Any]], on: date, sheet: Sheet) -> dict[str, date]:
    since, repeated = months_before(on, sheet), dict[str, date]()
    for row in before:
        for line in row.ledger["lines"]:
            if row.audited_on >= since and Decimal(line["deducted"]) > 0:
                repeated.setdefault(line["item"], row.audited_on)
    return repeated


def _answers(
    session: Session, found: Iterable[tuple[Row[Any], Any]]
) -> dict[tuple[str, str], tuple[dict[str, Any] | None, str]]:
    query = select(Answer.audit_id, Answer.item, Answer.answer, Answer.note).where(
        Answer.audit_id.in_({row.id for row, _ in found})
    )
    told = session.execute(query, execution_options=FINDINGS)
    return {(row.audit_id, row.item): (row.answer, row.note) for row in told}


def _photos(
    session: Session, found: Iterable[tuple[Row[Any], Any]]
) -> dict[tuple[str, str], list[str]]:
    query = (
        select(Photo.audit_id, Photo.item, Photo.id)
        .where(Photo.audit_id.in_({row.id for row, _ in found}), Photo.removed_at.is_(None))
        .order_by(Photo.added_at, Photo.id)
    )
    photos: dict[tuple[str, str], list[str]] = {}
    for row in session.execute(query, execution_options=FINDINGS):
        photos.setdefault((row.audit_id, row.item), []).append(row.id)
    return photos


def months_before(day: date, sheet: Sheet) -> date:
    """Since when a finding repeats: the same day so many months ago, or that month's last.

    A day that never comes where the scheme looks back over no month.
    """
    months = int(sheet.scheme.lookback_months)
    if months == 0:
        return date.max
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
