"""Sources of figures: words, and a file where there is one; rows are added and never removed."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any
from uuid import uuid4

from sqlalchemy import Select, func, insert, select
from sqlalchemy.orm import Session

from checklists.errors import N_
from db.actors import Role, require
from db.errors import AuditClosed, DataError
from db.locking import lock_audit
from db.models import OPEN, Audit, Person
from db.models_periods import Source
from db.period_guard import check_change
from db.scope import EVERYTHING
from db.texts import NAME_LENGTH, entry, printable
from db.trail import note

MOST_OF_AUDIT = 20
"""So often the source of one audit's figures may be named anew."""


class SourceNotFound(DataError):
    """There is no such file."""

    def __init__(self) -> None:
        super().__init__(N_("There is no such file among the sources of this audit."))


class SourceNotYours(DataError):
    """The file holds figures of audits that whoever asks does not see."""

    def __init__(self) -> None:
        super().__init__(
            N_(
                "This file also holds figures of units you do not see. "
                "Ask whoever read it in, or an administrator."
            )
        )


class TooManySources(DataError):
    """An audit has as many sources as it may have."""

    def __init__(self) -> None:
        super().__init__(
            N_("{most} sources are kept for one audit at most. Keep the last one."),
            most=MOST_OF_AUDIT,
        )


@dataclass(frozen=True)
class NewSource:
    """Where figures come from; all but the words are None where there is no file. Bytes.

    The file is in the store already.
    """

    words: str
    name: str | None = None
    sha256: str | None = None
    media_type: str | None = None
    size: int | None = None


@dataclass(frozen=True, kw_only=True)
class SourceRow(NewSource):
    """A source of an audit, with who named it and when."""

    id: str
    audit_id: str
    added_at: datetime
    person_id: int
    person: str

    @property
    def new(self) -> NewSource:
        """What was said, without who said it."""
        return NewSource(**{name: getattr(self, name) for name in NEW})


NEW = tuple(NewSource.__annotations__)


def add_source(
    session: Session, audit_id: str, person_id: int, new: NewSource, now: datetime
) -> SourceRow:
    """Name the source of an open audit's figures; the one named last counts, all are kept.

    The same as the last one changes nothing. Raises AuditNotFound, PersonNotFound, Forbidden,
    AuditClosed, EntryRefused for the words, TooManySources, or PeriodSealed.
    """
    audit = lock_audit(session, audit_id, person_id)
    if audit.state not in OPEN:
        raise AuditClosed(audit.state)
    known = sources_of(session, audit.id)
    # The order is that of time, so that no two are named at once.
    after = known[-1].added_at + timedelta(microseconds=1) if known else now
    row = _values(audit.id, person_id, new, max(now, after))
    if known and known[-1].new == NewSource(**{name: row[name] for name in NEW}):
        return known[-1]
    if len(known) >= MOST_OF_AUDIT:
        raise TooManySources
    check_change(session, audit.period)
    session.execute(insert(Source).values(**row))
    said = {"words": row["words"], "file": row["name"], "file_seal": row["sha256"]}
    told = {name: value for name, value in said.items() if value}
    note(session, "source_named", "audit", audit.id, after=told)
    return sources_of(session, audit.id)[-1]


def sources_of(session: Session, audit_id: str) -> list[SourceRow]:
    """The sources named for an audit, the one that counts last."""
    query = _rows().where(Source.audit_id == printable(audit_id))
    query = query.order_by(Source.added_at, Source.id)
    return [SourceRow(**found._mapping) for found in session.execute(query)]


def last_sources(session: Session, audit_ids: Iterable[str]) -> dict[str, SourceRow]:
    """The source that counts for each of some audits; audits without one are left out."""
    query = _rows().where(Source.audit_id.in_([printable(key) for key in audit_ids]))
    query = query.order_by(Source.added_at, Source.id)
    return {found.audit_id: SourceRow(**found._mapping) for found in session.execute(query)}


def source_file(session: Session, audit_id: str, source_id: str) -> SourceRow:
    """A source that has a file, for whoever sees every unit whose figures the file holds.

    Raises SourceNotFound or SourceNotYours.
    """
    query = _rows().where(
        Source.audit_id == printable(audit_id),
        Source.id == printable(source_id),
        Source.sha256.is_not(None),
    )
    found = session.execute(query).one_or_none()
    if found is None:
        raise SourceNotFound
    # A workbook with many units is the source of many audits; its units are told to nobody else.
    behind = select(func.count(func.distinct(Audit.unit_id))).select_from(Audit)
    behind = behind.join(Source, Source.audit_id == Audit.id).where(Source.sha256 == found.sha256)
    there = session.execute(behind, execution_options=EVERYTHING).scalar_one()
    if session.execute(behind).scalar_one() < there:
        raise SourceNotYours
    return SourceRow(**found._mapping)


def source_hashes(session: Session, audit_id: str) -> list[str]:
    """The seals of an audit's sources, sorted; the trail keeps them when it is submitted."""
    return sorted(_seal(row) for row in sources_of(session, audit_id))


def every_source_hash(session: Session) -> dict[str, list[str]]:
    """The seals of all sources by audit, sorted, as `source_hashes` gives them of one.

    Raises Forbidden.
    """
    require(session, Role.ADMINISTRATOR)
    rows = session.execute(_rows().order_by(Source.audit_id))
    return {
        str(key): sorted(_seal(SourceRow(**row._mapping)) for row in found)
        for key, found in groupby(rows, key=lambda row: row.audit_id)
    }


def every_source_file(session: Session) -> list[tuple[str, str]]:
    """(hash, media type) of every file there ever was, each once. Raises Forbidden."""
    require(session, Role.ADMINISTRATOR)
    query = select(Source.sha256, func.min(Source.media_type)).where(Source.sha256.is_not(None))
    query = query.group_by(Source.sha256).order_by(Source.sha256)
    return [(str(sha256), str(kind)) for sha256, kind in session.execute(query)]


def load_sources(
    session: Session, sources: Iterable[tuple[str, int, NewSource]], now: datetime
) -> int:
    """Add many sources as (audit, who named it, source), whatever state their audits are in.

    The trail gets one entry; gives how many there were. Raises Forbidden or EntryRefused.
    """
    require(session, Role.ADMINISTRATOR)
    rows = [_values(audit, person, new, now) for audit, person, new in sources]
    if rows:
        session.execute(insert(Source), rows)
        note(session, "sources_loaded", "audits", "", after={"sources": len(rows)})
    return len(rows)


def copy_sources(session: Session, old: str, new: str) -> None:
    """Give a corrected version, which its caller has taken up, the sources of the one before."""
    rows = [
        {**vars(row.new), "added_at": row.added_at, "person_id": row.person_id}
        for row in sources_of(session, old)
    ]
    if rows:
        given = [row | {"id": str(uuid4()), "audit_id": new} for row in rows]
        session.execute(insert(Source), given)


def _values(audit_id: str, person_id: int, new: NewSource, now: datetime) -> dict[str, Any]:
    name = None if new.name is None else printable(new.name)[-NAME_LENGTH:]
    row = {**vars(new), "words": entry(new.words), "name": name}
    return row | {
        "id": str(uuid4()),
        "audit_id": audit_id,
        "added_at": now,
        "person_id": person_id,
    }


def _seal(row: NewSource) -> str:
    told = f"{row.words}\n{row.name or ''}\n{row.sha256 or ''}"
    return hashlib.sha256(told.encode()).hexdigest()


def _rows() -> Select[Any]:
    columns: list[Any] = [getattr(Source, name) for name in (*NEW, "id", "audit_id", "added_at")]
    # The audit is named so that it narrows, also where only sources are asked for.
    return (
        select(*columns, Source.person_id, Person.name.label("person"))
        .join(Audit, Audit.id == Source.audit_id)
        .join(Person, Source.person_id == Person.id)
    )
