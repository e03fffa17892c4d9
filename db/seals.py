"""Seals: the figures of a period frozen under one hash over the seal before; only ever added."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from checklists.periods import Period
from checklists.sealed import Content
from db.actors import Role, acting, require
from db.chains import next_seal
from db.models import Person
from db.models_periods import Seal
from db.period_guard import hold_alone
from db.periods import mark_sealed, state_of
from db.rankings import sees_released

SEALED: dict[str, Any] = {"heng_everything": True}
"""Execution options of this module alone, which narrows what a seal says to whoever acts."""

MOST_KEPT = 64
"""So many contents are kept ready, without their audits; what is sealed never changes."""

_kept: dict[str, Content] = {}


@dataclass(frozen=True)
class SealRow:
    """A seal without its content; `number` counts the seals of a period from 1.

    `changes` is what a restatement changed as `checklists.sealed.changes` tells it, [] for the
    first seal.
    """

    id: int
    period: Period
    number: int
    reason: str
    changes: tuple[Content, ...]
    hash: str
    sealed_at: datetime
    sealed_by: str


def add(
    session: Session,
    period: Period,
    content: Content,
    *,
    changes: list[Content] | None,
    reason: str,
    now: datetime,
) -> str:
    """Seal a period that `periods.sealed_together` has given; the hash of the new seal.

    Raises Forbidden.
    """
    actor = require(session, Role.ADMINISTRATOR)
    hold_alone(session)
    row = next_seal(session, Seal, period) | {
        "content": content,
        "changes": changes,
        "reason": reason,
        "sealed_at": now,
        "sealed_by": actor.me,
    }
    seal = hash_of_seal(row)
    session.execute(insert(Seal).values(**row, hash=seal))
    mark_sealed(session, period, now, row["number"], seal)
    return seal


def hash_of_seal(row: dict[str, Any]) -> str:
    """SHA-256 over all that a seal says and over the hash of the seal before."""
    said = {name: value for name, value in row.items() if name != "hash"}
    moment: datetime = said["sealed_at"]
    said["sealed_at"] = moment.astimezone(UTC).isoformat(timespec="microseconds")
    told = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(told.encode()).hexdigest()


def seals_of(session: Session, period: Period) -> list[SealRow]:
    """The seals of a period, the newest first, with changes as far as whoever acts sees them.

    For administrators and heads; raises Forbidden.
    """
    require(session, Role.DIVISION_HEAD)
    query = (
        select(Seal.id, Seal.number, Seal.reason, Seal.changes, Seal.hash, Seal.sealed_at)
        .add_columns(Person.name)
        .join(Person, Person.id == Seal.sealed_by)
        .where(Seal.period == str(period))
        .order_by(Seal.number.desc())
    )
    return [
        SealRow(id_, period, number, reason, _seen(session, changes or []), hash_, at, by)
        for id_, number, reason, changes, hash_, at, by in session.execute(
            query, execution_options=SEALED
        )
    ]


def figures_of(session: Session, period: Period) -> tuple[SealRow, Content] | None:
    """The newest seal of a sealed or restating period and its content without the audits.

    Narrowed to the units and divisions whoever acts heads or represents; whole, with the company,
    for administrators and for the evaluation meeting where the period is released. None while
    the period is open or closing.
    """
    if state_of(session, period) not in ("sealed", "restating"):
        return None
    columns = (Seal.id, Seal.number, Seal.reason, Seal.hash, Seal.sealed_at, Person.name)
    query = select(*columns).join(Person, Person.id == Seal.sealed_by)
    query = query.where(Seal.period == str(period)).order_by(Seal.number.desc()).limit(1)
    found = session.execute(query, execution_options=SEALED).one()
    id_, number, reason, seal, at, by = found
    row = SealRow(id_, period, number, reason, (), seal, at, by)
    content = _without_audits(session, row)
    if sees_released(session, period):
        return row, content
    units = [unit for unit in content["units"] if _is_own(session, unit)]
    heads = acting(session).divisions(Role.DIVISION_HEAD)
    divisions = [one for one in content["divisions"] if one["id"] in heads]
    return row, {**content, "units": units, "divisions": divisions, "company": None}


def content_of(session: Session, period: Period) -> Content | None:
    """The whole content of the newest seal of a period, None where there is none.

    Raises Forbidden.
    """
    require(session, Role.ADMINISTRATOR)
    query = select(Seal.content).where(Seal.period == str(period))
    return session.scalars(query.order_by(Seal.number.desc()).limit(1)).first()


def every_seal(session: Session) -> Iterator[dict[str, Any]]:
    """All columns of all seals in the order they were set, one at a time. Raises Forbidden."""
    require(session, Role.ADMINISTRATOR)
    for key in session.scalars(select(Seal.id).order_by(Seal.id)).all():
        row = session.execute(select(*Seal.__table__.columns).where(Seal.id == key)).one()
        yield dict(row._mapping)


def _without_audits(session: Session, row: SealRow) -> Content:
    content = _kept.get(row.hash)
    if content is None:
        query = select(Seal.content).where(Seal.id == row.id)
        whole = session.scalars(query, execution_options=SEALED).one()
        content = {name: value for name, value in whole.items() if name != "audits"}
        # Another thread may empty the room at any moment: what was made is held here.
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        _kept[row.hash] = content
    return content


def _is_own(session: Session, unit: Content) -> bool:
    actor = acting(session)
    represented = unit["id"] in actor.units(Role.UNIT_REPRESENTATIVE)
    return represented or unit["division"] in actor.divisions(Role.DIVISION_HEAD)


def _seen(session: Session, changes: list[Content]) -> tuple[Content, ...]:
    """The changes of what one heads; places among all are for those who see all."""
    if acting(session).may_all:
        return tuple(changes)
    heads = acting(session).divisions(Role.DIVISION_HEAD)
    own = {"units": "division", "divisions": "id"}
    seen = (one for one in changes if one.get(own.get(one["kind"], "")) in heads)
    hidden = {"place": None}
    return tuple(
        {**one, "before": one["before"] | hidden, "after": one["after"] | hidden} for one in seen
    )
