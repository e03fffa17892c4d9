"""What a row that is never changed says, under one hash, and the sum of many such hashes."""

import hashlib
import json
from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from checklists.exact import plain
from db.base import Base

NOTHING = f"{0:064x}"
"""The sum over no rows."""


def hash_of_record(values: Mapping[str, Any]) -> str:
    """SHA-256 over all that a row says; the same whatever zone its moments are given in."""
    said = {name: _told(value) for name, value in values.items()}
    told = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(told.encode()).hexdigest()


def record_hash(table: type[Base], values: Mapping[str, Any], *, but: Collection[str] = ()) -> str:
    """The hash over all columns of a table's row but some; what is not given is None."""
    names = [name for name in column_names(table) if name not in but]
    return hash_of_record({name: values.get(name) for name in names})


def column_names(table: type[Base]) -> list[str]:
    """The names of a table's columns, its key first."""
    return [column.name for column in table.__table__.columns]


def added(*hashes: str) -> str:
    """The sum of hashes, the same in whichever order they come."""
    return f"{sum(int(one, 16) for one in hashes) % 2**256:064x}"


def _told(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    return plain(value) if isinstance(value, Decimal) else value
