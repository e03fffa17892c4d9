"""What double audits scored, item by item, for administrators to compare inspectors by."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sqlalchemy import BigInteger, select, type_coerce
from sqlalchemy.orm import Session

from db.actors import Role, require
from db.models import DOUBLE, HANDED_IN, Audit, Score
from db.points import unpacked
from db.sheets import sheet_of


@dataclass(frozen=True)
class HandedIn:
    """An audit that was handed in: `planned` is the key it was planned with, `audit` its own,
    another one after a correction, and the inspector is who scored it first. Points are in
    units of 0.0001; `available` and `lost` (I,) are those of `items`."""

    planned: str
    audit: str
    unit_id: int
    inspector_id: int
    sheet: str
    period: str
    k1: int
    k2: int
    k3: int
    items: tuple[str, ...]
    available: npt.NDArray[np.int32]
    lost: npt.NDArray[np.int32]


def handed_in(session: Session, planned: Collection[str]) -> list[HandedIn]:
    """The audits of double audits that are handed in, of those planned with these keys.

    Raises Forbidden but for administrators.
    """
    require(session, Role.ADMINISTRATOR)
    sums = [type_coerce(getattr(Score, name), BigInteger) for name in ("k1", "k2", "k3")]
    query = (
        select(Audit, Score.points, *sums)
        .join(Score, Score.audit_id == Audit.id)
        .where(Audit.kind == DOUBLE, Audit.state.in_(HANDED_IN))
        .order_by(Audit.id)
    )
    rows = session.execute(query).all()
    first = _first_versions((row[0].id, row[0].corrects) for row in rows)
    versions = {row[0].sheet_version_id for row in rows}
    items = {key: _items(session, key) for key in sorted(versions)}
    inspectors = {row[0].id: row[0].inspector_id for row in rows}
    found = []
    for audit, packed, *whole in rows:
        if audit.state == "submitted" and first[audit.id] in planned:
            points = unpacked([packed or b""])
            found.append(
                HandedIn(
                    first[audit.id],
                    audit.id,
                    audit.unit_id,
                    inspectors[first[audit.id]],
                    audit.sheet,
                    audit.period,
                    k1=int(whole[0]),
                    k2=int(whole[1]),
                    k3=int(whole[2]),
                    items=items[audit.sheet_version_id],
                    available=points[:, 0],
                    lost=points[:, 1],
                )
            )
    return found


def _items(session: Session, version: int) -> tuple[str, ...]:
    return tuple(item.code for item in sheet_of(session, version).items)


def _first_versions(audits: Iterable[tuple[str, str | None]]) -> dict[str, str]:
    """Of each audit the key of the one that its corrections began with."""
    before = dict(audits)
    first = {}
    for key in before:
        at = key
        while (earlier := before.get(at)) is not None:
            at = earlier
        first[key] = at
    return first
