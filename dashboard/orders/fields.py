"""Forms of entries on work orders: their fields, what the browser gets, and reading it back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Literal

from dashboard.kept_form import Told, moment_of, text_of
from dashboard.words import _


@dataclass(frozen=True)
class Field:
    """A field of the form; `options` are [value, words]; `value` is what it begins with."""

    name: str
    label: str
    kind: Literal["line", "area", "choice", "select", "when", "tick", "telephone"] = "line"
    options: tuple[tuple[str, str], ...] = ()
    value: str = ""
    hint: str = ""
    most: int = 80
    narrow: bool = False
    required: bool = False


@dataclass(frozen=True)
class Form:
    """A form: where the browser keeps what is typed, its fields, and the words of its button.

    `version` is that of the order beside it; it comes back as it was when the form was sent.
    `recorded` are ids of entries that are in the data base: what is typed no longer waits then.
    """

    store: str
    submit: str
    fields: tuple[Field, ...] = ()
    version: int = 0
    recorded: tuple[str, ...] = ()

    def data(self, told: Told | None) -> dict[str, Any]:
        """The form as the browser gets it."""
        return {
            "store": self.store,
            "submit": self.submit,
            "version": self.version,
            "recorded": self.recorded,
            "fields": [asdict(one) for one in self.fields],
            "told": None if told is None else asdict(told),
            "words": {
                "saving": _("Sending …"),
                "silent": _("No answer yet. What you typed is kept here; send it once more."),
                "restored": _("Here is what you had typed before."),
                "unsaved": _("Kept in this browser until it is sent."),
                "drop": _("Empty the form"),
                "choose": _("Please choose"),
                "required": _("to be filled in"),
                "missing": _("Still to be filled in: "),
                "comma": _(", "),
            },
        }


def read_number(sent: Mapping[str, Any], name: str) -> int | None:
    """A number chosen from a list, or none."""
    value = text_of(sent, name)
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else None


def read_moment(sent: Mapping[str, Any], name: str) -> datetime | None:
    """A moment as the browser has it, in the organisation's zone; None for nonsense."""
    try:
        return moment_of(text_of(sent, name))
    except ValueError:
        return None
