"""How call-backs stand: to call now, again later, not handled yet; counted, and page by page."""

from collections import defaultdict
from datetime import datetime

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from checklists.call_backs import APART
from db.callbacks.reading import called_rows, conditions, last_try, tried_calls
from db.callbacks.rows import HANDLED, CallFilter, CallRow
from db.models_account import Callback, CallbackDraw
from db.models_orders import WorkOrder

NOW, LATER, UNHANDLED = range(3)
"""What becomes of a call-back next, in the order in which calls are listed."""

_ASKED = (WorkOrder.unit_id.is_not(None), WorkOrder.state != "void")
"""Only of such orders there is, or will be, a result to ask about."""


def counted(session: Session, wanted: CallFilter, now: datetime) -> dict[int, dict[int, int]]:
    """How many call-backs of each unit stand how: NOW, LATER or UNHANDLED, by the unit's number."""
    of_unit, stands = WorkOrder.unit_id, _standing(now).label("stands")
    query = (
        select(of_unit, stands, func.count())
        .select_from(Callback)
        .join(CallbackDraw, CallbackDraw.id == Callback.draw_id)
        .join(WorkOrder, WorkOrder.id == Callback.order_id)
        .where(*conditions(wanted), *_ASKED)
        .group_by(of_unit, stands)
    )
    found: dict[int, dict[int, int]] = defaultdict(dict)
    for unit, stand, number in session.execute(query):
        if unit is not None:
            found[unit][stand] = number
    return dict(found)


def page(
    session: Session, wanted: CallFilter, now: datetime, limit: int, skip: int = 0
) -> list[CallRow]:
    """Some call-backs: those to call now first, then by month, unit and place in the draw."""
    query = tried_calls().where(*conditions(wanted), *_ASKED)
    ordered = query.order_by(
        _standing(now),
        CallbackDraw.month,
        WorkOrder.unit_id,
        CallbackDraw.id,
        Callback.place,
    )
    return called_rows(session, ordered.limit(limit).offset(skip))


def _standing(now: datetime) -> ColumnElement[int]:
    return case(
        (WorkOrder.state.not_in(HANDLED), UNHANDLED), (last_try() > now - APART, LATER), else_=NOW
    )
