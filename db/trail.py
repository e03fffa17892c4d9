"""The trail: what was done, by whom and why, each entry sealed over the one before."""

import hashlib
import json
from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, func, insert, select
from sqlalchemy.orm import Session

from checklists.exact import plain
from db.actors import Actor, Role, acting, require
from db.models import Person
from db.models_access import Trail
from db.scope import EVERYTHING
from db.texts import printable

FIRST = "0" * 64
"""What the first entry is sealed over."""

# Any number will do as long as every writer on PostgreSQL asks for the same lock.
LOCK = 4_859_302


@dataclass(frozen=True)
class Entry:
    """One entry of the trail; `person` is the name, None where the program itself acted."""

    id: int
    at: datetime
    person_id: int | None
    person: str | None
    address: str
    action: str
    object_kind: str
    object_id: str
    before: Any
    after: Any
    reason: str
    previous_hash: str
    hash: str


@dataclass(frozen=True)
class TrailFilter:
    """Which entries to list; what is None does not restrict."""

    person_id: int | None = None
    action: str | None = None
    object_kind: str | None = None
    object_id: str | None = None
    first_day: datetime | None = None
    last_day: datetime | None = None


def note(
    session: Session,
    action: str,
    object_kind: str,
    object_id: object,
    *,
    before: Any = None,
    after: Any = None,
    reason: str = "",
    who: Actor | None = None,
) -> None:
    """Add an entry in the transaction of what it tells of: both are kept, or neither.

    `who` is another one than whoever acts, as where the program lets a person in. Writers of the
    trail wait for each other, so that the chain has no fork.
    """
    one_at_a_time(session)
    actor = who or acting(session)
    number, previous = _head(session)
    number += 1
    row: dict[str, Any] = {
        "id": number,
        "at": datetime.now(UTC),
        "person_id": actor.person_id,
        "address": printable(actor.address)[:60],
        "action": action,
        "object_kind": object_kind,
        "object_id": printable(str(object_id))[:80],
        "before": _json(before),
        "after": _json(after),
        "reason": printable(reason),
        "previous_hash": previous,
    }
    session.execute(insert(Trail).values(**row, hash=sealed(row)))


def one_at_a_time(session: Session) -> None:
    """Let no other transaction that writes to the trail run beside this one.

    SQLite has one writer anyway; on PostgreSQL the others wait.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(LOCK)))


def sealed(row: dict[str, Any]) -> str:
    """The hash of an entry over all it says and over the hash of the entry before."""
    said = {name: value for name, value in row.items() if name != "hash"}
    moment: datetime = said["at"]
    said["at"] = moment.astimezone(UTC).isoformat(timespec="microseconds")
    told = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(told.encode()).hexdigest()


def first_broken(session: Session) -> int | None:
    """The number of the first entry that was changed, moved or taken out; None if none was.

    Raises Forbidden.
    """
    require(session, Role.ADMINISTRATOR)
    previous, expected = FIRST, 1
    with closing(_rows(session)) as rows:
        for row in rows:
            follows = row["id"] == expected and row["previous_hash"] == previous
            if not follows or sealed(row) != row["hash"]:
                return expected
            previous, expected = row["hash"], expected + 1
    return None


def head(session: Session) -> tuple[int, str]:
    """The number and the hash of the newest entry; a copy with the same head has the same trail.

    Raises Forbidden.
    """
    require(session, Role.ADMINISTRATOR)
    return _head(session)


def entries(
    session: Session, wanted: TrailFilter, limit: int = 50, offset: int = 0
) -> tuple[list[Entry], int]:
    """Entries, the newest first, and how many there are in all. Raises Forbidden."""
    require(session, Role.ADMINISTRATOR)
    conditions = _conditions(wanted)
    total = session.scalars(select(func.count()).select_from(Trail).where(*conditions)).one()
    query = (
        select(Trail, Person.name)
        .outerjoin(Person, Trail.person_id == Person.id)
        .where(*conditions)
        .order_by(Trail.id.desc())
        .limit(limit)
        .offset(offset)
    )
    return [_entry(row, name) for row, name in session.execute(query)], total


def actions(session: Session) -> list[str]:
    """The kinds of action there are in the trail. Raises Forbidden."""
    require(session, Role.ADMINISTRATOR)
    return list(session.scalars(select(Trail.action).distinct().order_by(Trail.action)))


def _head(session: Session) -> tuple[int, str]:
    query = select(Trail.id, Trail.hash).order_by(Trail.id.desc()).limit(1)
    last = session.execute(query, execution_options=EVERYTHING).one_or_none()
    return (0, FIRST) if last is None else (last.id, last.hash)


def _rows(session: Session) -> Generator[dict[str, Any], None, None]:
    columns = list(Trail.__table__.columns)
    query = select(*columns).order_by(Trail.id).execution_options(yield_per=1000)
    # Whoever stops at a broken entry leaves no cursor open on the server.
    with session.execute(query) as found:
        for row in found:
            yield dict(row._mapping)


def _conditions(wanted: TrailFilter) -> list[ColumnElement[bool]]:
    asked = (
        (wanted.person_id, Trail.person_id.__eq__),
        (wanted.action, Trail.action.__eq__),
        (wanted.object_kind, Trail.object_kind.__eq__),
        (wanted.object_id, Trail.object_id.__eq__),
        (wanted.first_day, Trail.at.__ge__),
        (wanted.last_day, Trail.at.__lt__),
    )
    return [compare(value) for value, compare in asked if value is not None]


def _entry(row: Trail, name: str | None) -> Entry:
    values = {column.name: getattr(row, column.name) for column in Trail.__table__.columns}
    return Entry(person=name, **values)


def _json(value: Any) -> Any:
    if isinstance(value, str):
        return printable(str(value))
    if isinstance(value, dict):
        return {str(name): _json(entry) for name, entry in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_json(entry) for entry in value]
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value
