"""How a source's export is to be read: its columns and its values; saved with the source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from dashboard.order_import.fields import BY_KEY
from dashboard.order_import.proposing import propose


@dataclass(frozen=True)
class Reading:
    """How the export of a source is read.

    `columns` are headings by field, "" for one that is left out; `classes`, `satisfactions` and
    `units` say what a value of the file stands for; `default_class` holds where the file says
    none. `day_first` says how 03/04/2026 is meant, None where nobody has said.
    """

    division: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    classes: Mapping[str, str] = field(default_factory=dict)
    satisfactions: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    default_class: str = ""
    day_first: bool | None = None

    def dump(self) -> dict[str, Any]:
        """As it is stored."""
        return asdict(self)

    @staticmethod
    def load(stored: Any) -> Reading:
        """What was stored; what does not fit is left out."""
        said = stored if isinstance(stored, Mapping) else {}
        day_first = said.get("day_first")
        columns = {key: name for key, name in _texts(said, "columns").items() if key in BY_KEY}
        return Reading(
            division=str(said.get("division") or ""),
            columns=columns,
            classes=_texts(said, "classes"),
            satisfactions=_texts(said, "satisfactions"),
            units=_texts(said, "units"),
            default_class=str(said.get("default_class") or ""),
            day_first=day_first if isinstance(day_first, bool) else None,
        )


def reading_of(saved: Reading, division: str, headings: Sequence[str]) -> Reading:
    """How a file is read at first: as its source was last, with what is new proposed by name.

    `division` is the code of the division that takes the file in.
    """
    return replace(saved, division=division, columns=propose(headings, saved.columns))


def _texts(said: Mapping[str, Any], name: str) -> dict[str, str]:
    found = said.get(name)
    if not isinstance(found, Mapping):
        return {}
    return {str(key): str(value) for key, value in found.items()}
