"""The program takes back what it proposed and nobody decided on, once it no longer follows."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from checklists.errors import N_
from db.account import reading
from db.account.reading import AGAIN, EventRow
from db.actors import require_program
from db.models_account import AccountDecision
from db.records import record_hash
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
    changed = list(_unsettled(session, season, follows))
    events = reading.event_hashes(session, [row.id for row, _d in changed]) if changed else {}
    for row, decision in changed:
        values: dict[str, Any] = {
            "event_id": row.id,
            "unit_id": row.unit_id,
            "division_id": row.division_id,
            "decision": decision,
            "reason": GROUNDS[decision],
            "decided_at": now,
            "person_id": None,
        }
        session.execute(insert(AccountDecision).values(**values))
        told = {"state": decision, "points": row.points, "code": row.code}
        seal = record_hash(AccountDecision, values, but=["id"])
        told |= {"ground": decision, "event": events[row.id], "seal": seal}
        before = {"state": row.state}
        note(session, f"deduction_{decision}", "account_event", row.id, before=before, after=told)
    return len(changed)


def _unsettled(
    session: Session, season: str, follows: Collection[str]
) -> Iterator[tuple[EventRow, str]]:
    for row in reading.events(session, season):
        if row.proposed_by is not None:
            continue
        if row.state == "waiting" and row.origin not in follows:
            yield row, WITHDRAWN
        elif row.state == WITHDRAWN and row.origin in follows:
            yield row, AGAIN
