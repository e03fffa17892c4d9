"""What was answered and noted where points were lost, in many audits at once."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.counting import counts
from db.models import Answer, Audit, Person
from db.texts import printable

AT_ONCE = 400
"""So many are asked for in one query; every database takes as many."""

Answered = Mapping[tuple[str, str], tuple[dict[str, Any] | None, str]]
"""By audit and item: the answer as canonical JSON and the note."""

T = TypeVar("T")


@dataclass(frozen=True)
class AuditFacts:
    """Of an audit: the day, who inspected, on what occasion, and whom or what it is about."""

    on: date
    inspector: str
    kind: str
    subject: str


def facts_of(session: Session, audit_ids: Collection[str]) -> dict[str, AuditFacts]:
    """The facts of those of some audits that count and that whoever acts sees, by their ids."""
    found: dict[str, AuditFacts] = {}
    for ids in _parts(sorted(audit_ids)):
        query = (
            select(Audit.id, Audit.audited_on, Person.name, Audit.kind, Audit.subject)
            .join(Person, Person.id == Audit.inspector_id)
            .where(Audit.id.in_(ids), counts())
        )
        found |= {row[0]: AuditFacts(*row[1:]) for row in session.execute(query)}
    return found


def answers_to(session: Session, wanted: Iterable[tuple[str, str]]) -> Answered:
    """The answers to some items, named by audit and item, of audits whoever acts sees."""
    audits: dict[str, set[str]] = defaultdict(set)
    for audit, item in wanted:
        audits[item].add(audit)
    found: dict[tuple[str, str], tuple[dict[str, Any] | None, str]] = {}
    # One item at a time: so the databases find each row by its key, and by pairs they would not.
    for item, of_item in sorted(audits.items()):
        for ids in _parts(sorted(of_item)):
            query = select(Answer.audit_id, Answer.answer, Answer.note).where(
                Answer.audit_id.in_(ids), Answer.item == printable(item)
            )
            found |= {(row[0], item): (row[1], row[2]) for row in session.execute(query)}
    return found


def _parts(wanted: Sequence[T]) -> Iterator[Sequence[T]]:
    yield from (wanted[first : first + AT_ONCE] for first in range(0, len(wanted), AT_ONCE))
