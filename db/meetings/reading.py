"""Reading what a meeting decided: for administrators, and for viewers of a released period."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from checklists.periods import Period
from db.actors import Forbidden
from db.models import Person
from db.models_meetings import MeetingDecision, MeetingSeal
from db.rankings import sees_released
from db.records import record_hash

MEETINGS: dict[str, Any] = {"heng_everything": True}
"""Execution options of this module alone, which lets in who sees the whole period ranked."""


@dataclass(frozen=True)
class DecisionRow:
    """What was taken down on a matter, as `db.models_meetings.MeetingDecision` tells it.

    `person` is the name of who took it down; `sealed` says that it stands under the newest seal of
    its period, and not only since then.
    """

    id: str
    matter: str
    unit_id: int | None
    number: int
    decision: str
    words: str
    reason: str
    decided_at: datetime
    person: str
    sealed: bool


@dataclass(frozen=True)
class MeetingSealRow:
    """The hash over the decisions of a period, since when, and by whose hand."""

    number: int
    hash: str
    sealed_at: datetime
    sealed_by: str


@dataclass(frozen=True)
class Minutes:
    """All that was taken down in the meeting on a period, and the newest seal over it.

    `rows` are all versions in the order they were taken down.
    """

    period: Period
    rows: tuple[DecisionRow, ...]
    seal: MeetingSealRow | None

    @property
    def held(self) -> tuple[DecisionRow, ...]:
        """What holds: the newest version of each matter and unit, in the order of the first."""
        newest = {(row.matter, row.unit_id): row for row in self.rows}
        return tuple(newest.values())

    @property
    def present(self) -> DecisionRow | None:
        """Who was there, one name or office a line; None where nothing was taken down."""
        return self.of("present")

    @property
    def other(self) -> DecisionRow | None:
        """What else was decided, in words; None where nothing was taken down."""
        return self.of("other")

    def of(self, matter: str, unit_id: int | None = None) -> DecisionRow | None:
        """What holds on a matter and unit, None where nothing was taken down."""
        same = (row for row in self.held if (row.matter, row.unit_id) == (matter, unit_id))
        return next(same, None)

    def on_units(self, matter: str) -> tuple[DecisionRow, ...]:
        """What holds on the units of a matter: `model` or `elimination`."""
        return tuple(row for row in self.held if row.matter == matter)


def minutes(session: Session, period: Period) -> Minutes:
    """What the meeting on a period took down.

    For administrators, and for the evaluation meeting where the period is released; raises
    Forbidden.
    """
    if not sees_released(session, period):
        raise Forbidden
    seal = _newest_seal(session, period)
    sealed = frozenset() if seal is None else frozenset(seal[1])
    columns = list(MeetingDecision.__table__.columns)
    query = (
        select(*(getattr(MeetingDecision, one.name) for one in columns), Person.name)
        .join(Person, Person.id == MeetingDecision.person_id)
        .where(MeetingDecision.period == str(period))
        .order_by(MeetingDecision.decided_at, MeetingDecision.number, MeetingDecision.id)
    )
    found = session.execute(query, execution_options=MEETINGS)
    rows = [_row(row._mapping, sealed) for row in found]
    return Minutes(period, tuple(rows), None if seal is None else seal[0])


def _row(row: Any, sealed: frozenset[str]) -> DecisionRow:
    return DecisionRow(
        id=row["id"],
        matter=row["matter"],
        unit_id=row["unit_id"],
        number=row["number"],
        decision=row["decision"],
        words=row["words"],
        reason=row["reason"],
        decided_at=row["decided_at"],
        person=row["name"],
        sealed=record_hash(MeetingDecision, row) in sealed,
    )


def _newest_seal(session: Session, period: Period) -> tuple[MeetingSealRow, list[str]] | None:
    query = (
        select(MeetingSeal.number, MeetingSeal.hash, MeetingSeal.sealed_at, MeetingSeal.content)
        .add_columns(Person.name)
        .join(Person, Person.id == MeetingSeal.sealed_by)
        .where(MeetingSeal.period == str(period))
        .order_by(MeetingSeal.number.desc())
        .limit(1)
    )
    found = session.execute(query, execution_options=MEETINGS).first()
    if found is None:
        return None
    number, hash_, at, content, by = found
    return MeetingSealRow(number, hash_, at, by), content
