"""A submitted audit is corrected by a new version with a reason, which then takes its place."""

from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid4, uuid5

from sqlalchemy import exists, insert, select, update
from sqlalchemy.orm import Session

from checklists.errors import N_
from db.answers import filled_sheet
from db.audits import get_audit
from db.errors import DataError, ReasonMissing
from db.locking import check_own, lock_audit
from db.models import OPEN, Answer, Audit, Operation, Score
from db.models_tablet import Photo
from db.period_guard import check_change
from db.rows import AuditRow
from db.scope import EVERYTHING, hold
from db.sources import copy_sources
from db.texts import entry
from db.trail import note

REASON_LENGTH = 500
KEPT = ("unit_id", "sheet", "sheet_version_id", "period", "kind", "subject", "audited_on")
"""What a corrected version has of the one it corrects."""


class NotCorrectable(DataError):
    """Only what is submitted is corrected, and by one version at a time."""


def correct_audit(
    session: Session, audit_id: str, person_id: int, reason: str, now: datetime
) -> AuditRow:
    """Open a new version of a submitted audit with answers, photos and sources, to be mended.

    Its inspector does so, or an administrator. The audit stays as it is until the new version is
    submitted. Raises AuditNotFound, PersonNotFound, Forbidden, NotCorrectable, ReasonMissing,
    EntryRefused or PeriodSealed.
    """
    check_own(session, lock_audit(session, audit_id, person_id))
    old = get_audit(session, audit_id)
    if not reason.strip():
        raise ReasonMissing(N_("Say in a few words why the audit is corrected."))
    reason = entry(reason, REASON_LENGTH)
    _check_state(session, old)
    check_change(session, old.period)
    new = str(uuid4())
    hold(session, new)
    found = session.execute(select(Audit).where(Audit.id == audit_id)).scalar_one()
    fields = {name: getattr(found, name) for name in KEPT}
    fields |= {"version": old.version + 1, "corrects": old.id, "correction_reason": reason}
    session.add(Audit(id=new, state="draft", inspector_id=person_id, created_at=now, **fields))
    session.flush()
    _copy_answers(session, old.id, new, person_id, now)
    _copy_photos(session, old.id, new)
    copy_sources(session, old.id, new)
    after = {"corrects": old.id, "version": old.version + 1}
    note(session, "correction_opened", "audit", new, after=after, reason=reason)
    return get_audit(session, new)


def take_place(session: Session, audit_id: str) -> None:
    """Let a corrected version take the place of the one it corrects, as it is submitted.

    The version must have its score already. Raises NotCorrectable where the other one is no
    longer submitted.
    """
    new = get_audit(session, audit_id)
    if new.corrects is None:
        return
    hold(session, new.corrects)
    query = select(Audit.state, Score.k, Score.grade).outerjoin(Score, Score.audit_id == Audit.id)
    query = query.where(Audit.id == new.corrects).with_for_update(of=Audit)
    # Who shares in filling in the new version need not see the old one.
    state, k, grade = session.execute(query, execution_options=EVERYTHING).one()
    if state != "submitted":
        raise NotCorrectable(
            N_(
                "The audit that this one corrects was returned or made void meanwhile. "
                "Make this version void."
            )
        )
    session.execute(update(Audit).where(Audit.id == new.corrects).values(state="replaced"))
    before = {"state": "submitted", "k": k, "grade": grade}
    after = {"state": "replaced", "by": new.id, "k": new.k, "grade": new.grade}
    note(
        session,
        "replaced",
        "audit",
        new.corrects,
        before=before,
        after=after,
        reason=new.correction_reason or "",
    )


def _check_state(session: Session, old: AuditRow) -> None:
    if old.state != "submitted":
        raise NotCorrectable(N_("Only a submitted audit can be corrected."))
    query = select(exists().where(Audit.corrects == old.id, Audit.state.in_(OPEN)))
    if session.scalar(query, execution_options=EVERYTHING):
        raise NotCorrectable(
            N_("A corrected version is being filled in already. Go on with that one.")
        )


def _copy_answers(session: Session, old: str, new: str, person_id: int, now: datetime) -> None:
    filled = filled_sheet(session, old)
    client = str(uuid5(NAMESPACE_URL, f"correction {new}"))
    given = [
        filled.answers[item.code] for item in filled.sheet.items if item.code in filled.answers
    ]
    rows: list[dict[str, Any]] = [
        {
            "id": str(uuid4()),
            "audit_id": new,
            "item": now_is.item,
            "client": client,
            "sequence": number,
            "answer": now_is.answer,
            "note": now_is.note,
        }
        for number, now_is in enumerate(given, start=1)
    ]
    if not rows:
        return
    more = {"made_at": now, "received_at": now, "person_id": person_id, "status": "accepted"}
    session.execute(insert(Operation), [row | more for row in rows])
    answers = [
        {name: value for name, value in row.items() if name != "id"} | {"operation_id": row["id"]}
        for row in rows
    ]
    session.execute(insert(Answer), answers)


def _copy_photos(session: Session, old: str, new: str) -> None:
    query = select(Photo).where(Photo.audit_id == old, Photo.removed_at.is_(None))
    names = [column.name for column in Photo.__table__.columns]
    rows = [
        {name: getattr(photo, name) for name in names} | {"id": str(uuid4()), "audit_id": new}
        for photo in session.scalars(query)
    ]
    if rows:
        session.execute(insert(Photo), rows)
