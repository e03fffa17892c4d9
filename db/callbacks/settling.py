"""Settling the call-backs of an order that there is nothing to ask about any more."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.callbacks.calling import pass_on
from db.callbacks.reading import call
from db.callbacks.rows import GONE
from db.models_account import Callback
from db.trail import note


def settle_gone(session: Session, order_id: str, now: datetime) -> None:
    """Pass on the calls that wait of an order that is about to be void or taken back.

    The caller holds the order. Another one of the draw is called instead; where all are called
    or none is left, the call is closed without a talk. Calls one does not see are left alone.
    """
    query = select(Callback.id).where(Callback.order_id == order_id, Callback.state == "waiting")
    for key in session.scalars(query.with_for_update()).all():
        row = call(session, key)
        after = {"order": row.order.number, "call": pass_on(session, row, GONE, now)}
        note(session, "called_back", "callback", key, before={"call": row.state}, after=after)
