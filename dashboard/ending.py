"""How an audit ends: signed on the glass, given back with remarks, corrected by a new version."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from checklists.model import Sheet
from checklists.scoring import SheetScore
from dashboard.words import _
from db import signatures
from db.actors import Actor, Role
from db.answers import CurrentAnswer, filled_sheet
from db.audits import AuditFilter, AuditPage, corrections_of, get_audit, list_audits
from db.correcting import correct_audit
from db.errors import AuditNotFound
from db.period_guard import in_state
from db.returning import ReturnRow, return_audit, returns_of
from db.rows import AuditRow
from db.scores import score_of
from db.session import database
from db.signatures import Signing
from db.signed import SignatureRow, signature_of

MOST_AT_ONCE = 50
"""So many audits that wait for a confirmation are shown, and can be confirmed at once."""


@dataclass(frozen=True)
class Ending:
    """What became of an audit besides its answers.

    `corrected` is the audit whose place it takes, as far as one sees it; `corrections` are the
    versions that take its own place, the oldest first; `returns` have the newest first.
    """

    signature: SignatureRow | None
    returns: tuple[ReturnRow, ...]
    corrected: AuditRow | None
    corrections: tuple[AuditRow, ...]


@dataclass(frozen=True)
class Version:
    """One version of an audit, to be laid beside another one."""

    audit: AuditRow
    sheet: Sheet
    answers: dict[str, CurrentAnswer]
    score: SheetScore


def ending_of(actor: Actor, audit_id: str) -> Ending:
    """Signature, returns and versions of an audit. Raises AuditNotFound."""
    with database().read(actor) as session:
        audit = get_audit(session, audit_id)
        corrected = None
        if audit.corrects is not None:
            # Another inspector may have made it, whose audits one does not see.
            with suppress(AuditNotFound):
                corrected = get_audit(session, audit.corrects)
        return Ending(
            signature_of(session, audit_id),
            tuple(returns_of(session, audit_id)),
            corrected,
            tuple(corrections_of(session, audit_id)),
        )


def version_of(actor: Actor, audit_id: str) -> Version:
    """An audit with its answers and the score it was submitted with. Raises AuditNotFound."""
    with database().read(actor) as session:
        audit = get_audit(session, audit_id)
        filled = filled_sheet(session, audit_id)
        stored = score_of(session, audit_id)
    score = filled.score() if stored is None else stored.score
    return Version(audit, filled.sheet, filled.answers, score)


def returned_to(actor: Actor) -> tuple[AuditPage, dict[str, str]]:
    """The audits given back that whoever acts fills in, and on each who said what, in words."""
    with database().read(actor) as session:
        wanted = AuditFilter(state="returned", filled_in_by=actor.person_id)
        page = list_audits(session, wanted, limit=50)
        newest = {row.id: returns_of(session, row.id)[0] for row in page.rows}
    return page, {key: _words(row) for key, row in newest.items()}


@dataclass(frozen=True)
class Waiting:
    """Some of the audits to confirm, and how many of all of them count nowhere until then."""

    page: AuditPage
    needed: int


def waiting_for(actor: Actor) -> Waiting:
    """What whoever acts is to confirm: for an administrator only what counts nowhere until then.

    What lies in a sealed period can no longer be confirmed and is left out, and what one filled in
    is for somebody else to confirm. At most MOST_AT_ONCE
    are given; what counts nowhere until it is confirmed comes first, each the newest first.
    """
    heads = actor.divisions(Role.DIVISION_HEAD)
    wanted = AuditFilter(
        state="submitted",
        unconfirmed=True,
        divisions=heads or None,
        asks_confirmation=not heads,
        not_by=actor.person_id,
    )
    with database().read(actor) as session:
        sealed = {month for one in in_state(session, "sealed") for month in one.months}
        wanted = replace(wanted, not_in=frozenset(sealed) or None)
        needed = list_audits(session, replace(wanted, asks_confirmation=True), limit=1)
        return Waiting(list_audits(session, wanted, limit=MOST_AT_ONCE), needed.total)


def _words(row: ReturnRow) -> str:
    said = [row.remark] if row.remark else []
    if row.remarks:
        said.append(_("remarks on {number} items", number=len(row.remarks)))
    return f"{row.person}{_(': ')}{_('; ').join(said)}"


def sign(actor: Actor, audit_id: str, signing: Signing) -> SignatureRow:
    """Keep what the audited person signed; the same once more changes nothing."""
    with database().write(actor) as session:
        return signatures.sign(session, audit_id, actor.me, signing, datetime.now(UTC))


def unsign(actor: Actor, audit_id: str, signature: str) -> None:
    """Take a signature out again."""
    with database().write(actor) as session:
        signatures.unsign(session, audit_id, actor.me, signature)


def give_back(actor: Actor, audit_id: str, remark: str, remarks: Mapping[str, str]) -> AuditRow:
    """Give a submitted audit back to its inspector, with remarks by item."""
    with database().write(actor) as session:
        return return_audit(session, audit_id, remark, remarks, datetime.now(UTC))


def correct(actor: Actor, audit_id: str, reason: str) -> AuditRow:
    """Open a new version of a submitted audit, to be mended."""
    with database().write(actor) as session:
        return correct_audit(session, audit_id, actor.me, reason, datetime.now(UTC))
