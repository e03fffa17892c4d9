"""Which statements can be narrowed to an actor at all; all others are refused to be safe."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from sqlalchemy import Alias, ClauseElement, ColumnClause, Select, TableClause, TextClause
from sqlalchemy.orm import FromStatement, ORMExecuteState
from sqlalchemy.sql import visitors

AUDIT_KEYS = {
    "audits": "id",
    "answers": "audit_id",
    "operations": "audit_id",
    "scores": "audit_id",
    "confirmations": "audit_id",
    "acknowledgements": "audit_id",
    "photos": "audit_id",
    "signatures": "audit_id",
    "participants": "audit_id",
    "presences": "audit_id",
    "conflicts": "audit_id",
    "returns": "audit_id",
    "sources": "audit_id",
}
"""The tables of audits, and in which column each names its audit."""

ORDER_KEYS = {
    "work_orders": "id",
    "order_steps": "order_id",
    "order_photos": "order_id",
    "escalations": "order_id",
    "callbacks": "order_id",
    "callback_talks": "order_id",
    "temperature_records": "order_id",
}
"""The tables of orders, and in which column each names its order."""

DIVISION_TABLES = frozenset(
    {
        "account_decisions",
        "account_events",
        "answered_calls",
        "callback_draws",
        "day_summaries",
        "elimination_decisions",
        "forecasts",
        "planned_stops",
    }
)
"""The tables whose rows belong to a division, which each names in `division_id`."""

OWN = frozenset({"accounts", "sessions", "trail", "order_imports", "import_mappings"})
"""Tables to whose rows somebody without the administrator's role puts nobody else's name."""

WRITABLE = frozenset({*AUDIT_KEYS, *ORDER_KEYS, *DIVISION_TABLES, *OWN, "sheet_versions"})
"""Tables that somebody without the administrator's role may write at all."""

NAMING = ("id", "audit_id", "order_id", "division_id", "person_id")
"""The columns that say to what a row belongs."""

NARROWED = frozenset(
    {
        *AUDIT_KEYS,
        *ORDER_KEYS,
        *DIVISION_TABLES,
        "order_imports",
        "double_audits",
        "accounts",
        "sessions",
        "attempts",
        "grants",
        "trail",
        "coefficients",
        "unit_months",
        "seals",
        "meeting_decisions",
        "meeting_seals",
    }
)
"""Tables whose rows not everyone sees."""


class OutsideScope(RuntimeError):
    """A statement would pass by what narrows it to its actor: a fault of the program."""

    def __init__(self, what: str) -> None:
        super().__init__(f"{what} cannot be narrowed to whoever acts; query the classes instead")


def check_form(state: ORMExecuteState) -> None:
    """Raises OutsideScope for a statement that the criteria of classes would not reach."""
    statement = state.statement
    if isinstance(statement, FromStatement):
        raise OutsideScope("a statement of another's making")
    for part in visitors.iterate(cast(Any, statement)):
        if _is_text(part):
            raise OutsideScope("a text of SQL")
    found = _bare(statement) if state.is_orm_statement else _touched(statement)
    for name in found:
        if name in NARROWED:
            raise OutsideScope(f"the bare table {name}")


def table_written(statement: Any) -> str:
    """The table that an INSERT, UPDATE or DELETE writes."""
    return str(getattr(getattr(statement, "table", None), "name", ""))


def bulk_rows(state: ORMExecuteState) -> Sequence[Mapping[str, Any]] | None:
    """The rows that are written as they are given; None where a condition chooses them.

    Raises OutsideScope for rows that come from a query.
    """
    statement: Any = state.statement
    if not state.is_insert:
        return state.parameters if isinstance(state.parameters, list) else None
    if statement.select is not None or statement._multi_values:
        raise OutsideScope("an insert whose rows are not given one by one")
    fixed = {column.key: bind.value for column, bind in (statement._values or {}).items()}
    given = state.parameters or {}
    rows: list[Any] = given if isinstance(given, list) else [given]
    return [{**fixed, **row} for row in rows]


def _touched(statement: Any) -> Iterator[str]:
    for part in visitors.iterate(statement):
        table = part if isinstance(part, TableClause) else getattr(part, "table", None)
        if table is not None:
            yield str(getattr(table, "name", ""))


def _bare(statement: Any) -> Iterator[str]:
    """The tables that are named as such, and not as a mapped class."""
    waiting: list[tuple[Any, frozenset[str]]] = [(statement, frozenset())]
    known: set[tuple[int, frozenset[str]]] = set()
    while waiting:
        part, classes = waiting.pop()
        if (id(part), classes) in known or _is_class(part):
            continue
        known.add((id(part), classes))
        if isinstance(part, Select):
            classes = _classes(part)
        elif isinstance(part, TableClause):
            yield str(part.name)
        elif isinstance(part, ColumnClause) and part.table is not None:
            # `Session.get` compares a bare column of the class it asks for.
            if not isinstance(part.table, TableClause):
                waiting.append((part.table, classes))
            elif part.table.name not in classes:
                yield str(part.table.name)
        children = ClauseElement.get_children(part, omit_attrs=("table",))
        waiting.extend((child, classes) for child in children)


def _is_class(part: Any) -> bool:
    mapped = "parententity" in getattr(part, "_annotations", ())
    return mapped and (
        isinstance(part, TableClause | ColumnClause)
        or (isinstance(part, Alias) and isinstance(part.element, TableClause))
    )


def _classes(query: Select[Any]) -> frozenset[str]:
    """The tables of the classes that a query asks for as such, and which are thus narrowed."""
    asked = (part for part in query._raw_columns if _is_class(part))
    return frozenset(str(part.name) for part in asked if isinstance(part, TableClause))


def _is_text(part: Any) -> bool:
    if isinstance(part, TextClause):
        return True
    return isinstance(part, ColumnClause) and part.is_literal and part.name != "*"
