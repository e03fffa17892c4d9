"""The audited person signs on the glass, or states why not; the inspector may take it out again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from checklists.answers import read_answer
from checklists.errors import N_, AnswerRefused
from db.errors import AuditClosed, DataError
from db.locking import LockedAudit, lock_audit
from db.models import OPEN
from db.models_tablet import Signature
from db.sheets import sheet_with
from db.signed import Given, SignatureRow, Strokes, answers_hash, signature_hash, signature_of
from db.texts import entry, is_storable
from db.trail import note

NAME_LENGTH, STATEMENT_LENGTH = 80, 1000
MOST_STROKES, MOST_POINTS = 200, 20_000
WIDTH, HEIGHT = 1000, 400
"""The size of the pad that the points of a stroke are given on."""


class SignatureRefused(DataError):
    """A signature that is none: no strokes and no statement, or strokes beside the pad."""


INCOMPLETE = N_("The signature was sent incomplete. Sign once more.")


@dataclass(frozen=True)
class Signing:
    """A signature as the tablet sends it, with the answers that were on its screen."""

    id: str
    name: str
    statement: str
    strokes: Strokes
    signed_at: datetime
    seen: Given


def sign(
    session: Session, audit_id: str, person_id: int, signing: Signing, now: datetime
) -> SignatureRow:
    """Keep a signature in place of the one there was; the same once more changes nothing.

    It is given on the answers that were seen: where others are stored it is stale from the start.
    Raises AuditNotFound, PersonNotFound, Forbidden, AuditClosed, EntryRefused, SignatureRefused.
    """
    audit = lock_audit(session, audit_id, person_id)
    values = _checked(signing)
    known = session.get(Signature, audit.id)
    if known is None or known.id != signing.id:
        if audit.state not in OPEN:
            raise AuditClosed(audit.state)
        signed = answers_hash(session, audit.id, _canonical(session, audit, signing.seen))
        values |= {"answers_hash": signed, "received_at": now, "person_id": person_id}
        _store(session, audit.id, known, values)
    elif any(getattr(known, name) != values[name] for name in ("name", "statement", "strokes")):
        raise SignatureRefused(
            N_("Another signature was already sent under the same number. Sign once more.")
        )
    found = signature_of(session, audit.id)
    assert found is not None, "it is stored by now"
    return found


def unsign(session: Session, audit_id: str, person_id: int, signature_id: str) -> None:
    """Take a signature out again; one that is not there changes nothing.

    Raises AuditNotFound, PersonNotFound, Forbidden or AuditClosed.
    """
    audit = lock_audit(session, audit_id, person_id)
    if audit.state not in OPEN:
        raise AuditClosed(audit.state)
    known = session.get(Signature, audit.id)
    if known is not None and known.id == signature_id:
        before = {"name": known.name, "statement": known.statement}
        session.delete(known)
        session.flush()
        note(session, "unsigned", "audit", audit.id, before=before)


def _store(
    session: Session, audit_id: str, known: Signature | None, values: dict[str, Any]
) -> None:
    if known is None:
        session.add(Signature(audit_id=audit_id, **values))
    else:
        for name, value in values.items():
            setattr(known, name, value)
    session.flush()
    after = {"name": values["name"], "statement": values["statement"]}
    after["signature"] = signature_hash(session, audit_id)
    note(session, "signed", "audit", audit_id, after=after)


def _canonical(session: Session, audit: LockedAudit, seen: Given) -> Given:
    """The answers that were seen as they would be stored; one that never could be equals none."""
    sheet = sheet_with(session, audit.content_hash)
    told: dict[str, tuple[Mapping[str, Any] | None, str]] = {}
    for item, (raw, text) in seen.items():
        try:
            answer = read_answer(sheet, item, raw, audit.audited_on)
        except AnswerRefused:
            told[item] = ({"refused": True}, text)
        else:
            told[item] = (None if answer is None else answer.dump(), text)
    return told


def _checked(signing: Signing) -> dict[str, Any]:
    strokes = checked_strokes(signing.strokes)
    statement = entry(signing.statement, STATEMENT_LENGTH, least=0)
    if not strokes and not statement:
        raise SignatureRefused(
            N_("Sign on the glass, or write under “statement” why nobody signs.")
        )
    if not _is_uuid(signing.id) or not is_storable(
        [*signing.seen, *(text for _answer, text in signing.seen.values())]
    ):
        raise SignatureRefused(INCOMPLETE)
    try:
        signed_at = signing.signed_at.astimezone(UTC)
    except OverflowError:
        # The first and the last days of the calendar do not exist in every zone.
        raise SignatureRefused(INCOMPLETE) from None
    name = entry(signing.name, NAME_LENGTH)
    said = {"name": name, "statement": statement, "strokes": strokes}
    return {**said, "id": signing.id, "signed_at": signed_at}


def checked_strokes(strokes: Strokes) -> Strokes:
    """Strokes as they are stored. Raises SignatureRefused for too many, or beside the pad."""
    points = [point for stroke in strokes for point in stroke]
    if len(strokes) > MOST_STROKES or len(points) > MOST_POINTS:
        raise SignatureRefused(N_("The signature has too many strokes. Clear it and sign again."))
    if not all(strokes) or not all(_on_pad(point) for point in points):
        raise SignatureRefused(INCOMPLETE)
    return [[list(point) for point in stroke] for stroke in strokes]


def _is_uuid(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


def _on_pad(point: Any) -> bool:
    whole = all(type(number) is int for number in point)
    return len(point) == 2 and whole and 0 <= point[0] <= WIDTH and 0 <= point[1] <= HEIGHT
