"""Taking down what a meeting decides: rows are added, and a correction says why."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.orm import Session

from checklists.errors import N_
from checklists.periods import Period
from db.actors import Role, require
from db.meetings.errors import DecisionRefused, NothingNew, PeriodHasItsSeal, TakenDownMeanwhile
from db.meetings.reading import DecisionRow, minutes
from db.models_meetings import MeetingDecision
from db.organisation import unit
from db.period_guard import hold_still
from db.periods import state_of
from db.records import record_hash
from db.texts import entry, printable
from db.trail import note, one_at_a_time

DECISIONS = {
    "present": ("",),
    "other": ("",),
    "model": ("yes", "no"),
    "elimination": ("eliminate", "keep"),
}
"""The matters of a meeting, and what can be decided on each."""

ON_UNITS = ("model", "elimination")
WORDS = 4000
"""So many characters of who was there or of what was decided."""
REASON = 500


@dataclass(frozen=True)
class NewDecision:
    """What is to be taken down; `id` is a number (a UUID) of its own, so that sent twice it is one.

    `looked_at` is the version that held when it was looked at, 0 for none. The other parts are
    those of `db.models_meetings.MeetingDecision`.
    """

    id: str
    matter: str
    unit_id: int | None = None
    decision: str = ""
    words: str = ""
    reason: str = ""
    looked_at: int = 0


def take_down(session: Session, period: Period, new: NewDecision, now: datetime) -> None:
    """Keep what a meeting on a period decided; what is there already under its id is left alone.

    For administrators. Raises Forbidden, DecisionRefused, PeriodHasItsSeal, TakenDownMeanwhile,
    NothingNew, UnitNotFound or EntryRefused.
    """
    actor = require(session, Role.ADMINISTRATOR)
    hold_still(session)
    one_at_a_time(session)
    if state_of(session, period) == "sealed":
        raise PeriodHasItsSeal(period)
    new = replace(new, id=_number(new.id))
    _check(session, new)
    found = minutes(session, period)
    if any(row.id == new.id for row in found.rows):
        return
    before = found.of(new.matter, new.unit_id)
    row = _row(period, new, before, now, actor.me)
    session.execute(insert(MeetingDecision).values(**row))
    _note(session, period, row, before)


def _number(sent: str) -> str:
    """The record's number as it is stored. Raises DecisionRefused."""
    try:
        return str(UUID(sent))
    except ValueError:
        raise DecisionRefused(N_("The record has no number. Load the page anew.")) from None


def _check(session: Session, new: NewDecision) -> None:
    """Raises DecisionRefused or UnitNotFound for what does not fit together."""
    if new.matter not in DECISIONS:
        raise DecisionRefused(
            N_("“{value}” is nothing a meeting decides on. Load the page anew."),
            value=printable(new.matter)[:40],
        )
    if new.decision not in DECISIONS[new.matter]:
        raise DecisionRefused(N_("Decision: nothing is chosen. Choose it above."))
    if (new.unit_id is None) == (new.matter in ON_UNITS):
        raise DecisionRefused(N_("Unit: nothing is chosen. Choose it above."))
    if new.unit_id is not None:
        unit(session, new.unit_id)
    if new.matter == "elimination" and not new.words.strip():
        raise DecisionRefused(N_("Reason: it is empty. Say why the meeting decides so."))


def _row(
    period: Period, new: NewDecision, before: DecisionRow | None, now: datetime, person: int
) -> dict[str, Any]:
    number = 0 if before is None else before.number
    words, reason = entry(new.words, WORDS, least=0), entry(new.reason, REASON, least=0)
    if before is not None and new.looked_at != number:
        raise TakenDownMeanwhile(before.person)
    if before is not None and (before.decision, before.words) == (new.decision, words):
        raise NothingNew
    if before is None and new.matter not in ON_UNITS and not words:
        raise DecisionRefused(N_("Nothing is written down yet. Type it above."))
    if before is not None and not reason:
        raise DecisionRefused(N_("Say in a few words why what was taken down is corrected."))
    return {
        "id": new.id,
        "period": str(period),
        "matter": new.matter,
        "unit_id": new.unit_id,
        "number": number + 1,
        "decision": new.decision,
        "words": words,
        "reason": reason if before is not None else "",
        "decided_at": now,
        "person_id": person,
    }


def _note(
    session: Session, period: Period, row: dict[str, Any], before: DecisionRow | None
) -> None:
    told = {
        "matter": row["matter"],
        "unit_id": row["unit_id"],
        "decision": row["decision"],
        "text": row["words"],
        "version": row["number"],
    }
    told = {name: value for name, value in told.items() if value not in (None, "")}
    told["seal"] = record_hash(MeetingDecision, row)
    was = None if before is None else {"decision": before.decision, "text": before.words}
    note(
        session, "meeting_decided", "meeting", period, before=was, after=told, reason=row["reason"]
    )
