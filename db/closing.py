"""Closing an audit: submitted with its score and ledger, or void with a reason."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from checklists.scoring import SheetScore
from db.answers import filled_sheet, history_hash
from db.audits import get_audit
from db.correcting import take_place
from db.errors import AuditClosed, ReasonMissing
from db.findings import repeated_items
from db.locking import check_own, lock_audit
from db.models import OPEN, Audit
from db.period_guard import check_change
from db.photos import photo_hashes
from db.presence import forget_devices
from db.ready import check_ready
from db.rows import AuditRow
from db.scores import save_score, score_of
from db.signed import signature_hash
from db.sources import source_hashes
from db.texts import entry
from db.trail import note
from db.unit_months import renew

REASON_LENGTH = 500


def submit_audit(
    session: Session,
    audit_id: str,
    person_id: int,
    now: datetime,
    confirmed: Collection[str] = (),
    *,
    client: str = "",
    without: Collection[str] = (),
) -> SheetScore:
    """Score the present answers and close the audit; a second time gives the same score.

    `confirmed` are the items a person said stay open; they count as not applicable. `client` is
    the device that submits, `without` are others that a person said not to wait for.
    A corrected version takes the place of the audit it corrects. Where more is left out than the
    scheme's limit the audit counts only once it is confirmed.
    Raises AuditNotFound, PersonNotFound, AuditClosed for a void or replaced audit, NotCorrectable,
    and what is in the way: ConflictsOpen, AnswersUnsent while another device may hold answers,
    UnansweredItems with the items that are neither answered nor confirmed, MustBeJudged with those
    that cannot be left out, ProofMissing, SignatureStale, or SeveralObstacles with several of them.
    In a sealed month nothing but PeriodSealed.
    """
    audit = lock_audit(session, audit_id, person_id)
    if audit.state in ("void", "replaced"):
        raise AuditClosed(audit.state)
    if audit.state == "submitted" and (stored := score_of(session, audit_id)) is not None:
        return stored.score
    check_change(session, audit.period)
    filled = replace(filled_sheet(session, audit_id), repeated=repeated_items(session, audit_id))
    score = filled.score()
    missed = check_ready(session, filled, score, confirmed, client=client, without=without, now=now)
    save_score(session, audit_id, score, audit.content_hash, now)
    session.execute(
        update(Audit)
        .where(Audit.id == audit_id)
        .values(
            state="submitted",
            submitted_at=now,
            submitted_by=person_id,
            asks_confirmation=score.over_skip_limit,
        )
    )
    waits = {"asks_confirmation": True} if score.over_skip_limit else {}
    after = {"k": score.k, "k1": score.k1, "k2": score.k2, "k3": score.k3, "grade": score.grade}
    sealed = {
        "rules": audit.content_hash,
        "answers": history_hash(session, audit_id),
        "photos": photo_hashes(session, audit_id),
    }
    sealed |= {"signature": signed} if (signed := signature_hash(session, audit_id)) else {}
    sealed |= {"sources": sources} if (sources := source_hashes(session, audit_id)) else {}
    left = {"without": [f"{one.person} {one.client}" for one in missed]} if missed else {}
    before = {"state": audit.state}
    told = {**after, **waits, **sealed, **left}
    note(session, "submitted", "audit", audit_id, before=before, after=told)
    forget_devices(session, audit_id)
    take_place(session, audit_id)
    renew(session, audit_id)
    return score


def void_audit(
    session: Session, audit_id: str, person_id: int, reason: str, now: datetime
) -> AuditRow:
    """Take an audit out of all evaluations; its answers and score stay readable.

    A draft in a sealed month may be made void: it never counted there.
    Raises AuditNotFound, Forbidden for who only helps to fill it in, AuditClosed (it is void or
    replaced), PersonNotFound, ReasonMissing, EntryRefused or PeriodSealed.
    """
    if not reason.strip():
        raise ReasonMissing
    audit = lock_audit(session, audit_id, person_id)
    check_own(session, audit)
    if audit.state in ("void", "replaced"):
        raise AuditClosed(audit.state)
    if audit.state not in OPEN:
        check_change(session, audit.period)
    reason = entry(reason, REASON_LENGTH)
    session.execute(
        update(Audit)
        .where(Audit.id == audit_id)
        .values(
            state="void",
            voided_at=now,
            voided_by=person_id,
            void_reason=reason,
        )
    )
    before, after = {"state": audit.state}, {"state": "void"}
    note(session, "voided", "audit", audit_id, before=before, after=after, reason=reason)
    if audit.state == "submitted":
        renew(session, audit_id)
    return get_audit(session, audit_id)
