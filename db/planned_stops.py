"""Planned stops of supply and when notice of them was given; corrected by a row in their place."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from checklists.commitments import Stop
from checklists.errors import N_
from db.actors import Role, acting, require
from db.errors import DataError, UnitNotFound
from db.models import Person
from db.models_account import PlannedStop
from db.organisation import unit
from db.replaced import is_replaced
from db.scope import hold_division
from db.texts import entry
from db.trail import note, one_at_a_time
from db.visible_orders import working_divisions

LONGEST = timedelta(days=60)
"""No planned stop lasts longer."""

AHEAD = timedelta(minutes=5)
"""So far the clock of a device may be ahead of ours."""


class StopRefused(DataError):
    """A planned stop cannot be entered so."""


class StopGone(DataError):
    """A planned stop was corrected or withdrawn already, or is not one's own."""

    def __init__(self) -> None:
        super().__init__(
            N_(
                "This stop is no longer there: it was corrected or withdrawn. "
                "Look at the list again."
            )
        )


@dataclass(frozen=True)
class NewStop:
    """A planned stop as it is entered; all times carry a zone."""

    unit_id: int
    starts_at: datetime
    ends_at: datetime
    noticed_at: datetime
    words: str


@dataclass(frozen=True)
class StopRow:
    """A planned stop that holds, and who entered it when."""

    id: int
    unit_id: int
    starts_at: datetime
    ends_at: datetime
    noticed_at: datetime
    words: str
    recorded_at: datetime
    recorded_by: str

    @property
    def stop(self) -> Stop:
        """The stop as commitments are measured by it."""
        return Stop(str(self.id), self.unit_id, self.starts_at, self.noticed_at)


def stops(session: Session, first: datetime, until: datetime) -> list[StopRow]:
    """The stops one sees that begin in a time, the earliest first; no corrected ones."""
    query = (
        select(PlannedStop, Person.name)
        .join(Person, Person.id == PlannedStop.person_id)
        .where(
            PlannedStop.starts_at >= first,
            PlannedStop.starts_at < until,
            PlannedStop.withdrawn.is_(False),
            ~is_replaced(PlannedStop),
        )
        .order_by(PlannedStop.starts_at, PlannedStop.id)
    )
    return [
        StopRow(
            row.id,
            row.unit_id,
            row.starts_at,
            row.ends_at,
            row.noticed_at,
            row.words,
            row.recorded_at,
            name,
        )
        for row, name in session.execute(query)
    ]


def add_stop(session: Session, new: NewStop, now: datetime, replaces: int | None = None) -> int:
    """Enter a planned stop of a unit of a division one works for, or one in another's place.

    Raises Forbidden, UnitNotFound, StopRefused, StopGone or EntryRefused.
    """
    division = _division(session, new.unit_id)
    words = entry(new.words, 500, least=2)
    _check(new, now)
    one_at_a_time(session)
    former = None if replaces is None else _present(session, replaces)
    if former is None and _is_there(session, new):
        raise StopRefused(
            N_("A stop of this unit that begins at this time is there already. Correct that one.")
        )
    row = PlannedStop(
        unit_id=new.unit_id,
        division_id=division,
        starts_at=new.starts_at,
        ends_at=new.ends_at,
        noticed_at=new.noticed_at,
        words=words,
        replaces=replaces,
        withdrawn=False,
    )
    return _add(session, row, now, former, words)


def withdraw_stop(session: Session, stop_id: int, reason: str, now: datetime) -> int:
    """Take back a stop that was entered by mistake; it stays in the history with the reason.

    Raises Forbidden, UnitNotFound, StopGone or EntryRefused.
    """
    require(session, Role.AGENT, Role.DIVISION_HEAD)
    one_at_a_time(session)
    former = _present(session, stop_id)
    row = PlannedStop(
        unit_id=former.unit_id,
        division_id=_division(session, former.unit_id),
        starts_at=former.starts_at,
        ends_at=former.ends_at,
        noticed_at=former.noticed_at,
        words=entry(reason, 500, least=4),
        replaces=stop_id,
        withdrawn=True,
    )
    return _add(session, row, now, former, row.words)


def _add(
    session: Session, row: PlannedStop, now: datetime, former: PlannedStop | None, reason: str
) -> int:
    hold_division(session, row.division_id)
    row.recorded_at, row.person_id = now, acting(session).me
    session.add(row)
    session.flush()
    action = "stop_withdrawn" if row.withdrawn else "stop_corrected" if former else "stop_entered"
    before = None if former is None else _told(former)
    after = None if row.withdrawn else _told(row)
    note(session, action, "unit", row.unit_id, before=before, after=after, reason=reason)
    return row.id


def _told(row: PlannedStop) -> dict[str, object]:
    return {
        "starts_at": row.starts_at,
        "ends_at": row.ends_at,
        "noticed_at": row.noticed_at,
        "words": row.words,
    }


def _division(session: Session, unit_id: int) -> int:
    actor = require(session, Role.AGENT, Role.DIVISION_HEAD)
    division = unit(session, unit_id).division.id
    if not actor.may_all and division not in working_divisions(actor):
        raise UnitNotFound(unit_id)
    return division


def _check(new: NewStop, now: datetime) -> None:
    if not new.starts_at < new.ends_at <= new.starts_at + LONGEST:
        raise StopRefused(
            N_("The stop ends after it begins, and within {days} days. Correct the times."),
            days=LONGEST.days,
        )
    if new.noticed_at > now + AHEAD:
        raise StopRefused(
            N_("The notice has not been given yet at this time. Enter when it was given.")
        )


def _present(session: Session, stop_id: int) -> PlannedStop:
    query = select(PlannedStop).where(
        PlannedStop.id == stop_id,
        PlannedStop.withdrawn.is_(False),
        ~is_replaced(PlannedStop),
    )
    row = session.scalars(query).one_or_none()
    if row is None:
        raise StopGone
    return row


def _is_there(session: Session, new: NewStop) -> bool:
    found = stops(session, new.starts_at, new.starts_at + timedelta(microseconds=1))
    return any(one.unit_id == new.unit_id for one in found)
