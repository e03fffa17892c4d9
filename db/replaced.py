"""Records that are corrected by another one entered in their place: the former stays."""

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import aliased

from db.models_account import PlannedStop, TemperatureRecord


def is_replaced(table: type[TemperatureRecord] | type[PlannedStop]) -> ColumnElement[bool]:
    """Whether another record stands in the place of one."""
    later = aliased(table)
    return select(later.id).where(later.replaces == table.id).exists()
