"""The program takes back what it proposed and nobody decided on, once it no longer follows."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from checklists.errors import N_
from db.account import reading
from db.account.reading import AGAIN, EventRow
from db.actors import require_program
from db.models_account import AccountDecision, AccountEvent
from db.records import record_hash
from db.texts import printable
from db.trail import note, one_at_a_time

WITHDRAWN = "withdrawn"
GROUNDS = {
    WITHDRAWN: N_("It no longer follows from the order and the calls as they stand."),
    AGAIN: N_("It follows again from the order and the calls as they stand."),
}
"""Why the program withdrew a deduction or proposed it again, as messages to be translated."""


def unsettled(session: Session, season: str, follows: Collection[str]) -> bool:
    """Whether there is something to withdraw or to propose again. Raises Forbidden.

    `follows` are the origins of all deductions that follow from orders and calls now.
    """
    require_program(session)
    return next(_unsettled(session, season, follows), None) is not None


def settle(session: Session, season: str, follows: Collection[str], now: datetime) -> int:
    """Withdraw what waits and does not follow, propose again what does; how many. Raises Forbidden.

    What a person decided on is left alone.
    """
    require_program(session)
    one_at_a_time(session)
    changed = dict(_unsettled(session, season, follows))
    if not changed:
        return 0
    rows, events = reading.some(session, changed), reading.event_hashes(session, changed)
    given = [_given(row, changed[row.id], now) for row in rows]
    session.execute(insert(AccountDecision), given)
    for row, values in zip(rows, given, strict=True):
        decision = changed[row.id]
        told = {"state": decision, "points": row.points, "code": row.code}
        seal = record_hash(AccountDecision, values, but=["id"])
        told |= {"ground": decision, "event": events[row.id], "seal": seal}
        before = {"state": row.state}
        note(session, f"deduction_{decision}", "account_event", row.id, before=before, after=told)
    return len(changed)


def _given(row: EventRow, decision: str, now: datetime) -> dict[str, Any]:
    return {
        "event_id": row.id,
        "unit_id": row.unit_id,
        "division_id": row.division_id,
        "decision": decision,
        "reason": GROUNDS[decision],
        "decided_at": now,
        "person_id": None,
    }


def _unsettled(
    session: Session, season: str, follows: Collection[str]
) -> Iterator[tuple[str, str]]:
    """The deductions the program decides on, by id, each with its decision."""
    own = (AccountEvent.season == printable(season), AccountEvent.proposed_by.is_(None))
    behind = select(AccountEvent.id).where(*own)
    query = select(AccountDecision.event_id, AccountDecision.decision)
    query = query.where(AccountDecision.event_id.in_(behind)).order_by(AccountDecision.id)
    # They come by number: the newest is the last to be kept.
    newest = dict(session.execute(query).all())
    for key, origin in session.execute(select(AccountEvent.id, AccountEvent.origin).where(*own)):
        decided = newest.get(key, AGAIN)
        if decided == AGAIN and origin not in follows:
            yield key, WITHDRAWN
        elif decided == WITHDRAWN and origin in follows:
            yield key, AGAIN
