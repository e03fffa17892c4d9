"""Forms that keep what is typed in the browser: what the server says to one, and reads of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dashboard.looks import ZONE
from dashboard.words import _

LONGEST = 4001
"""So many characters of a text are read: more than any may have, so that too long ones are refused
where they are stored."""


@dataclass(frozen=True)
class Told:
    """What became of what was sent last: `n` is its number, `field` what is to be mended."""

    n: str
    kept: bool
    done: str = ""
    error: str = ""
    field: str = ""


def state_words() -> dict[str, str]:
    """What a form says of what is typed in it."""
    return {
        "saving": _("Saving…"),
        "unsaved": _("Not saved yet; kept in this browser."),
        "restored": _("What you had typed and not saved is here again."),
    }


def text_of(sent: Mapping[str, Any], name: str) -> str:
    """A text that was sent; empty for whatever is none."""
    value = sent.get(name)
    return value[:LONGEST] if isinstance(value, str) else ""


def moment_of(text: str) -> datetime:
    """A time as it is typed, in the organisation's zone where it names none. Raises ValueError."""
    found = datetime.fromisoformat(text)
    return found.replace(tzinfo=ZONE) if found.tzinfo is None else found
