"""What there is of call-backs: who is to be called, what was said, who was not satisfied."""

from datetime import date, datetime
from functools import lru_cache
from typing import TypeVar

from sqlalchemy import ColumnElement, Function, ScalarSelect, Select, and_, exists, func, select
from sqlalchemy.orm import Session, aliased, defer, load_only

from checklists.call_backs import sample_rule
from checklists.order_rules import order_rules
from db.callbacks.errors import CallNotFound
from db.callbacks.rows import CalledOrder, CallFilter, CallRow, Dissatisfied, TalkRow
from db.models import Person
from db.models_account import Callback, CallbackDraw, CallbackTalk
from db.models_orders import WorkOrder
from db.texts import printable

T = TypeVar("T")
Calls = Select[Callback, CallbackDraw, WorkOrder, int, datetime]
_Tried = aliased(CallbackTalk)


def calls(session: Session, wanted: CallFilter) -> list[CallRow]:
    """Call-backs whoever acts sees, by month, unit and place in the draw."""
    query = tried_calls().where(*conditions(wanted))
    return called_rows(
        session,
        query.order_by(CallbackDraw.month, CallbackDraw.unit_id, CallbackDraw.id, Callback.place),
    )


def conditions(wanted: CallFilter) -> list[ColumnElement[bool]]:
    """The conditions of a filter."""
    asked = (
        (wanted.month, CallbackDraw.month),
        (wanted.unit_id, WorkOrder.unit_id),
        (wanted.state, Callback.state),
        (wanted.draw_id, Callback.draw_id),
    )
    return [column == value for value, column in asked if value is not None]


def calls_of_order(session: Session, order_id: str) -> list[CallRow]:
    """The call-backs of an order, by the time they were drawn, as far as whoever acts sees any."""
    query = tried_calls().where(Callback.order_id == printable(order_id))
    return called_rows(session, query.order_by(CallbackDraw.id))


def call(session: Session, callback_id: str) -> CallRow:
    """One call-back. Raises CallNotFound, also for one that whoever acts does not see."""
    row = session.execute(tried_calls().where(Callback.id == printable(callback_id))).one_or_none()
    if row is None:
        raise CallNotFound
    return _call(*row)


def talks_of(session: Session, callback_id: str) -> list[TalkRow]:
    """What was recorded of a call-back, the newest first."""
    query = _talks().where(CallbackTalk.callback_id == printable(callback_id))
    return [_talk(*row) for row in session.execute(query)]


def talks_of_month(session: Session, month: str) -> dict[str, list[TalkRow]]:
    """What was recorded of the call-backs of a month's draws, by call-back, the newest first."""
    query = (
        _talks()
        .join(Callback, Callback.id == CallbackTalk.callback_id)
        .join(CallbackDraw, CallbackDraw.id == Callback.draw_id)
        .where(CallbackDraw.month == month)
    )
    found: dict[str, list[TalkRow]] = {}
    for row in session.execute(query):
        found.setdefault(row[0].callback_id, []).append(_talk(*row))
    return found


def dissatisfied(session: Session, since: datetime) -> list[Dissatisfied]:
    """Who was not satisfied in calls made since a moment, as whoever acts sees it.

    Of a call that was recorded anew the newest record holds, so that one who turns out to have
    been satisfied is no longer among them. An exempt result is told with its exemption.
    `scheme` says by which regulation the call was drawn.
    """
    query = (
        select(CallbackTalk, WorkOrder.unit_id, WorkOrder.division_id, CallbackDraw.scheme)
        .join(WorkOrder, WorkOrder.id == CallbackTalk.order_id)
        .join(Callback, Callback.id == CallbackTalk.callback_id)
        .join(CallbackDraw, CallbackDraw.id == Callback.draw_id)
        .where(
            holds(),
            CallbackTalk.called_at >= since,
            CallbackTalk.attitude.is_(False) | CallbackTalk.result.is_(False),
        )
        .order_by(CallbackTalk.called_at, CallbackTalk.id)
    )
    return [
        Dissatisfied(
            talk.callback_id,
            talk.order_id,
            unit,
            division,
            attitude=bool(talk.attitude),
            result=bool(talk.result),
            exemption=talk.exemption,
            opinion=talk.opinion,
            called_at=talk.called_at,
            scheme=scheme,
        )
        for talk, unit, division, scheme in session.execute(query)
        if unit is not None
    ]


def holds() -> ColumnElement[bool]:
    """The condition that a talk is the one that holds: talked, and not recorded anew since."""
    later = aliased(CallbackTalk)
    anew = exists().where(
        later.callback_id == CallbackTalk.callback_id,
        later.outcome == "talked",
        later.recorded_at > CallbackTalk.recorded_at,
    )
    return and_(CallbackTalk.outcome == "talked", ~anew)


def _talks() -> Select[CallbackTalk, str, str | None]:
    return (
        select(CallbackTalk, Person.name, WorkOrder.number)
        .join(Person, Person.id == CallbackTalk.person_id)
        .outerjoin(WorkOrder, WorkOrder.id == CallbackTalk.complaint_id)
        .order_by(CallbackTalk.recorded_at.desc(), CallbackTalk.id.desc())
    )


def tried_calls() -> Calls:
    """Call-backs with draw, order, how often the customer was tried, and when last."""
    return (
        select(Callback, CallbackDraw, WorkOrder, _of_tries(func.count(_Tried.id)), last_try())
        .join(CallbackDraw, CallbackDraw.id == Callback.draw_id)
        .join(WorkOrder, WorkOrder.id == Callback.order_id)
        # What a draw was made from stands beside each of its calls, and may be long.
        .options(
            defer(CallbackDraw.population, raiseload=True),
            load_only(*(getattr(WorkOrder, name) for name in CalledOrder.__annotations__)),
        )
    )


def last_try() -> ScalarSelect[datetime]:
    """When the customer of a call-back was called last."""
    return _of_tries(func.max(_Tried.called_at))


def called_rows(session: Session, query: Calls) -> list[CallRow]:
    """The call-backs that a query of `tried_calls` finds."""
    return [_call(*row) for row in session.execute(query)]


def _of_tries(value: Function[T]) -> ScalarSelect[T]:
    of_this = and_(_Tried.callback_id == Callback.id, _Tried.outcome != "handled")
    return select(value).where(of_this).correlate(Callback).scalar_subquery()


def _call(
    row: Callback, drawn: CallbackDraw, order: WorkOrder, tries: int, last: datetime | None
) -> CallRow:
    return CallRow(
        id=row.id,
        draw_id=drawn.id,
        division_id=drawn.division_id,
        scheme=drawn.scheme,
        sample_class=drawn.order_class,
        month=drawn.month,
        size=drawn.size,
        whole=_whole(drawn.rules, drawn.scheme, drawn.order_class),
        drawn_at=drawn.drawn_at,
        place=row.place,
        replaces=row.replaces,
        state=row.state,
        reason=row.reason,
        order=_order(order),
        tries=tries,
        tried_at=last,
    )


@lru_cache(maxsize=256)
def _whole(rules: date, scheme: str, code: str) -> bool:
    return sample_rule(order_rules(rules), scheme, code).whole


def _order(order: WorkOrder) -> CalledOrder:
    values = {name: getattr(order, name) for name in CalledOrder.__annotations__}
    return CalledOrder(**values)


def _talk(talk: CallbackTalk, person: str, complaint: str | None) -> TalkRow:
    names = TalkRow.__annotations__.keys() - {"person", "complaint"}
    values = {name: getattr(talk, name) for name in names}
    return TalkRow(person=person, complaint=complaint, **values)
