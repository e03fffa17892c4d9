"""Deductions and what was decided on them, as far as whoever asks may see them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from checklists.account import State
from db.account.errors import EventNotFound
from db.actors import Role, acting, require
from db.models import Person
from db.models_account import AccountDecision, AccountEvent, Callback, EliminationDecision
from db.models_orders import WorkOrder
from db.records import column_names, record_hash
from db.texts import printable
from db.visible_orders import working_divisions

AGAIN = "proposed"
"""What the program decided on a deduction that follows after all."""


@dataclass(frozen=True)
class DecisionRow:
    """What was decided on a deduction, when and why; `person` is empty where the program did."""

    id: int
    event_id: str
    decision: State
    reason: str
    decided_at: datetime
    person_id: int | None
    person: str

    @property
    def by_program(self) -> bool:
        """Whether nobody decided: the program withdrew it, or proposed it again."""
        return self.person_id is None


@dataclass(frozen=True)
class EventRow:
    """A deduction with what holds of it now.

    `proposed_by` is None where the program found it. The order of a call-back is not told to the
    unit that was asked about: there `number`, `source`, `order_id`, `callback_id` and `origin` are
    empty.
    """

    id: str
    unit_id: int
    division_id: int
    season: str
    code: str
    points: Decimal
    times: int
    occurred_at: datetime
    origin: str
    order_id: str | None
    callback_id: str | None
    words: str
    file: str | None
    sha256: str | None
    media_type: str | None
    rules: date
    proposed_at: datetime
    proposed_by: int | None
    proposer: str | None
    number: str | None = None
    source: str | None = None
    decision: DecisionRow | None = None

    @property
    def state(self) -> State:
        """`waiting` until somebody decides, then what was decided last.

        `withdrawn` where the program found that it no longer follows.
        """
        return "waiting" if self.decision is None else self.decision.decision

    @property
    def alone(self) -> bool:
        """Whether the same person entered it by hand and confirmed it."""
        held = self.decision
        own = held is not None and held.person_id == self.proposed_by
        return own and self.state == "confirmed"


@dataclass(frozen=True)
class EliminationRow:
    """What people decided on a unit below the line, and how many points it had then."""

    id: int
    unit_id: int
    division_id: int
    season: str
    balance: Decimal
    decision: str
    reason: str
    decided_at: datetime
    person_id: int
    person: str


def events(session: Session, season: str, unit_id: int | None = None) -> list[EventRow]:
    """The deductions of a season, of all units one sees or of one, by when they happened."""
    query = _events().where(AccountEvent.season == printable(season))
    if unit_id is not None:
        query = query.where(AccountEvent.unit_id == unit_id)
    return _rows(session, query)


def events_of_order(session: Session, order_id: str) -> list[EventRow]:
    """The deductions that rest on an order, by when they happened.

    One found by a call-back is only told to who sees the call-back: not to the unit asked about.
    """
    called = select(Callback.id).where(Callback.id == AccountEvent.callback_id).exists()
    query = _events().where(
        AccountEvent.order_id == printable(order_id), AccountEvent.callback_id.is_(None) | called
    )
    return _rows(session, query)


def event(session: Session, event_id: str) -> EventRow:
    """One deduction. Raises EventNotFound."""
    return some(session, [event_id])[0]


def some(session: Session, event_ids: Iterable[str]) -> list[EventRow]:
    """Some deductions, each once, by when they happened. Raises EventNotFound if one is not."""
    asked = {printable(key) for key in event_ids}
    found = _rows(session, _events().where(AccountEvent.id.in_(asked)))
    if len(found) < len(asked):
        raise EventNotFound
    return found


def event_hashes(session: Session, event_ids: Iterable[str]) -> dict[str, str]:
    """The hash over each of some deductions one sees, as it is stored."""
    columns = [getattr(AccountEvent, name) for name in column_names(AccountEvent)]
    query = select(*columns).where(AccountEvent.id.in_([printable(key) for key in event_ids]))
    rows = [dict(row._mapping) for row in session.execute(query)]
    return {row["id"]: record_hash(AccountEvent, row) for row in rows}


def decisions(session: Session, event_ids: Iterable[str]) -> list[DecisionRow]:
    """Every decision on some deductions one sees, the oldest first."""
    asked = [printable(key) for key in event_ids]
    query = _decisions().where(AccountDecision.event_id.in_(asked))
    return [_decision(row) for row in session.execute(query)]


def eliminations(session: Session, season: str, unit_id: int | None = None) -> list[EliminationRow]:
    """What was decided on units below the line in a season, the oldest first."""
    names = [name for name in EliminationRow.__annotations__ if name != "person"]
    columns: list[Any] = [getattr(EliminationDecision, name) for name in names]
    query = (
        select(*columns, Person.name.label("person"))
        .join(Person, Person.id == EliminationDecision.person_id)
        .where(EliminationDecision.season == printable(season))
        .order_by(EliminationDecision.id)
    )
    if unit_id is not None:
        query = query.where(EliminationDecision.unit_id == unit_id)
    return [EliminationRow(**row._mapping) for row in session.execute(query)]


def every_proof_file(session: Session) -> list[tuple[str, str]]:
    """(hash, media type) of every file behind a deduction, each once. Raises Forbidden."""
    require(session, Role.ADMINISTRATOR)
    query = select(AccountEvent.sha256, func.min(AccountEvent.media_type))
    query = query.where(AccountEvent.sha256.is_not(None)).group_by(AccountEvent.sha256)
    found = session.execute(query.order_by(AccountEvent.sha256))
    return [(str(sha256), str(kind)) for sha256, kind in found]


def _events() -> Select[Any]:
    return select(AccountEvent).order_by(AccountEvent.occurred_at, AccountEvent.id)


def _decisions() -> Select[Any]:
    names = [name for name in DecisionRow.__annotations__ if name != "person"]
    columns: list[Any] = [getattr(AccountDecision, name) for name in names]
    return (
        select(*columns, func.coalesce(Person.name, "").label("person"))
        .outerjoin(Person, Person.id == AccountDecision.person_id)
        .order_by(AccountDecision.id)
    )


def _decision(row: Any) -> DecisionRow:
    told = dict(row._mapping)
    # What the program proposed again waits like what it proposed at first.
    state = "waiting" if told["decision"] == AGAIN else told["decision"]
    return DecisionRow(**told | {"decision": state})


def _rows(session: Session, query: Select[Any]) -> list[EventRow]:
    found = list(session.scalars(query))
    behind = query.with_only_columns(AccountEvent.id).order_by(None)
    held = _decisions().where(AccountDecision.event_id.in_(behind))
    # They come by number: the newest is the last to be kept.
    newest = {row.event_id: _decision(row) for row in session.execute(held)}
    names = _names(session, {one.proposed_by for one in found if one.proposed_by is not None})
    numbers = _numbers(session, query)
    actor = acting(session)
    works = working_divisions(actor)
    rows = []
    for one in found:
        values = {name: getattr(one, name) for name in _COLUMNS}
        number, source = numbers.get(one.order_id or "", (None, None))
        row = EventRow(
            **values,
            proposer=None if one.proposed_by is None else names.get(one.proposed_by, ""),
            number=number,
            source=source,
            decision=newest.get(one.id),
        )
        hidden = one.callback_id is not None and not actor.may_all and one.division_id not in works
        rows.append(_without_order(row) if hidden else row)
    return rows


def _without_order(row: EventRow) -> EventRow:
    return replace(row, number=None, source=None, order_id=None, callback_id=None, origin="")


def _names(session: Session, people: set[int]) -> dict[int, str]:
    if not people:
        return {}
    return dict(session.execute(select(Person.id, Person.name).where(Person.id.in_(people))).all())


def _numbers(session: Session, query: Select[Any]) -> dict[str, tuple[str, str]]:
    behind = query.with_only_columns(AccountEvent.order_id).order_by(None)
    columns = (WorkOrder.id, WorkOrder.number, WorkOrder.source)
    asked = select(*columns).where(WorkOrder.id.in_(behind))
    return {key: (number, source) for key, number, source in session.execute(asked)}


_NOT_COLUMNS = ("proposer", "number", "source", "decision")
_COLUMNS = tuple(name for name in EventRow.__annotations__ if name not in _NOT_COLUMNS)
