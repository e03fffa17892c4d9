"""What an inspector does: open an audit, answer its items, submit it, make it void."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from checklists.catalogue_loader import load_catalogue
from checklists.errors import N_, WordedError
from checklists.model import Sheet
from checklists.periods import Period
from checklists.scoring import SheetScore
from dashboard.looks import today
from dashboard.words import language
from db import consents, period_guard, photos, presence
from db.actors import Actor
from db.answers import CurrentAnswer, filled_sheet, record_operations
from db.audits import create_audit, get_audit, open_drafts
from db.changes import cursor, moved_on, operations_of
from db.closing import submit_audit, void_audit
from db.conflicts import ConflictRow, open_conflicts
from db.consents import Consent
from db.findings import Findings, findings_of
from db.incoming import Operation, OperationResult
from db.locking import lock_audit
from db.models import OPEN
from db.own_work import OwnText, own_texts
from db.photos import PhotoRow
from db.presence import Device, Signal
from db.rows import AuditRow
from db.scores import score_of
from db.session import database


class AuditRefused(WordedError):
    """An audit cannot be opened as asked; says why and what to choose."""


@dataclass(frozen=True)
class OpenAudit:
    """An audit with its sheet, its answers as they are now, and the score they give.

    `conflicts` are answers that wait for a decision, `people` the other devices that have the
    audit open; `cursor` differs once any of it has changed.
    """

    audit: AuditRow
    sheet: Sheet
    answers: dict[str, CurrentAnswer]
    sequence: int
    score: SheetScore
    conflicts: Sequence[ConflictRow] = ()
    people: Sequence[Device] = ()
    cursor: str = ""
    photos: Mapping[str, Sequence[PhotoRow]] = field(default_factory=dict)


@dataclass(frozen=True)
class Recorded:
    """What became of a batch of operations, and the score of the sheet after it.

    `cursor` is what the tablet has seen by now, None where others changed something meanwhile.
    """

    results: Sequence[OperationResult]
    score: SheetScore
    sequence: int
    sheet: Sheet
    cursor: str | None = None


def begin_audit(
    actor: Actor, *, unit: int, sheet: str, period: str, kind: str, subject: str, on: date
) -> AuditRow:
    """Open a draft. Raises AuditRefused, BadPeriod, NotInForce, or what the data layer refuses."""
    month = Period.parse(period)
    if on > today():
        raise AuditRefused(
            N_("Day: {on} lies in the future. Choose today or an earlier day."), on=on
        )
    if on < month.first_day:
        raise AuditRefused(
            N_("Day: {on} lies before the period {period}. Choose a later day or another period."),
            on=on,
            period=period,
        )
    version = load_catalogue().sheet(sheet, on)
    with database().write(actor) as session:
        return create_audit(
            session,
            unit_id=unit,
            sheet=version,
            period=period,
            kind=kind,
            subject=subject,
            audited_on=on,
            inspector_id=actor.me,
            now=datetime.now(UTC),
        )


def months_closed(actor: Actor) -> frozenset[str]:
    """The months in which no audit may begin, since a period that holds them is being closed."""
    with database().read(actor) as session:
        return period_guard.months_closed(session)


def drafts(actor: Actor, unit: int, sheet: str, period: str) -> list[AuditRow]:
    """The drafts that are open for a unit, a sheet and a month."""
    with database().read(actor) as session:
        return open_drafts(session, unit, sheet, period)


def look_at(actor: Actor, audit_id: str, client: str = "") -> OpenAudit:
    """An audit as it stands, for the device that asks. Raises AuditNotFound."""
    with database().read(actor) as session:
        audit = get_audit(session, audit_id)
        filled = filled_sheet(session, audit_id)
        # What was submitted stays as it was scored, whatever is found to repeat later.
        kept = None if audit.state in OPEN else score_of(session, audit_id)
        conflicts = open_conflicts(session, audit_id)
        pictures = photos.photos_of(session, audit_id)
        people = presence.devices(session, audit_id, client, datetime.now(UTC))
        seen = cursor(session, audit_id, people)
    return OpenAudit(
        audit,
        filled.sheet,
        filled.answers,
        filled.sequence,
        filled.score() if kept is None else kept.score,
        conflicts,
        people,
        seen,
        pictures,
    )


def found_before(actor: Actor, audit_id: str) -> Findings:
    """What was found before at an audit's unit, on its sheet. Raises AuditNotFound."""
    with database().read(actor) as session:
        return findings_of(session, audit_id)


def texts_before(actor: Actor, sheet: str) -> list[OwnText]:
    """The notes and reasons one wrote oneself in earlier audits of a sheet, the newest first."""
    with database().read(actor) as session:
        return own_texts(session, sheet)


def record(
    actor: Actor,
    audit_id: str,
    operations: Sequence[Operation],
    waiting: int = 0,
    since: str = "",
) -> Recorded:
    """Take a batch of answers and score anew; `waiting` are still on the tablet afterwards.

    `since` is the cursor of what the tablet has seen. Raises AuditNotFound or AuditClosed.
    """
    now = datetime.now(UTC)
    with database().write(actor) as session:
        # Counted once nobody else can add to them.
        lock_audit(session, audit_id, actor.me)
        before = operations_of(session, audit_id)
        results = record_operations(session, audit_id, actor.me, operations, now)
        filled = filled_sheet(session, audit_id)
        taken = {result.id for result in results if result.status != "refused"}
        clients = [one.client for one in operations if one.id in taken]
        if clients and filled.state in OPEN:
            signal = Signal(clients[-1], waiting)
            presence.renew(session, audit_id, actor.me, signal, now)
        seen = moved_on(since, before, operations_of(session, audit_id))
    return Recorded(results, filled.score(), filled.sequence, filled.sheet, seen)


def submit(
    actor: Actor,
    audit_id: str,
    confirmed: set[str],
    client: str = "",
    without: Sequence[str] = (),
) -> AuditRow:
    """Submit and lock; items left open must have been confirmed, devices left out as well.

    Raises what is in the way: one of db.ready's OBSTACLES, or SeveralObstacles.
    """
    now = datetime.now(UTC)
    with database().write(actor) as session:
        submit_audit(session, audit_id, actor.me, now, confirmed, client=client, without=without)
        return get_audit(session, audit_id)


def item_names(actor: Actor, audit_id: str, codes: Sequence[str]) -> dict[str, str]:
    """The wordings of some items of an audit's sheet, in the reader's language."""
    with database().read(actor) as session:
        sheet = filled_sheet(session, audit_id).sheet
    return {item.code: item.wording.get(language()) for item in sheet.items if item.code in codes}


def make_void(actor: Actor, audit_id: str, reason: str) -> AuditRow:
    """Take an audit out of all evaluations, with a reason."""
    with database().write(actor) as session:
        return void_audit(session, audit_id, actor.me, reason, datetime.now(UTC))


def confirm(actor: Actor, audit_id: str, remark: str) -> None:
    """Confirm a submitted audit as the head of its division."""
    with database().write(actor) as session:
        consents.confirm(session, audit_id, remark, datetime.now(UTC))


def may_confirm(actor: Actor, audit_id: str) -> bool:
    """Whether it is not one's own work, which somebody else confirms. Raises AuditNotFound."""
    with database().read(actor) as session:
        return not consents.filled_in(session, audit_id)


def confirm_many(actor: Actor, audit_ids: Sequence[str]) -> tuple[int, list[WordedError]]:
    """Confirm several audits, each by itself: how many were, and why others were not.

    Raises AuditNotFound or Forbidden at the first that is none of the actor's.
    """
    done = 0
    refused: list[WordedError] = []
    for audit_id in audit_ids:
        try:
            confirm(actor, audit_id, "")
        except (consents.NotSubmitted, consents.OwnAudit) as error:
            refused.append(error)
        else:
            done += 1
    return done, refused


def acknowledge(actor: Actor, audit_id: str, statement: str) -> None:
    """Take note of a submitted audit as the representative of its unit."""
    with database().write(actor) as session:
        consents.acknowledge(session, audit_id, statement, datetime.now(UTC))


def consents_of(actor: Actor, audit_id: str) -> tuple[Consent | None, Consent | None]:
    """Who confirmed an audit, and who took note of it."""
    with database().read(actor) as session:
        return consents.confirmation(session, audit_id), consents.acknowledgement(session, audit_id)
