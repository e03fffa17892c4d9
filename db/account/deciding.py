"""Deciding on deductions and on units below the line; rows are added, the newest holds."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from sqlalchemy import insert
from sqlalchemy.orm import Session

from checklists.account import Bounds, SeasonDays
from checklists.work_calendar import ZONE
from db.account import reading
from db.account.errors import (
    AlreadyDecided,
    DecidedMeanwhile,
    DecisionReasonMissing,
    NotBelowTheLine,
    OwnEvent,
)
from db.account.reading import EventRow
from db.actors import Actor, Forbidden, Role, require
from db.models_account import AccountDecision, EliminationDecision
from db.organisation import unit
from db.records import record_hash
from db.scope import hold_division
from db.texts import entry
from db.trail import note, one_at_a_time

Decision = Literal["confirmed", "rejected"]

REASON = 500


def decide(
    session: Session,
    looked_at: Mapping[str, int],
    decision: Decision,
    reason: str,
    now: datetime,
) -> int:
    """Confirm or reject deductions, all or none; how many there were.

    `looked_at` gives for each the number of the decision that held when it was looked at, 0 for
    none. For heads of the division and administrators. A head does not confirm what the same
    head entered; an administrator may, and it is shown.
    Raises Forbidden, EventNotFound, DecidedMeanwhile, AlreadyDecided, DecisionReasonMissing,
    OwnEvent or EntryRefused.
    """
    actor = require(session, Role.DIVISION_HEAD)
    words = entry(reason, REASON, least=0)
    one_at_a_time(session)
    found = reading.some(session, looked_at)
    for row in found:
        _check(actor, row, looked_at[row.id], decision)
        anew = row.decision is not None and not row.decision.by_program
        if not words and (decision == "rejected" or anew):
            raise DecisionReasonMissing
    for row in found:
        hold_division(session, row.division_id)
    given = [_given(row, decision, words, actor.me, now) for row in found]
    session.execute(insert(AccountDecision), given)
    events = reading.event_hashes(session, looked_at)
    action = f"deduction_{decision}"
    for row, one in zip(found, given, strict=True):
        told = {"state": decision, "points": row.points, "code": row.code}
        told |= {"event": events[row.id], "seal": record_hash(AccountDecision, one, but=["id"])}
        before = {"state": row.state}
        note(session, action, "account_event", row.id, before=before, after=told, reason=words)
    return len(found)


def decide_elimination(
    session: Session,
    unit_id: int,
    *,
    bounds: Bounds,
    days: SeasonDays,
    looked_at: tuple[Decimal, int],
    decision: Literal["eliminate", "keep"],
    reason: str,
    now: datetime,
) -> None:
    """Decide whether a unit below the line is eliminated; never done by the program.

    `looked_at` are the points left and the number of the decision, 0 for none, that were looked
    at. One that was decided on can be decided on anew, also when it has risen above the line.
    Raises Forbidden, UnitNotFound, DecisionReasonMissing, NotBelowTheLine, DecidedMeanwhile,
    AlreadyDecided or EntryRefused.
    """
    actor = require(session, Role.DIVISION_HEAD)
    division = unit(session, unit_id).division.id
    _check_heads(actor, division)
    words = entry(reason, REASON, least=0)
    if not words:
        raise DecisionReasonMissing
    one_at_a_time(session)
    before = reading.eliminations(session, days.code, unit_id)
    left = points_left(session, unit_id, days, bounds)
    if looked_at != (left, before[-1].id if before else 0):
        raise DecidedMeanwhile
    if left >= bounds.line and not before:
        raise NotBelowTheLine
    if before and before[-1].decision == decision and before[-1].balance == left:
        raise AlreadyDecided
    hold_division(session, division)
    row = {
        "unit_id": unit_id,
        "division_id": division,
        "season": days.code,
        "balance": left,
        "decision": decision,
        "reason": words,
        "decided_at": now,
        "person_id": actor.me,
    }
    session.execute(insert(EliminationDecision).values(**row))
    told = {"season": days.code, "decision": decision, "points": left}
    told["seal"] = record_hash(EliminationDecision, row, but=["id"])
    note(session, "decided_elimination", "unit", unit_id, after=told, reason=words)


def points_left(session: Session, unit_id: int, days: SeasonDays, bounds: Bounds) -> Decimal:
    """What is left of a unit's points by all that was confirmed in a season and is seen."""
    rows = reading.events(session, days.code, unit_id)
    confirmed = [row for row in rows if row.state == "confirmed"]
    taken = [r.points for r in confirmed if bounds.takes_off(days, day_of(r.occurred_at))]
    return bounds.start - sum(taken, Decimal(0))


def day_of(moment: datetime) -> date:
    """The day of a moment in the organisation's zone."""
    return moment.astimezone(ZONE).date()


def _check(actor: Actor, row: EventRow, seen: int, decision: str) -> None:
    _check_heads(actor, row.division_id)
    if seen != (0 if row.decision is None else row.decision.id):
        raise DecidedMeanwhile
    if row.state in (decision, "withdrawn"):
        raise AlreadyDecided
    own = row.proposed_by is not None and row.proposed_by == actor.person_id
    if decision == "confirmed" and own and not actor.may_all:
        raise OwnEvent


def _given(
    row: EventRow, decision: str, words: str, person: int, now: datetime
) -> dict[str, object]:
    return {
        "event_id": row.id,
        "unit_id": row.unit_id,
        "division_id": row.division_id,
        "decision": decision,
        "reason": words,
        "decided_at": now,
        "person_id": person,
    }


def _check_heads(actor: Actor, division: int) -> None:
    if not actor.may_all and division not in actor.divisions(Role.DIVISION_HEAD):
        raise Forbidden
