"""All work orders one sees as columns, for boards, events and commitments; no loop over rows."""

from typing import Any

import pandas as pd
from sqlalchemy import String, select, type_coerce
from sqlalchemy.orm import Session

from checklists.order_classes import TIMES
from db.models_orders import WorkOrder
from db.orders.filters import OrderFilter, conditions

_UNITS = ("unit_id", "handed_to_id")
_OTHERS = (
    "id",
    "number",
    "source",
    "order_class",
    "state",
    "division_id",
    *_UNITS,
    "station",
    "estate",
    "building",
    "appointment_proof",
    "insists",
    "pauses",
    "redos",
    "satisfaction",
    "calendar",
    "rules",
)
COLUMNS = (*_OTHERS, "imported", *TIMES)


def order_columns(session: Session, wanted: OrderFilter | None = None) -> pd.DataFrame:
    """All orders one sees, one row an order, by id: COLUMNS, moments as datetime64[us, UTC].

    Units are Int64 and may be missing; `pauses` are lists of [from ISO, until ISO or None, reason];
    `imported` tells those that were taken in from a file.
    """
    picked = [getattr(WorkOrder, name) for name in _OTHERS]
    picked.append(WorkOrder.import_id.is_not(None).label("imported"))
    # The moments come as the driver gives them: turning each into a datetime takes seconds.
    picked += [type_coerce(getattr(WorkOrder, name), String).label(name) for name in TIMES]
    query = select(*picked).where(*conditions(wanted or OrderFilter())).order_by(WorkOrder.id)
    rows = session.execute(query).all()
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(COLUMNS)
    frame = {name: list(values) for name, values in zip(COLUMNS, columns, strict=True)}
    return pd.DataFrame(
        {name: _series(name, values) for name, values in frame.items()}, columns=list(COLUMNS)
    )


def _series(name: str, values: list[Any]) -> Any:
    if name in TIMES:
        return _moments(values)
    if name in _UNITS:
        return pd.array(values, dtype="Int64")
    if name in ("division_id", "redos"):
        return pd.Series(values, dtype="int64")
    if name in ("insists", "imported"):
        return pd.Series(values, dtype="bool")
    return pd.Series(values, dtype="object")


def _moments(values: list[Any]) -> Any:
    text = pd.Series(values, dtype="object")
    return pd.to_datetime(text, utc=True, format="ISO8601").astype("datetime64[us, UTC]")
