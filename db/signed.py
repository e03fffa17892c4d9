"""What was signed: a signature as it is stored, and the seals over it and over the answers."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from checklists.errors import N_
from db.answers import current_answers
from db.errors import DataError
from db.models import Person
from db.models_tablet import Photo, Signature
from db.texts import printable

Strokes = list[list[list[int]]]
"""Lines of points [x, y] on the pad."""
Given = Mapping[str, tuple[Mapping[str, Any] | None, str]]
"""Answers with their notes, by item."""


class SignatureStale(DataError):
    """The answers changed after the audited person had signed."""

    def __init__(self, name: str) -> None:
        super().__init__(
            N_(
                "Answers or photos were changed after {name} signed. Let {name} sign again, "
                "or take the signature out."
            ),
            name=name,
        )


@dataclass(frozen=True)
class SignatureRow:
    """A signature as it is stored; without strokes the person stated something, but did not sign.

    `stale` says that the answers are no longer those which were signed.
    """

    id: str
    name: str
    statement: str
    strokes: Strokes
    signed_at: datetime
    received_at: datetime
    taken_by: str
    stale: bool


def signature_of(session: Session, audit_id: str) -> SignatureRow | None:
    """The signature of an audit, None where there is none."""
    query = select(Signature, Person.name).join(Person, Person.id == Signature.person_id)
    found = session.execute(query.where(Signature.audit_id == printable(audit_id))).one_or_none()
    if found is None:
        return None
    row, taken_by = found
    return SignatureRow(
        row.id,
        row.name,
        row.statement,
        row.strokes,
        row.signed_at,
        row.received_at,
        taken_by,
        stale=row.answers_hash != answers_hash(session, row.audit_id),
    )


def check_signature(session: Session, audit_id: str) -> None:
    """Raises SignatureStale where an audit was signed, and over other answers than it has now."""
    found = signature_of(session, audit_id)
    if found is not None and found.stale:
        raise SignatureStale(found.name)


def answers_hash(session: Session, audit_id: str, given: Given | None = None) -> str:
    """SHA-256 over answers and photos of an audit: what a signature is given on.

    The answers are the present ones, or those that are given in their stored form.
    """
    if given is None:
        now = current_answers(session, audit_id)
        given = {code: (answer.answer, answer.note) for code, answer in now.items()}
    answers = {
        code: [answer, text] for code, (answer, text) in given.items() if answer is not None or text
    }
    query = select(Photo.item, Photo.sha256).where(
        Photo.audit_id == printable(audit_id), Photo.removed_at.is_(None)
    )
    photos = sorted([item, sha256] for item, sha256 in session.execute(query))
    return _digest({"answers": answers, "photos": photos})


def signature_hash(session: Session, audit_id: str) -> str | None:
    """SHA-256 over a whole signature, for the trail; None where there is none."""
    query = select(Signature).where(Signature.audit_id == printable(audit_id))
    found = session.scalars(query).one_or_none()
    return None if found is None else hash_of_signature(found)


def hash_of_signature(row: Signature) -> str:
    """SHA-256 over all that a signature says."""
    said = [row.id, row.name, row.statement, row.strokes, row.answers_hash]
    return _digest([*said, row.signed_at.astimezone(UTC).isoformat(timespec="microseconds")])


def _digest(said: Any) -> str:
    told = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(told.encode()).hexdigest()
