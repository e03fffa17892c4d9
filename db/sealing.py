"""The history of an audit's answers, entry by entry, and the hash that seals it."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from db.incoming import Status


@dataclass(frozen=True)
class HistoryEntry:
    """One operation as it was stored, whether or not it is still the present answer."""

    id: str
    item: str
    answer: dict[str, Any] | None
    note: str
    client: str
    sequence: int
    made_at: datetime
    received_at: datetime
    person_id: int
    status: Status
    way: str = "tap"
    base: str | None = None


LATER_FIELDS = {"way": "tap", "base": None}
"""Fields that came after the first seals: they are sealed where they say more than this."""


def hash_of(entries: Iterable[HistoryEntry]) -> str:
    """SHA-256 over all that operations say, taken in the order of their sequence."""
    told = hashlib.sha256()
    for entry in sorted(entries, key=lambda one: (one.sequence, one.client, one.id)):
        said = {
            name: value
            for name, value in vars(entry).items()
            if name not in LATER_FIELDS or value != LATER_FIELDS[name]
        }
        said |= {
            "made_at": entry.made_at.astimezone(UTC).isoformat(timespec="microseconds"),
            "received_at": entry.received_at.astimezone(UTC).isoformat(timespec="microseconds"),
        }
        told.update(json.dumps(said, ensure_ascii=False, sort_keys=True).encode())
    return told.hexdigest()
