"""Taking in orders that another system exports: batch by batch, in one transaction."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from checklists.clock_moments import end_pauses, read_pauses, store_pauses
from db.errors import ChangedMeanwhile
from db.models_orders import ImportMapping, OrderImport, OrderStep, WorkOrder
from db.orders import entries
from db.orders.correcting import COUNTED, Resting, resting
from db.orders.errors import RestsOnOrder, UnitStays
from db.orders.imported import (
    AT_ONCE,
    IMPORTED,
    bound,
    check_division,
    check_source,
    worked_on,
)
from db.orders.reading import order
from db.scope import hold
from db.texts import entry
from db.trail import note
from db.upserts import insert_or_replace


@dataclass(frozen=True)
class NewImport:
    """A file that is taken in: its source, its division, and how it was read."""

    source: str
    division_id: int
    name: str
    sha256: str
    mapping: Mapping[str, Any]
    counts: Mapping[str, int]


@dataclass(frozen=True)
class Changed:
    """An order a file changes: as it was looked at, and its columns after; by name."""

    id: str
    version: int
    before: Mapping[str, Any]
    after: Mapping[str, Any]


def take_in(
    session: Session,
    new: NewImport,
    added: Iterable[Sequence[Mapping[str, Any]]],
    changed: Iterable[Sequence[Changed]],
    now: datetime,
) -> int:
    """Write a file's orders, batch by batch in one transaction; the number of the import.

    The rows of `added` have `number`, what COMPARED names, `calendar` and `rules`. Raises
    Forbidden, DivisionNotFound, EntryRefused, SourceTaken, UnitStays, or ChangedMeanwhile where an
    order is there by now, or is no longer as it was looked at.
    """
    actor = check_division(session, new.division_id)
    source = check_source(session, new.source, new.division_id)
    told = {"changed_at": now, "person_id": actor.me}
    kept = {"source": source, "mapping": dict(new.mapping), **told}
    insert_or_replace(session, ImportMapping, kept, "source")
    row = OrderImport(source=source, name=entry(new.name, 200), sha256=new.sha256)
    row.mapping, row.counts = dict(new.mapping), dict(new.counts)
    row.imported_at, row.person_id = now, actor.me
    session.add(row)
    session.flush()
    fixed = {"source": source, "division_id": new.division_id, "import_id": row.id}
    fixed |= {"opened_by": actor.me, "insists": False, "pauses": [], "version": 1}
    for batch in added:
        _add(session, [{**fixed, **values, "id": str(uuid4())} for values in batch])
    for rows in changed:
        _change(session, rows, actor.me, new.name, now)
    after = {"source": source, "file": new.name, "division": new.division_id, **new.counts}
    note(session, "imported", "orders", row.id, after=after)
    return row.id


def take_values(
    session: Session,
    new: NewImport,
    changed: Sequence[Changed],
    reason: str,
    now: datetime,
    *,
    knowing: bool = False,
) -> None:
    """Make orders that people worked on here what a file says of them, all or none, for a reason.

    Each gets a step with before and after. Raises Forbidden, DivisionNotFound, EntryRefused,
    SourceTaken, OrderRefused for the reason, UnitStays, ChangedMeanwhile, or RestsOnOrder where
    figures that were signed or confirmed would change and whoever takes them does not say so.
    """
    actor = check_division(session, new.division_id)
    source = check_source(session, new.source, new.division_id)
    why = entries.reason(reason)
    told: dict[str, dict[str, Any]] = {
        key: {"rests_on": one.dump()} for key, one in _resting(session, changed, now, knowing)
    }
    ended = _ended_pauses(session, changed)
    for key, pauses in ended.items():
        told[key] = told.get(key, {}) | {"pauses": pauses}
    _change(session, changed, actor.me, new.name, now, why=why, told=told)
    for key, pauses in ended.items():
        session.execute(update(WorkOrder).where(WorkOrder.id == key).values(pauses=pauses))
    after = {"source": source, "file": new.name, "division": new.division_id}
    after["changed"] = len(changed)
    note(session, "conflicts_taken", "orders", "", after=after, reason=why)


def _resting(
    session: Session, changed: Sequence[Changed], now: datetime, knowing: bool
) -> list[tuple[str, Resting]]:
    """What was signed or confirmed on the orders of which a counted fact changes, by order."""
    found: list[tuple[str, Resting]] = []
    for one in changed:
        if any(one.before.get(name) != one.after.get(name) for name in COUNTED):
            row = order(session, one.id)
            since = min(row.reported_at, one.after.get("reported_at", row.reported_at))
            if rests := resting(session, row, since, now):
                found.append((one.id, rests))
    if found and not knowing:
        summaries = dict.fromkeys(day for _key, rests in found for day in rests.summaries)
        deductions = [code for _key, rests in found for code in rests.deductions]
        raise RestsOnOrder(tuple(summaries), deductions, {}, {})
    return found


def _ended_pauses(session: Session, rows: Sequence[Changed]) -> dict[str, list[list[Any]]]:
    """The pauses of orders in which a clock stands still until the answer a file tells of."""
    after = {row.id: row.after for row in rows}
    found: dict[str, list[list[Any]]] = {}
    for some in _cut(rows):
        columns = (WorkOrder.id, WorkOrder.pauses, WorkOrder.state)
        query = select(*columns, WorkOrder.answered_at, WorkOrder.closed_at)
        for row in session.execute(query.where(WorkOrder.id.in_([one.id for one in some]))):
            told = {**row._mapping, **after[row.id]}
            at, pauses = told["answered_at"] or told["closed_at"], read_pauses(row.pauses)
            lasts = any(one.until is None for one in pauses)
            if told["state"] in ("answered", "closed") and at is not None and lasts:
                found[row.id] = store_pauses(end_pauses(pauses, at))
    return found


def _add(session: Session, rows: list[dict[str, Any]]) -> None:
    for row in rows:
        hold(session, row["id"])
    if rows:
        session.execute(insert(WorkOrder), rows)


def _change(
    session: Session,
    rows: Sequence[Changed],
    person: int,
    name: str,
    now: datetime,
    *,
    why: str = "",
    told: Mapping[str, Mapping[str, Any]] | None = None,
) -> None:
    for some in _cut(rows):
        seen = {row.id: row.version for row in some}
        columns = (WorkOrder.id, WorkOrder.version, WorkOrder.unit_id)
        query = select(*columns).where(WorkOrder.id.in_(seen))
        found = session.execute(query.with_for_update()).all()
        if {row.id: row.version for row in found} != seen:
            raise ChangedMeanwhile
        _check_units(session, {row.id: row.unit_id for row in found}, some)
        for row in some:
            hold(session, row.id)
        values = [{**row.after, "id": row.id, "version": row.version + 1} for row in some]
        session.execute(update(WorkOrder), values)
        steps = [{**_step(row, person, name, now), "reason": why} for row in some]
        for step in steps:
            step["data"] |= (told or {}).get(step["order_id"], {})
        session.execute(insert(OrderStep), steps)


def _check_units(
    session: Session, units: Mapping[str, int | None], rows: Sequence[Changed]
) -> None:
    """An order that was worked on changes its unit by being handed over, and not by a file."""
    moved = [
        row.id
        for row in rows
        if units[row.id] not in (None, row.after.get("unit_id", units[row.id]))
    ]
    if moved and (held := worked_on(session, moved) | bound(session, moved)):
        raise UnitStays(len(held))


def _cut(rows: Sequence[Changed]) -> Iterator[Sequence[Changed]]:
    for start in range(0, len(rows), AT_ONCE):
        yield rows[start : start + AT_ONCE]


def _step(row: Changed, person: int, name: str, now: datetime) -> dict[str, Any]:
    names = [key for key, value in row.after.items() if row.before[key] != value]
    return {
        "id": str(uuid4()),
        "order_id": row.id,
        "kind": IMPORTED,
        "at": now,
        "recorded_at": now,
        "person_id": person,
        "data": {
            "version": row.version + 1,
            "file": name,
            "before": {key: _told(row.before[key]) for key in names},
            "after": {key: _told(row.after[key]) for key in names},
        },
    }


def _told(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
