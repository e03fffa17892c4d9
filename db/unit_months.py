"""The kept sums of a unit, month and sheet: renewed in the transaction that changes what counts.

They look past what whoever acts may see, since a sum is the same for all; who may read it is
said in db.scope.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.orm import Session

from db.actors import Role, require
from db.counting import counts
from db.models import Audit, Score
from db.models_access import METADATA
from db.models_periods import UnitMonth
from db.scope import RENEWAL
from db.upserts import upserting

STAMPS = 2**40
"""Stamps are drawn out of so many: no state has that of another one, and a sum of them fits."""

_TABLE = METADATA.tables[UnitMonth.__tablename__]
_SUMS = ("audits", "k1", "k2", "k3")


class Key(NamedTuple):
    """What sums are of: a unit, a month like 2026-10 and a sheet."""

    unit_id: int
    month: str
    sheet: str


Sums = dict[Key, dict[str, Any]]


def renew(session: Session, audit_id: str) -> None:
    """Add up the unit, month and sheet of an audit again, as it begins or stops to count."""
    query = select(Audit.unit_id, Audit.period, Audit.sheet).where(Audit.id == audit_id)
    renew_all(session, [Key(*session.execute(query, execution_options=RENEWAL).one())])


def renew_all(session: Session, keys: Iterable[Key]) -> None:
    """Add up the sums of some units, months and sheets again, and give them new stamps.

    Their rows are locked first: of two who change the same sums at once the second adds up what
    the first has left.
    """
    ordered = sorted(set(keys))
    if not ordered:
        return
    session.flush()
    locked = [{**key._asdict(), **dict.fromkeys(_SUMS, 0), "stamp": _stamp()} for key in ordered]
    session.execute(upserting(session, _TABLE, ["stamp"]), locked, execution_options=RENEWAL)
    found = _added_up(session, ordered)
    nothing = dict.fromkeys(_SUMS, 0)
    rows = [
        {f"of_{name}": value for name, value in key._asdict().items()} | found.get(key, nothing)
        for key in ordered
    ]
    matching = (_TABLE.c[name] == bindparam(f"of_{name}") for name in Key._fields)
    given: dict[str, Any] = {name: bindparam(name) for name in _SUMS}
    session.execute(update(_TABLE).where(*matching).values(given), rows, execution_options=RENEWAL)


def rebuild(session: Session) -> int:
    """Add up everything again; how many rows were not as they ought to be. Raises Forbidden."""
    require(session, Role.ADMINISTRATOR)
    session.flush()
    kept, found = _kept(session), _added_up(session)
    nothing = dict.fromkeys(_SUMS, 0)
    wrong = [
        key
        for key in kept.keys() | found.keys()
        if key not in kept or kept[key] != found.get(key, nothing)
    ]
    renew_all(session, wrong)
    return len(wrong)


def _kept(session: Session) -> Sums:
    columns = (getattr(UnitMonth, name) for name in (*Key._fields, *_SUMS))
    return _by_key(session.execute(select(*columns), execution_options=RENEWAL))


def _added_up(session: Session, keys: Collection[Key] = ()) -> Sums:
    """The sums as they are, of all keys or at least of these."""
    query = (
        select(
            Audit.unit_id,
            Audit.period,
            Audit.sheet,
            func.count(),
            func.sum(Score.k1),
            func.sum(Score.k2),
            func.sum(Score.k3),
        )
        .join(Score, Score.audit_id == Audit.id)
        .where(counts(), Score.k.is_not(None))
        .group_by(Audit.unit_id, Audit.period, Audit.sheet)
    )
    if len(keys) == 1:
        [key] = keys
        query = query.where(
            Audit.unit_id == key.unit_id, Audit.period == key.month, Audit.sheet == key.sheet
        )
    elif keys:
        months = [key.month for key in keys]
        query = query.where(Audit.period.between(min(months), max(months)))
    return _by_key(session.execute(query, execution_options=RENEWAL))


def _by_key(rows: Iterable[Any]) -> Sums:
    return {Key(row[0], row[1], row[2]): dict(zip(_SUMS, row[3:], strict=True)) for row in rows}


def _stamp() -> int:
    return secrets.randbelow(STAMPS)
