"""A call-back as the tables hold it, for tests that are not about drawing."""

from datetime import UTC, datetime
from uuid import uuid4

from sqlalchemy.orm import Session

from db.models_account import Callback, CallbackDraw
from db.models_orders import WorkOrder

AT = datetime(2026, 1, 12, 4, tzinfo=UTC)


def make_call(session: Session, order_id: str, person_id: int) -> str:
    """A call-back of an order that was drawn; its id."""
    order = session.get_one(WorkOrder, order_id)
    assert order.unit_id is not None
    draw = CallbackDraw(
        scheme="HEAT",
        unit_id=order.unit_id,
        division_id=order.division_id,
        order_class="",
        month="2026-01",
        seed="0" * 64,
        population=[order_id],
        size=1,
        rules=order.rules,
        reason="",
        drawn_at=AT,
        person_id=person_id,
    )
    session.add(draw)
    session.flush()
    call = Callback(
        id=str(uuid4()),
        draw_id=draw.id,
        order_id=order_id,
        place=1,
        state="done",
        reason="",
        changed_at=AT,
    )
    session.add(call)
    session.flush()
    return call.id
