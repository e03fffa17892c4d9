"""What an actor may see: added to every query of audits, so that a forgotten condition hides."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import event, false, select
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction, with_loader_criteria

from db.actors import Actor, Forbidden, Held, Role, acting
from db.models import Answer, Audit, Operation, Score
from db.models_access import (
    Account,
    Acknowledgement,
    Attempt,
    Confirmation,
    Grant,
    Membership,
    SignIn,
    Trail,
)
from db.models_double import DoubleAudit
from db.models_forecasts import Forecast
from db.models_meetings import MeetingDecision, MeetingSeal
from db.models_orders import OrderImport
from db.models_periods import Coefficient, Seal, Source, UnitMonth
from db.models_tablet import Conflict, Participant, Photo, Presence, Return, Signature
from db.statements import (
    AUDIT_KEYS,
    DIVISION_TABLES,
    NAMING,
    ORDER_KEYS,
    OWN,
    WRITABLE,
    OutsideScope,
    bulk_rows,
    check_form,
    table_written,
)
from db.visible import (
    units_of,
    visible,
    visible_doubles,
    visible_forecasts,
    visible_grants,
    visible_sums,
)
from db.visible_orders import held_criteria, order_criteria

DEPENDENT = (
    Answer,
    Operation,
    Score,
    Confirmation,
    Acknowledgement,
    Photo,
    Signature,
    Participant,
    Presence,
    Conflict,
    Return,
    Source,
)
"""Tables whose rows belong to an audit and are seen with it."""

EVERYTHING: dict[str, Any] = {"heng_everything": True}
"""Execution options of the few queries that look at more than their actor sees.

They tell whether a number is in use, or take up the trail, and their result is never handed out;
or they name who inspects the same unit, to the inspector who shares an audit.
"""

FINDINGS: dict[str, Any] = {"heng_everything": True}
"""Execution options of `db.findings` alone, whose result is handed out.

What was found at a unit before is shown to whoever sees an audit of the same unit and sheet.
"""

RENEWAL: dict[str, Any] = {"heng_everything": True, "heng_renewal": True}
"""Execution options of `db.unit_months`, `db.figures` and `db.figures_rows` alone.

Sums and columns are kept for everyone at once. No result is handed out: `figures` narrows what
it has to whoever acts, at every call. Of all tables only `unit_months` is written with them.
"""

PREPARED: dict[str, Any] = {"heng_prepared": True}
"""Execution options of a query that its module builds once: it is narrowed once an actor."""

READY = 2048
"""So many narrowed queries are kept; an organisation has fewer inspectors at work in a day."""

Criteria = tuple[Any, ...]

_ready: dict[tuple[Any, ...], Any] = {}


def may_inspect(session: Session, unit_id: int, day: date) -> bool:
    """Whether whoever acts scores this unit as it belongs on this day."""
    actor = acting(session)
    if actor.may_all or unit_id in actor.units(Role.INSPECTOR):
        return True
    divisions = actor.divisions(Role.INSPECTOR)
    query = units_of(divisions, day).where(Membership.unit_id == unit_id)
    return session.scalars(query).first() is not None


def hold(session: Session, key: str) -> None:
    """Let this transaction write to an audit or an order; the caller has checked that it may."""
    session.info.setdefault("held", set()).add(key)


def held(session: Session) -> frozenset[str]:
    """The audits and orders this transaction may write to."""
    return frozenset(session.info.get("held", ()))


def hold_division(session: Session, division_id: int) -> None:
    """Let this transaction write what belongs to a division; the caller has checked it may."""
    session.info.setdefault("held divisions", set()).add(division_id)


class ScopedSession(Session):
    """A session whose bare connection, which nothing narrows, is not handed to everyone."""

    def connection(self, *args: Any, **options: Any) -> Any:
        """The connection. Raises OutsideScope for an actor who may not see everything."""
        if not acting(self).may_all:
            raise OutsideScope("a bare connection")
        return super().connection(*args, **options)


def _narrow(state: ORMExecuteState) -> None:
    actor = acting(state.session)
    if actor.may_all:
        return
    options = state.execution_options
    if state.is_select:
        if not options.get("heng_everything"):
            state.statement = _narrowed_query(state, actor)
        return
    written = table_written(state.statement)
    if written == UnitMonth.__tablename__ and options.get("heng_renewal"):
        return
    check_form(state)
    rows = bulk_rows(state)
    if written not in WRITABLE or (rows is None and written in DIVISION_TABLES):
        raise Forbidden
    if rows is None:
        state.statement = state.statement.options(*_own(actor.me, held(state.session)))
        return
    may = _writer(state.session, actor)
    if not all(may(written, row) for row in rows):
        raise Forbidden


def _narrowed_query(state: ORMExecuteState, actor: Actor) -> Any:
    who = (actor.me, actor.roles, actor.on)
    if not state.execution_options.get("heng_prepared"):
        check_form(state)
        return cast(Any, state.statement).options(*_seen(*who))
    key = (state.statement, who)
    narrowed = _ready.get(key)
    if narrowed is None:
        check_form(state)
        # Another thread may empty the room at any moment: what was made is held here.
        if len(_ready) >= READY:
            _ready.clear()
        narrowed = _ready[key] = cast(Any, state.statement).options(*_seen(*who))
    return narrowed


def _writer(session: Session, actor: Actor) -> Callable[[str, Mapping[str, Any]], bool]:
    """Whether this transaction may write a row to a table."""
    keys, divisions = held(session), session.info.get("held divisions", frozenset())

    def may(table: str, row: Mapping[str, Any]) -> bool:
        key = AUDIT_KEYS.get(table) or ORDER_KEYS.get(table)
        if key is not None:
            return row.get(key) in keys
        if table in DIVISION_TABLES:
            return row.get("division_id") in divisions
        return row.get("person_id") == actor.me if table in OWN else table in WRITABLE

    return may


@lru_cache(maxsize=1024)
def _seen(person_id: int, roles: tuple[Held, ...], on: date) -> Criteria:
    actor = Actor(person_id, "", roles, on)
    seen = visible(actor)
    ids = select(Audit.id).where(seen)
    return (
        with_loader_criteria(Audit, seen, include_aliases=True),
        *(
            with_loader_criteria(table, table.audit_id.in_(ids), include_aliases=True)
            for table in DEPENDENT
        ),
        with_loader_criteria(Grant, visible_grants(actor), include_aliases=True),
        with_loader_criteria(UnitMonth, visible_sums(actor), include_aliases=True),
        with_loader_criteria(Forecast, visible_forecasts(actor), include_aliases=True),
        with_loader_criteria(DoubleAudit, visible_doubles(actor), include_aliases=True),
        *order_criteria(actor),
        *_secrets(person_id),
    )


def _own(person_id: int, keys: frozenset[str]) -> Criteria:
    return (
        with_loader_criteria(Audit, Audit.id.in_(keys), include_aliases=True),
        *(
            with_loader_criteria(table, table.audit_id.in_(keys), include_aliases=True)
            for table in DEPENDENT
        ),
        *held_criteria(keys),
        *_secrets(person_id),
    )


def _secrets(person_id: int) -> Criteria:
    own = (
        with_loader_criteria(table, table.person_id == person_id, include_aliases=True)
        for table in (Account, SignIn, OrderImport)
    )
    hidden = (
        with_loader_criteria(table, false(), include_aliases=True)
        for table in (Trail, Attempt, Coefficient, Seal, MeetingDecision, MeetingSeal)
    )
    return (*own, *hidden)


def _check_flush(session: Session, _context: UOWTransaction, _objects: Any) -> None:
    actor = acting(session)
    if actor.may_all:
        return
    may = _writer(session, actor)
    for thing in (*session.new, *session.dirty, *session.deleted):
        if not may(thing.__tablename__, {name: getattr(thing, name, None) for name in NAMING}):
            raise Forbidden


def _check_begin(session: Session, *_others: Any) -> None:
    acting(session)


event.listen(Session, "do_orm_execute", _narrow)
event.listen(Session, "before_flush", _check_flush)
event.listen(Session, "after_begin", _check_begin)
