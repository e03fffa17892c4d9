"""Sealing what a meeting decided with its period, and whether it still says so."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from checklists.periods import Period
from db.actors import Role, require
from db.chains import next_seal
from db.models_access import Trail
from db.models_meetings import MeetingDecision, MeetingSeal
from db.models_periods import PeriodState, Seal
from db.period_guard import hold_alone
from db.records import column_names, record_hash
from db.trail import FIRST, note

CHANGED = "it was changed, or put there behind the program's back"


def seal_decisions(session: Session, period: Period, seal: str, now: datetime) -> str | None:
    """Put all decisions of a period under one hash as it is sealed; None where there are none.

    `seal` is the hash of the period's new seal. Raises Forbidden.
    """
    actor = require(session, Role.ADMINISTRATOR)
    hold_alone(session)
    decided = [record_hash(MeetingDecision, row) for row in _decisions(session, period)]
    if not decided:
        return None
    row = next_seal(session, MeetingSeal, period) | {
        "seal": seal,
        "content": decided,
        "sealed_at": now,
        "sealed_by": actor.me,
    }
    own = record_hash(MeetingSeal, row, but=["hash"])
    session.execute(insert(MeetingSeal).values(**row, hash=own))
    told = {"number": row["number"], "decisions": len(decided), "seal": own}
    note(session, "meeting_sealed", "meeting", period, after=told)
    return own


def meeting_faults(session: Session) -> tuple[list[str], int]:
    """In words what is wrong with decisions of meetings and their seals; how many decisions.

    Raises Forbidden.
    """
    require(session, Role.ADMINISTRATOR)
    decided = {row["id"]: record_hash(MeetingDecision, row) for row in _decisions(session)}
    told = _told(session, "meeting_decided")
    faults = [
        f"Decision {key} of a meeting: {CHANGED}." for key, own in decided.items() if told[own] < 1
    ]
    gone = told - Counter(decided.values())
    faults += [f"Decision {own[:12]}: the trail tells of it, it is not there." for own in gone]
    return faults + list(_seal_faults(session)), len(decided)


def _seal_faults(session: Session) -> Iterator[str]:
    told, previous, newest = _told(session, "meeting_sealed"), FIRST, dict[str, list[str]]()
    seals = set(session.scalars(select(Seal.hash)))
    columns = [getattr(MeetingSeal, name) for name in column_names(MeetingSeal)]
    for number, found in enumerate(session.execute(select(*columns).order_by(columns[0])), 1):
        row: dict[str, Any] = dict(found._mapping)
        name = f"Seal {row['id']} of the meeting on {row['period']}"
        own = record_hash(MeetingSeal, row, but=["hash"])
        if (row["id"], row["previous_hash"], row["hash"]) != (number, previous, own):
            yield f"{name}: it was changed, moved or taken out."
        if told[row["hash"]] < 1:
            yield f"{name}: the trail knows of no such seal."
        if row["seal"] not in seals:
            yield f"{name}: the period has no such seal."
        told[row["hash"]] -= 1
        previous, newest[row["period"]] = row["hash"], row["content"]
    for key, number in told.items():
        if number > 0:
            yield f"Seal {key[:12]} of a meeting: the trail tells of it, it is not there."
    for state in session.scalars(select(PeriodState).where(PeriodState.state == "sealed")):
        rows = _decisions(session, Period.parse(state.period))
        if [record_hash(MeetingDecision, row) for row in rows] != newest.get(state.period, []):
            yield f"Meeting on {state.period}: its decisions are not those that were sealed."


def _decisions(session: Session, period: Period | None = None) -> list[dict[str, Any]]:
    columns = [getattr(MeetingDecision, name) for name in column_names(MeetingDecision)]
    query = select(*columns).order_by(
        MeetingDecision.decided_at, MeetingDecision.number, MeetingDecision.id
    )
    if period is not None:
        query = query.where(MeetingDecision.period == str(period))
    return [dict(row._mapping) for row in session.execute(query)]


def _told(session: Session, action: str) -> Counter[str]:
    query = select(Trail.after).where(Trail.action == action)
    return Counter(after["seal"] for after in session.scalars(query))
