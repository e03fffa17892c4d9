"""Which texts can be stored: both databases take the same ones, and refusals name the bound."""

import re
from typing import Any

from db.errors import EntryRefused, PeriodMalformed

CODE_LENGTH = 40
NAME_LENGTH = 200

# PostgreSQL takes no NUL and no half of a surrogate pair; SQLite would.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_PERIOD = re.compile("[0-9]{4}-(0[1-9]|1[0-2])")


def is_storable(value: Any) -> bool:
    """Whether every text in a JSON value can be kept by both databases."""
    if isinstance(value, str):
        return _UNSTORABLE.search(value) is None
    if isinstance(value, dict):
        return all(is_storable(name) and is_storable(entry) for name, entry in value.items())
    if isinstance(value, list | tuple):
        return all(is_storable(entry) for entry in value)
    return True


def printable(text: str) -> str:
    """A text with what cannot be stored or sent replaced, for saying it back."""
    return _UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def entry(text: str, length: int = NAME_LENGTH, least: int = 1) -> str:
    """A text a person entered, without blank space around it. Raises EntryRefused."""
    text = text.strip()
    if not least <= len(text) <= length or not is_storable(text):
        raise EntryRefused(printable(text), least, length)
    return text


def month(period: str) -> str:
    """A period as it is stored: 2026-11. Raises PeriodMalformed."""
    if not isinstance(period, str) or not _PERIOD.fullmatch(period):
        raise PeriodMalformed(printable(str(period)))
    return period
