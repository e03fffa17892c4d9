"""Inserting what may be there already, in the words both databases share."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Executable, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from db.base import Base


def insert_if_absent(
    session: Session, table: type[Base], values: Mapping[str, Any], key: str
) -> None:
    """Insert a row unless one with the same key is there; two at once leave one."""
    session.execute(
        _insert(session, table).values(**values).on_conflict_do_nothing(index_elements=[key])
    )


def insert_or_replace(
    session: Session, table: type[Base], values: Mapping[str, Any], key: str
) -> None:
    """Insert a row, or give the row with the same key these values."""
    rest = {name: value for name, value in values.items() if name != key}
    statement = _insert(session, table).values(**values)
    session.execute(statement.on_conflict_do_update(index_elements=[key], set_=rest))


def upserting(session: Session, table: Table, renewed: Sequence[str]) -> Executable:
    """A statement that inserts rows; of one that is there it locks and renews some columns."""
    statement = _insert(session, table)
    given = {name: statement.excluded[name] for name in renewed}
    return statement.on_conflict_do_update(index_elements=list(table.primary_key), set_=given)


def _insert(session: Session, table: type[Base] | Table) -> sqlite.Insert | postgresql.Insert:
    if session.get_bind().dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)
