"""Which of a person's own texts the form offers again at which item."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from db.own_work import OwnText

MOST = 6
"""So many texts are offered at an item."""

ANYWHERE = ""
"""The place of what was written anywhere on the sheet."""

Blocks = dict[str, dict[str, list[str]]]


def text_blocks(texts: Iterable[OwnText]) -> Blocks:
    """By kind and item the texts used most, the newest of equals first; `texts` has newest first.

    Under ANYWHERE stand those of the whole sheet, which the form offers after the item's own.
    """
    uses: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for one in texts:
        uses[one.kind, one.item][one.text] += 1
        uses[one.kind, ANYWHERE][one.text] += 1
    found: Blocks = defaultdict(dict)
    for (kind, item), counted in uses.items():
        # Counting keeps the order of arrival among equals.
        found[kind][item] = [text for text, _times in counted.most_common(MOST)]
    return dict(found)
