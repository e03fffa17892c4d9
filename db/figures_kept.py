"""The columns of all audits that count as a process keeps them, renewed for what has changed.

They are read a unit and month at a time: one whose stamps are the same has not changed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from threading import Lock
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy.orm import Session

from checklists.columnar_rollup import number_of
from db.figures_rows import (
    Memberships,
    Place,
    audit_rows,
    membership_rows,
    state,
    states_of_months,
    states_of_places,
)
from db.models import KINDS
from db.points import unpacked
from db.sheets import sheet_of

Columns = Mapping[str, Any]

DATABASES = 4
"""So many databases are kept at once; a server has one."""

TYPES: dict[str, Any] = {
    "audit": object,
    "unit": np.int32,
    "month": np.int32,
    "sheet": np.int16,
    "version": np.int32,
    "inspector": np.int32,
    "occasion": np.int8,
    "k1": np.int64,
    "k2": np.int64,
    "k3": np.int64,
    "lines": np.int32,
    "line_item": np.int16,
    "line_available": np.int32,
    "line_lost": np.int32,
}
"""The columns of a part; `lines` is how many lines an audit has."""

SUMS = ("k1", "k2", "k3")
OCCASIONS = {code: number for number, code in enumerate(KINDS)}


@dataclass
class Kept:
    """What a process has of one database; `stamps` says of which state each part is.

    The parts of a month are kept `joined` as well: mostly only one month changes.
    """

    lock: Lock = field(default_factory=Lock)
    sum: tuple[int, int] | None = None
    stamps: dict[Place, int] = field(default_factory=dict)
    parts: dict[Place, Columns] = field(default_factory=dict)
    months: dict[str, int] = field(default_factory=dict)
    joined: dict[str, Columns] = field(default_factory=dict)
    sheets: dict[str, int] = field(default_factory=dict)
    items: dict[str, int] = field(default_factory=dict)
    memberships: Memberships = ()
    columns: dict[str, Any] = field(default_factory=dict)

    def renewed(self, session: Session) -> dict[str, Any]:
        """The columns of all audits that count, as this session sees them."""
        with self.lock:
            if (found := state(session)) != self.sum or not self.columns:
                self._renew(session)
                self.sum, self.memberships = found, ()
            if (told := membership_rows(session)) != self.memberships:
                self.columns = {**self.columns, "division": _divisions(self.columns, told)}
                self.memberships = told
            return dict(self.columns)

    def _renew(self, session: Session) -> None:
        months = states_of_months(session)
        touched = {month for month, stamp in months.items() if self.months.get(month) != stamp}
        stamps = states_of_places(session, touched)
        changed = {place for place, stamp in stamps.items() if self.stamps.get(place) != stamp}
        renewed = self._parts(session, changed, audit_rows(session, changed))
        for place in [*self.stamps]:
            if place[0] not in months or (place[0] in touched and place not in stamps):
                del self.parts[place], self.stamps[place]
        self.parts |= renewed
        self.stamps |= stamps
        self.months = months
        self.joined = {
            month: self._joined(month) if month in touched else self.joined[month]
            for month in sorted(months)
        }
        self.columns = _finished(_concatenated([*self.joined.values()]))
        self.columns |= {"sheets": tuple(self.sheets), "items": tuple(self.items)}

    def _joined(self, month: str) -> Columns:
        places = sorted(place for place in self.parts if place[0] == month)
        return _concatenated([self.parts[place] for place in places])

    def _parts(
        self, session: Session, places: Collection[Place], rows: Sequence[Any]
    ) -> dict[Place, Columns]:
        versions = {row.sheet_version_id for row in rows}
        items = {version: self._items(session, version) for version in sorted(versions)}
        of_place: dict[Place, list[Any]] = {place: [] for place in places}
        for row in rows:
            of_place[row.period, row.unit_id].append(row)
        return {place: self._part(found, items) for place, found in of_place.items()}

    def _items(self, session: Session, version: int) -> npt.NDArray[np.int16]:
        codes = (item.code for item in sheet_of(session, version).items)
        return np.array([_number(self.items, code) for code in codes], dtype=np.int16)

    def _part(self, rows: list[Any], items: Mapping[int, npt.NDArray[np.int16]]) -> Columns:
        rows.sort(key=lambda row: (row.sheet, row.id))
        points = unpacked(row.points for row in rows)
        of_rows = [items[row.sheet_version_id] for row in rows]
        values = {
            "audit": [row.id for row in rows],
            "unit": [row.unit_id for row in rows],
            "month": [number_of(row.period) for row in rows],
            "sheet": [_number(self.sheets, row.sheet) for row in rows],
            "version": [row.sheet_version_id for row in rows],
            "inspector": [row.inspector_id for row in rows],
            "occasion": [OCCASIONS[row.kind] for row in rows],
            **{name: [getattr(row, name) for row in rows] for name in SUMS},
            "lines": [len(codes) for codes in of_rows],
            "line_item": np.concatenate(of_rows) if of_rows else [],
            "line_available": points[:, 0],
            "line_lost": points[:, 1],
        }
        return {name: np.array(column, dtype=TYPES[name]) for name, column in values.items()}


_kept: dict[str, Kept] = {}
_keeping = Lock()


def kept(session: Session) -> dict[str, Any]:
    """The columns of all audits that count: for db.figures, which narrows them."""
    name = str(session.get_bind().engine.url)
    with _keeping:
        if name not in _kept and len(_kept) >= DATABASES:
            del _kept[next(iter(_kept))]
        mine = _kept.setdefault(name, Kept())
    return mine.renewed(session)


def _divisions(columns: Columns, memberships: Memberships) -> npt.NDArray[np.int32]:
    """The division of each audit's unit on the first day of its month, 0 for none."""
    units, unit = np.unique(columns["unit"], return_inverse=True)
    months, month = np.unique(columns["month"], return_inverse=True)
    table = np.zeros((len(units), len(months)), dtype=np.int32)
    rows = {int(key): row for row, key in enumerate(units)}
    for known in memberships:
        if known.unit_id in rows:
            within = months >= _first_month(known.valid_from)
            if known.valid_until is not None:
                within &= months < _first_month(known.valid_until)
            table[rows[known.unit_id], within] = known.division_id
    return _fixed(table[unit, month])


def _concatenated(parts: Sequence[Columns]) -> dict[str, Any]:
    return {
        name: np.concatenate([part[name] for part in parts] or [np.zeros(0, dtype=kind)])
        for name, kind in TYPES.items()
    }


def _finished(columns: dict[str, Any]) -> dict[str, Any]:
    lines = columns.pop("lines")
    columns["line_audit"] = np.repeat(np.arange(len(lines), dtype=np.int32), lines)
    return {name: _fixed(column) for name, column in columns.items()}


def _fixed(column: npt.NDArray[Any]) -> npt.NDArray[Any]:
    column.flags.writeable = False
    return column


def _number(codes: dict[str, int], code: str) -> int:
    return codes.setdefault(code, len(codes))


def _first_month(day: date) -> int:
    """The first month that begins on this day or later."""
    return day.year * 12 + day.month - 1 + (day.day > 1)
