"""A complaint that is heard in a call-back becomes an order of its own."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.callbacks.checking import NewTalk
from db.callbacks.rows import CallRow
from db.models_orders import OrderStep, WorkOrder
from db.orders.opening import NewOrder, open_order
from db.scope import EVERYTHING


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
            problem=_problem(row, talk.complaint),
            reported_at=min(talk.called_at, now),
        ),
        now,
    )
    number = session.scalars(select(WorkOrder.number).where(WorkOrder.id == key)).one()
    return key, number


def is_complaint(session: Session, row: CallRow, key: str | None, words: str) -> bool:
    """Whether the order with this id was opened for a complaint in these words; none for none.

    What was corrected in the order since does not count.
    """
    if key is None or not words:
        return key is None and not words
    # It tells only whether a record is the same, and the complaint may be another's by now.
    asked = select(OrderStep.data).where(OrderStep.order_id == key, OrderStep.kind == "correct")
    steps = session.scalars(asked.order_by(OrderStep.recorded_at), execution_options=EVERYTHING)
    before: list[str] = [data["before"]["problem"] for data in steps if "problem" in data["before"]]
    query = select(WorkOrder.problem).where(WorkOrder.id == key)
    held = session.scalars(query, execution_options=EVERYTHING).one()
    first = before[0] if before else held
    return first == _problem(row, words)


def _problem(row: CallRow, words: str) -> str:
    return f"[{row.order.number}] {words}"
