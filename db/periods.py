"""How far each period is: open, closing, sealed, restating; administrators take it further."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from checklists.errors import N_
from checklists.periods import Period, newest_first
from db.actors import Role, require
from db.errors import DataError, ReasonMissing
from db.models import Person
from db.models_periods import PeriodState
from db.period_guard import hold_alone, in_state
from db.texts import entry
from db.trail import note

REASON_LENGTH = 500


class StepRefused(DataError):
    """A period cannot go from the state it is in to the one that is asked for."""


@dataclass(frozen=True)
class PeriodRow:
    """A period that is no longer simply open: its state, since when, by whom and why."""

    period: Period
    state: str
    changed_at: datetime
    changed_by: str
    reason: str


def state_of(session: Session, period: Period) -> str:
    """How far a period is: `open`, `closing`, `sealed` or `restating`."""
    found = session.get(PeriodState, str(period))
    return "open" if found is None else found.state


def states(session: Session) -> dict[Period, PeriodRow]:
    """The periods that were ever closed, for heads and administrators. Raises Forbidden."""
    require(session, Role.DIVISION_HEAD)
    query = select(PeriodState, Person.name).join(Person, Person.id == PeriodState.changed_by)
    rows = (
        PeriodRow(Period.parse(row.period), row.state, row.changed_at, name, row.reason)
        for row, name in session.execute(query)
    )
    return {row.period: row for row in rows}


def close(session: Session, period: Period, now: datetime) -> None:
    """Let no audit begin in a period any more. Raises Forbidden or StepRefused."""
    _step(session, period, "closing", now, check=_from("open"))


def open_again(session: Session, period: Period, reason: str, now: datetime) -> None:
    """Let audits begin in a closing period again.

    Raises Forbidden, StepRefused, ReasonMissing or EntryRefused.
    """
    why = _reason(reason)
    _step(session, period, "open", now, check=_from("closing"), reason=why)


def open_restatement(
    session: Session, period: Period, reason: str, now: datetime
) -> tuple[Period, ...]:
    """Let a sealed period be put right, with every sealed one that shares a month with it.

    Gives all that are open now. What is shown stays what was sealed until `seals.add`.
    Raises Forbidden, StepRefused, ReasonMissing or EntryRefused.
    """
    require(session, Role.ADMINISTRATOR)
    why = _reason(reason)
    hold_alone(session)
    _from("sealed")(period, state_of(session, period))
    together = overlapping(period, in_state(session, "sealed"))
    for one in together:
        _set(session, one, "restating", now, reason=why)
    return together


def sealed_together(session: Session, period: Period, today: date) -> tuple[Period, ...]:
    """The periods that are sealed with a period: itself, and what was opened with it.

    Nobody changes anything in any period until the transaction ends.
    Raises Forbidden, or StepRefused for a period that is not closing or restating, is not over
    on the day, or shares a month with one that is being put right.
    """
    require(session, Role.ADMINISTRATOR)
    hold_alone(session)
    return to_seal(session, period, today)


def to_seal(session: Session, period: Period, today: date) -> tuple[Period, ...]:
    """The same without keeping anybody waiting, for a look before. Raises as it does."""
    require(session, Role.ADMINISTRATOR)
    state = state_of(session, period)
    _from("closing", "restating")(period, state)
    if period.last_day >= today:
        raise StepRefused(
            N_("{period} is not over yet. It can be sealed from {day} on."),
            period=period,
            day=date.fromordinal(period.last_day.toordinal() + 1),
        )
    restating = in_state(session, "restating")
    if state == "restating":
        return _connected(period, restating)
    if others := overlapping(period, restating):
        raise StepRefused(
            N_("{other} shares months with {period} and is open for a restatement. Seal it first."),
            period=period,
            other=others[-1],
        )
    return (period,)


def mark_sealed(session: Session, period: Period, now: datetime, number: int, seal: str) -> None:
    """Note that a period has been sealed; part of `seals.add`."""
    _set(session, period, "sealed", now, number=number, seal=seal)


def overlapping(period: Period, others: Collection[Period]) -> tuple[Period, ...]:
    """Those that share a month with a period, the longest first."""
    own = set(period.months)
    return tuple(newest_first(one for one in others if own.intersection(one.months)))


def _connected(period: Period, others: Collection[Period]) -> tuple[Period, ...]:
    """A period with all that share months with it, or with one of those, and so on."""
    found, waiting = {period}, [period]
    while waiting:
        new = set(overlapping(waiting.pop(), others)) - found
        found |= new
        waiting += new
    return tuple(newest_first(found))


def _from(*known: str) -> Callable[[Period, str], None]:
    def check(period: Period, state: str) -> None:
        if state not in known:
            raise StepRefused(NOT_FROM[state], period=period)

    return check


NOT_FROM = {
    "open": N_("{period} is open. Close it first."),
    "closing": N_("{period} is being closed already. Seal it, or open it again."),
    "sealed": N_("{period} is sealed already. Open it for a restatement to put something right."),
    "restating": N_("{period} is open for a restatement. Seal it again."),
}
"""Why a step cannot be taken from a state, and what can."""


def _step(
    session: Session,
    period: Period,
    to: str,
    now: datetime,
    *,
    check: Callable[[Period, str], None],
    reason: str = "",
) -> None:
    require(session, Role.ADMINISTRATOR)
    hold_alone(session)
    check(period, state_of(session, period))
    _set(session, period, to, now, reason=reason)


def _set(
    session: Session,
    period: Period,
    state: str,
    now: datetime,
    *,
    reason: str = "",
    **more: Any,
) -> None:
    actor = require(session, Role.ADMINISTRATOR)
    row = session.get(PeriodState, str(period))
    before = {"state": "open" if row is None else row.state}
    if row is None:
        row = PeriodState(period=str(period))
        session.add(row)
    row.state, row.changed_at, row.changed_by, row.reason = state, now, actor.me, reason
    session.flush()
    after = {"state": state, **more}
    note(session, f"period_{state}", "period", period, before=before, after=after, reason=reason)


def _reason(reason: str) -> str:
    if not reason.strip():
        raise ReasonMissing(N_("Say in a few words why the period is opened again."))
    return entry(reason, REASON_LENGTH)
