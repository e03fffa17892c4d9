"""What a reader looks at: a period and what it is narrowed to, as it stands in the address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from urllib.parse import urlencode

from checklists.errors import N_

WORDS = {
    "period": N_("Period"),
    "division": N_("Division"),
    "unit": N_("Unit"),
    "sheet": N_("Sheet"),
    "item": N_("Item"),
    "inspector": N_("Inspector"),
    "occasion": N_("Occasion"),
}
"""The parts of a view by their names in the address, and the words for them."""


@dataclass(frozen=True)
class View:
    """A period and what is looked at in it; codes only, and None where nothing is chosen."""

    period: str | None = None
    division: str | None = None
    unit: str | None = None
    sheet: str | None = None
    item: str | None = None
    inspector: str | None = None
    occasion: str | None = None

    @staticmethod
    def read(query: Mapping[str, str]) -> View:
        """The view an address asks for, whether there is such a thing or not."""
        return View(**{name: query.get(name) or None for name in WORDS})

    def query(self) -> dict[str, str]:
        """What is chosen, as it stands in the address."""
        return {name: value for name, value in asdict(self).items() if value is not None}

    def but(self, **changes: str | None) -> View:
        """The same view with some parts changed; another division or unit or sheet may follow.

        A unit goes with its division, an item with its sheet: where the upper one changes and the
        lower one is not named, the lower one is left open.
        """
        for upper, lower in (("division", "unit"), ("sheet", "item")):
            if upper in changes and changes[upper] != getattr(self, upper):
                changes.setdefault(lower, None)
        return replace(self, **changes)

    @property
    def filtered(self) -> bool:
        """Whether only some audits are looked at, so that a score is not the official one."""
        return self.inspector is not None or self.occasion is not None


def link(page: str, view: View, lang: str | None = None) -> str:
    """The address of a page at a view, relative to the pages' own place.

    `lang` is the language that the reader's own address names, None where it names none.
    """
    spoken = {} if lang is None else {"lang": lang}
    return f"{page}?{urlencode(view.query() | spoken)}"
