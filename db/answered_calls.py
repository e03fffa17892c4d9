"""Telephone calls of a unit and month as they were counted elsewhere; the newest entry holds."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from checklists.commitments import Rings
from checklists.errors import N_
from checklists.periods import Period
from db.actors import Role, acting, require
from db.callbacks.months import today_of
from db.errors import ChangedMeanwhile, DataError, UnitNotFound
from db.models import Person
from db.models_account import AnsweredCalls
from db.organisation import unit
from db.scope import hold_division
from db.texts import entry, printable
from db.trail import note, one_at_a_time
from db.visible_orders import working_divisions

MOST = 10_000_000
"""No unit has more calls in a month."""


class CallsRefused(DataError):
    """Numbers of calls cannot be entered so."""


@dataclass(frozen=True)
class NewCalls:
    """Calls of a unit and month, those answered in time, and where the numbers come from.

    `after` is the entry that was looked at, 0 for none.
    """

    unit_id: int
    month: str
    calls: int
    in_time: int
    words: str
    after: int = 0


@dataclass(frozen=True)
class CallsRow:
    """The numbers that hold for a unit and month, and who entered them when."""

    id: int
    unit_id: int
    month: str
    calls: int
    in_time: int
    words: str
    recorded_at: datetime
    recorded_by: str

    @property
    def rings(self) -> Rings:
        """The numbers as commitments are measured by them."""
        return Rings(self.unit_id, self.calls, self.in_time)


def answered_calls(session: Session, month: str) -> list[CallsRow]:
    """The numbers that hold for a month, of the units one sees."""
    later = aliased(AnsweredCalls)
    newer = select(later.id).where(
        later.unit_id == AnsweredCalls.unit_id,
        later.month == AnsweredCalls.month,
        later.id > AnsweredCalls.id,
    )
    query = (
        select(AnsweredCalls, Person.name)
        .join(Person, Person.id == AnsweredCalls.person_id)
        .where(AnsweredCalls.month == printable(month), ~newer.exists())
        .order_by(AnsweredCalls.unit_id)
    )
    return [
        CallsRow(
            row.id,
            row.unit_id,
            row.month,
            row.calls,
            row.in_time,
            row.words,
            row.recorded_at,
            name,
        )
        for row, name in session.execute(query)
    ]


def enter_calls(session: Session, new: NewCalls, now: datetime) -> int:
    """Enter the calls of a unit of a division one works for, or others in their place.

    No calls at all take back what was entered. Raises Forbidden, UnitNotFound, CallsRefused,
    ChangedMeanwhile, BadPeriod or EntryRefused.
    """
    actor = require(session, Role.AGENT, Role.DIVISION_HEAD)
    division = unit(session, new.unit_id).division.id
    if not actor.may_all and division not in working_divisions(actor):
        raise UnitNotFound(new.unit_id)
    words = entry(new.words, 500, least=2)
    _check(new, now)
    one_at_a_time(session)
    rows = answered_calls(session, new.month)
    before = next((row for row in rows if row.unit_id == new.unit_id), None)
    if (0 if before is None else before.id) != new.after:
        raise ChangedMeanwhile
    hold_division(session, division)
    row = AnsweredCalls(
        unit_id=new.unit_id,
        division_id=division,
        month=new.month,
        calls=new.calls,
        in_time=new.in_time,
        words=words,
        recorded_at=now,
        person_id=acting(session).me,
    )
    session.add(row)
    session.flush()
    told = {"period": new.month, "incoming": new.calls, "in_time": new.in_time}
    old = None if before is None else {"incoming": before.calls, "in_time": before.in_time}
    note(session, "calls_counted", "unit", new.unit_id, before=old, after=told, reason=words)
    return row.id


def _check(new: NewCalls, now: datetime) -> None:
    if Period.parse(new.month).first_day > today_of(now):
        raise CallsRefused(N_("This month has not begun. Enter the calls of one that has."))
    if not 0 <= new.in_time <= new.calls <= MOST:
        raise CallsRefused(
            N_(
                "Answered in time {in_time} of {calls} calls: enter whole numbers from 0, and no "
                "more answered than came in."
            ),
            in_time=new.in_time,
            calls=new.calls,
        )
