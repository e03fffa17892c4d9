"""Taking in a file of orders: read, looked at before anything is written, written all or none."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from dashboard.order_import.checking import Checked, check
from dashboard.order_import.comparing import Plan, added, compare, rows_of
from dashboard.order_import.mapping import Reading
from dashboard.order_import.source_table import Progress, SourceTable
from dashboard.order_import.values import KnownUnit
from db import organisation
from db.actors import Actor
from db.orders import imported, importing
from db.orders.imported import AT_ONCE, ImportRow, MappingRow
from db.orders.importing import Changed, NewImport
from db.rows import DivisionRow
from db.session import database
from db.work_calendars import work_calendar

ORDERS = ("HEAT", "SPEC", "STD")
"""Divisions that work under one of these regulations have work orders."""


@dataclass(frozen=True)
class Start:
    """What one chooses from: the divisions one works for, the sources, what was taken in last."""

    divisions: tuple[DivisionRow, ...]
    sources: tuple[MappingRow, ...]
    imports: tuple[ImportRow, ...]

    def sources_of(self, division: DivisionRow) -> list[str]:
        """The names of the sources of a division."""
        return [
            row.source
            for row in self.sources
            if Reading.load(row.mapping).division == division.code
        ]

    def saved(self, source: str) -> Reading:
        """How a source was read last; empty for a new one."""
        found = (row.mapping for row in self.sources if row.source == source)
        return Reading.load(next(found, None))


@dataclass(frozen=True)
class File:
    """A file somebody gives: from which source, for which division, its rows, how they are read.

    `digest` is the content's SHA-256.
    """

    source: str
    division_id: int
    name: str
    digest: str
    table: SourceTable
    reading: Reading


@dataclass(frozen=True)
class Look:
    """A file as it would be taken in; nothing is written yet. `units` are the division's."""

    file: File
    units: tuple[KnownUnit, ...]
    checked: Checked
    plan: Plan

    @property
    def counts(self) -> dict[str, int]:
        """How many rows are new, changed, the same, in conflict or in error."""
        return self.plan.counts(self.checked.faults.rows)


def start(actor: Actor) -> Start:
    """What there is to choose from. Raises Forbidden."""
    with database().read(actor) as session:
        sources = imported.mappings(session)
        divisions = [
            row
            for row in organisation.divisions(session)
            if row.works_under(*ORDERS) and imported.may_import(session, row.id)
        ]
        last = imported.imports(session)
    return Start(tuple(divisions), tuple(sources), tuple(last))


def look(actor: Actor, file: File, told: Progress = lambda _part: None) -> Look:
    """What taking a file in would do.

    Raises Forbidden, DivisionNotFound, EntryRefused or SourceTaken.
    """
    with database().read(actor) as session:
        source = imported.check_source(session, file.source, file.division_id)
        rows = organisation.units(session, file.division_id)
        units = tuple(KnownUnit(row.id, row.code, row.name_zh, row.name_en) for row in rows)
        checked = check(file.table, file.reading, units, datetime.now(UTC))
        plan = compare(
            checked.orders,
            {unit.code: unit.id for unit in units},
            lambda numbers: imported.present(session, source, numbers),
            told,
        )
    return Look(file, units, checked, plan)


def take_in(actor: Actor, shown: Look, told: Progress = lambda _part: None) -> dict[str, int]:
    """Write what was shown, all or none; how many rows of each kind there were.

    A file that changes nothing is not written down again. Raises what
    `db.orders.importing.take_in` raises.
    """
    if shown.plan.is_idle:
        return shown.counts
    file = shown.file
    new = NewImport(
        file.source,
        file.division_id,
        file.name,
        file.digest,
        _kept(shown).dump(),
        shown.counts,
    )
    with database().write(actor) as session:
        orders = _added(shown, work_calendar(session).fingerprint, told)
        importing.take_in(session, new, orders, _changed(shown), datetime.now(UTC))
    return shown.counts


def take_values(
    actor: Actor, shown: Look, numbers: Collection[str], reason: str, *, knowing: bool = False
) -> int:
    """Make some orders in conflict what the file says of them; how many there were.

    `knowing` says that signed figures will show a difference. Those whose moments would not
    follow each other are left out. Raises what `db.orders.importing.take_values` raises.
    """
    file = shown.file
    changed = [one.change for one in shown.plan.fitting if one.number in numbers]
    new = NewImport(file.source, file.division_id, file.name, file.digest, {}, {})
    with database().write(actor) as session:
        importing.take_values(session, new, changed, reason, datetime.now(UTC), knowing=knowing)
    return len(changed)


def _kept(shown: Look) -> Reading:
    """What is kept with the source: also what was proposed and not objected to."""
    checked, reading = shown.checked, shown.file.reading
    return replace(
        reading,
        classes={**reading.classes, **_said(checked.classes)},
        satisfactions={**reading.satisfactions, **_said(checked.satisfactions)},
    )


def _said(values: Sequence[Any]) -> dict[str, str]:
    return {value.text: value.meaning for value in values if value.meaning}


def _added(shown: Look, calendar: str, told: Progress) -> Iterator[list[dict[str, Any]]]:
    """The new orders batch by batch; telling how far they are keeps the page moving."""
    units = {unit.code: unit.id for unit in shown.units}
    places, number = shown.plan.new, len(shown.plan.new)
    for begin in range(0, number, AT_ONCE):
        orders = shown.checked.orders.take(places[begin : begin + AT_ONCE])
        yield [added(row, calendar) for row in rows_of(orders, units)]
        told(min(begin + AT_ONCE, number) / number)


def _changed(shown: Look) -> Iterator[list[Changed]]:
    rows = list(shown.plan.changed.values())
    for begin in range(0, len(rows), AT_ONCE):
        yield rows[begin : begin + AT_ONCE]
