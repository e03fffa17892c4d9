"""What a shift is summed up from: the orders of a division that were open in it, and redos."""

from datetime import datetime

import pandas as pd
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.models_orders import OrderStep, WorkOrder
from db.orders.columns import order_columns
from db.orders.filters import OrderFilter

RETURNED = "return"
"""The kind of step that gives an answer back to its unit."""


def orders_of_shift(
    session: Session, division_id: int, start: datetime, end: datetime
) -> pd.DataFrame:
    """The orders of a division taken before `end` and not closed before `start`, as columns."""
    return order_columns(
        session, OrderFilter(division_id=division_id, reported_until=end, open_after=start)
    )


def returned_within(
    session: Session, division_id: int, start: datetime, end: datetime
) -> dict[str, int]:
    """By class how many answers of a division's orders were given back in a time."""
    query = (
        select(WorkOrder.order_class, func.count())
        .join(OrderStep, OrderStep.order_id == WorkOrder.id)
        .where(WorkOrder.division_id == division_id, WorkOrder.state != "void")
        .where(OrderStep.kind == RETURNED, OrderStep.at >= start, OrderStep.at < end)
        .group_by(WorkOrder.order_class)
    )
    return dict(session.execute(query).all())
