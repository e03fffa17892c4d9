"""Whether summaries, deductions, decisions and draws still say what the trail keeps of them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from checklists.sampling import draw
from db.actors import Role, require
from db.base import Base
from db.models_access import Trail
from db.models_account import (
    AccountDecision,
    AccountEvent,
    Callback,
    CallbackDraw,
    EliminationDecision,
)
from db.models_orders import DaySummary
from db.orders.summaries import hash_of_summary
from db.records import NOTHING, added, column_names, record_hash

Row = dict[str, Any]
CHANGED = "it was changed, or put there behind the program's back"


def record_faults(session: Session) -> tuple[list[str], int]:
    """In words what is wrong with rows that are only ever added, and how many were looked at.

    Signed summaries of shifts, deductions of accounts, what was decided on them and on units
    below the line, and draws of call-backs. Raises Forbidden.
    """
    require(session, Role.ADMINISTRATOR)
    events = _rows(session, AccountEvent)
    decided, eliminated = _rows(session, AccountDecision), _rows(session, EliminationDecision)
    summaries, draws = _rows(session, DaySummary), _rows(session, CallbackDraw)
    faults = [
        *_summaries(session, summaries),
        *_events(session, events),
        *_decisions(session, decided, events),
        *_eliminations(session, eliminated),
        *_draws(session, draws),
    ]
    return faults, sum(map(len, (summaries, events, decided, eliminated, draws)))


def _summaries(session: Session, rows: Iterable[Row]) -> Iterator[str]:
    told = Counter(after.get("seal", "") for _id, after in _told(session, "summary_signed"))
    for row in rows:
        name = f"Summary {row['id']} of {row['day']}, {row['shift']}"
        seal = hash_of_summary(row)
        if seal != row["hash"]:
            yield f"{name}: {CHANGED}."
        elif not told[seal]:
            yield f"{name}: the trail knows of no such summary."
        told[row["hash"]] -= 1
    yield from _missing("Summary", told)


def _events(session: Session, rows: Iterable[Row]) -> Iterator[str]:
    entered = {
        key: after.get("seal", "")
        for key, after in _told(session, "deduction_entered", "account_event")
    }
    found: Counter[str] = Counter()
    sums: dict[str, str] = {}
    for row in rows:
        seal = record_hash(AccountEvent, row)
        if row["proposed_by"] is None:
            found[row["season"]] += 1
            sums[row["season"]] = added(sums.get(row["season"], NOTHING), seal)
        elif entered.pop(row["id"], None) != seal:
            yield f"Deduction {row['id']}: {CHANGED}."
    yield from (f"Deduction {key}: the trail tells of it, it is not there." for key in entered)
    kept: Counter[str] = Counter()
    told: dict[str, str] = {}
    for season, after in _told(session, "deductions_proposed", "account_season"):
        kept[season] += after.get("events", 0)
        told[season] = added(told.get(season, NOTHING), after.get("seals", NOTHING))
    for season in sorted({*found, *kept}):
        same = told.get(season, NOTHING) == sums.get(season, NOTHING)
        if not same or found[season] != kept[season]:
            yield (
                f"Deductions the program found in {season}: the trail keeps {kept[season]}, "
                f"there are {found[season]}, or one differs from what the trail kept."
            )


def _decisions(session: Session, rows: Iterable[Row], events: Iterable[Row]) -> Iterator[str]:
    told: Counter[tuple[str, str]] = Counter()
    judged: dict[str, str] = {}
    for decision in ("confirmed", "rejected", "withdrawn", "proposed"):
        action = f"deduction_{decision}"
        for key, after in _told(session, action, "account_event"):
            told[key, after.get("seal", "")] += 1
            judged[key] = after.get("event", "")
    for event in events:
        kept = judged.pop(event["id"], None)
        if kept is not None and kept != record_hash(AccountEvent, event):
            yield f"Deduction {event['id']}: it is not the one that was decided on."
    yield from (f"Deduction {key}: it was decided on, it is not there." for key in judged)
    for row in rows:
        at = row["event_id"], record_hash(AccountDecision, row, but=["id"])
        if not told[at]:
            yield f"Decision {row['id']} on deduction {row['event_id']}: {CHANGED}."
        told[at] -= 1
    yield from _missing("Decision", {key: number for (key, _s), number in told.items()})


def _eliminations(session: Session, rows: Iterable[Row]) -> Iterator[str]:
    told = Counter(after.get("seal", "") for _id, after in _told(session, "decided_elimination"))
    for row in rows:
        seal = record_hash(EliminationDecision, row, but=["id"])
        if not told[seal]:
            yield f"Decision {row['id']} on elimination of unit {row['unit_id']}: {CHANGED}."
        told[seal] -= 1
    yield from _missing("Decision on elimination", told)


def _draws(session: Session, rows: Iterable[Row]) -> Iterator[str]:
    told = dict(_told(session, "calls_drawn", "callback_draw"))
    loaded, number = NOTHING, 0
    listed: dict[int, dict[str, int]] = {}
    query = select(Callback.draw_id, Callback.order_id, Callback.place)
    for draw_id, order, place in session.execute(query):
        listed.setdefault(draw_id, {})[order] = place
    for row in rows:
        name = f"Draw {row['id']} of {row['month']}"
        kept, seal = told.pop(str(row["id"]), None), record_hash(CallbackDraw, row, but=["id"])
        if kept is None:
            loaded, number = added(loaded, seal), number + 1
        elif kept.get("seal") != seal:
            yield f"{name}: {CHANGED}."
        calls = listed.get(row["id"], {})
        sequence = draw(row["population"], row["seed"], row["size"]).sequence
        first = {key: place for place, key in enumerate(sequence[: len(calls)], start=1)}
        if calls != first or len(calls) < row["size"]:
            yield f"{name}: drawing again with its seed does not give its list of calls."
    yield from (f"Draw {key}: the trail tells of it, it is not there." for key in told)
    at_once = [after for _id, after in _told(session, "calls_loaded")]
    vouched = sum(after.get("draws", 0) for after in at_once)
    if (loaded, number) != (added(*(after.get("seals", NOTHING) for after in at_once)), vouched):
        yield (
            f"Draws loaded at once: the trail keeps {vouched}, there are {number}, "
            "or one differs from what the trail kept."
        )


def _missing(what: str, told: Mapping[str, int]) -> Iterator[str]:
    for key, number in told.items():
        if number > 0:
            yield f"{what} {key[:36]}: the trail tells of it, it is not there."


def _rows(session: Session, table: type[Base]) -> list[Row]:
    columns = [getattr(table, name) for name in column_names(table)]
    return [dict(row._mapping) for row in session.execute(select(*columns).order_by(columns[0]))]


def _told(session: Session, action: str, kind: str | None = None) -> Iterator[tuple[str, Any]]:
    query = select(Trail.object_id, Trail.after).where(Trail.action == action)
    if kind is not None:
        query = query.where(Trail.object_kind == kind)
    for key, after in session.execute(query.order_by(Trail.id)):
        yield key, after or {}
