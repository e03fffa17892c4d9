"""A complaint that is heard in a call-back becomes an order of its own."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.callbacks.checking import NewTalk
from db.callbacks.rows import CallRow
from db.models_orders import WorkOrder
from db.orders.opening import NewOrder, open_order


def open_complaint(session: Session, row: CallRow, talk: NewTalk, now: datetime) -> tuple[str, str]:
    """Open the complaint heard in a talk; its order's id and number.

    It names the order it was heard about. No unit has it yet: whom it is sent to is for the
    supervisor to say, who answers for complaints (HEAT, work orders). The same talk sent twice
    opens one. Raises what `db.orders.opening.open_order` raises.
    """
    about = row.order
    key = open_order(
        session,
        NewOrder(
            id=talk.id,
            order_class="complaint",
            division_id=row.division_id,
            estate=about.estate,
            building=about.building,
            staircase=about.staircase,
            room=about.room,
            contact=about.contact,
            telephone=about.telephone,
            problem=f"[{about.number}] {talk.complaint}",
            reported_at=min(talk.called_at, now),
        ),
        now,
    )
    number = session.scalars(select(WorkOrder.number).where(WorkOrder.id == key)).one()
    return key, number
