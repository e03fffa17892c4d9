"""What a sheet is made of once it is looked up for a date: sections, items and their scheme."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Annotated, Any

from pydantic import Field

from checklists.policies import Proof, Skip, SkipPolicy
from checklists.resting import Code, Frozen, Reference, Resting, Text, Words
from checklists.rules import AnyRule
from checklists.scheme import Band, Number, Scheme, Treatment

__all__ = [
    "Band",
    "Code",
    "Frozen",
    "Item",
    "Number",
    "Reference",
    "Resting",
    "Scheme",
    "Section",
    "Sheet",
    "Text",
    "Treatment",
    "Words",
]


class Section(Frozen):
    """A named part of a sheet."""

    code: Code
    name: Text


class Item(Resting):
    """One line of a sheet: what must be met and how points are lost."""

    code: Code
    section: Code
    group: Text
    wording: Text
    note: Text | None = None
    skip: Skip | None = None
    proof: Proof | None = None
    rule: Annotated[AnyRule, Field(discriminator="kind")]

    def demands(self, what: str) -> bool:
        """Whether a deduction on this item demands a “photo” or a “reason”."""
        return self.proof is not None and what in self.proof.demands


class Sheet(Frozen):
    """A sheet as it holds on a date, complete in itself: what an audit is made under."""

    code: Code
    name: Text
    subject: Text
    valid_from: date
    reference: Reference
    scheme: Scheme
    sections: tuple[Section, ...]
    items: tuple[Item, ...]

    @cached_property
    def by_code(self) -> dict[str, Item]:
        """The items by their codes."""
        return {item.code: item for item in self.items}

    def item(self, code: str) -> Item | None:
        """The item with this code, or None."""
        return self.by_code.get(code)

    def skip_policy(self, item: Item) -> SkipPolicy:
        """How “not applicable” is taken at an item: by its own policy, or by the scheme's."""
        return self.scheme.skip_policy if item.skip is None else item.skip.value

    @property
    def points(self) -> Decimal:
        """K1 of the sheet: the points of its items; bonus and demerit never count."""
        return sum((item.rule.available for item in self.items), Decimal(0))

    def __hash__(self) -> int:
        return hash(self.content_hash)

    @cached_property
    def content(self) -> dict[str, Any]:
        """The sheet as plain JSON values."""
        return self.model_dump(mode="json", exclude_none=True)

    @cached_property
    def content_hash(self) -> str:
        """SHA-256 over the sheet's canonical JSON: two sheets are the same if this is."""
        return hashlib.sha256(_canonical(self.content).encode()).hexdigest()

    @staticmethod
    def from_content(content: dict[str, Any]) -> Sheet:
        """Rebuild a sheet from what `content` gave; the same content gives the same object."""
        return _rebuilt(_canonical(content))


def _canonical(content: dict[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


@lru_cache(maxsize=256)
def _rebuilt(canonical: str) -> Sheet:
    return Sheet.model_validate_json(canonical)
