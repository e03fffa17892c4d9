"""Which column of an export holds which field, proposed by the headings."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

from dashboard.order_import.fields import BY_KEY, FIELDS, Field

LEAST_NAME = 2
"""A heading may hold a name of so many signs and be longer; a shorter one must be all of it."""


def plain(heading: str) -> str:
    """A heading without case, blanks, brackets and stars, for comparing."""
    text = unicodedata.normalize("NFKC", heading).casefold()
    text = re.sub(r"[(\[【（].*?[)\]】）]", "", text)
    return re.sub(r"[\s_*:：/\-.\"']", "", text)


def propose(headings: Sequence[str], saved: Mapping[str, str] | None = None) -> dict[str, str]:
    """Which heading holds which field, by the field's key: as saved, else by name.

    A saved heading that the file lacks is looked for by name. No heading is given out twice.
    """
    there = set(headings)
    found = {key: name for key, name in (saved or {}).items() if key in BY_KEY and name in there}
    # What somebody has set to nothing stays so.
    left_out = {key for key, name in (saved or {}).items() if not name}
    taken = set(found.values())
    ranked = sorted(
        (rank, place, field.key, heading)
        for field in FIELDS
        if field.key not in found and field.key not in left_out
        for place, heading in enumerate(headings)
        if heading and (rank := _rank(field, plain(heading))) is not None
    )
    for _fit, _place, key, heading in ranked:
        if key not in found and heading not in taken:
            found[key] = heading
            taken.add(heading)
    return found


def _rank(field: Field, heading: str) -> tuple[int, int] | None:
    """How well a heading fits, the smaller the better: the whole name, or a part of it."""
    names = [plain(name) for name in field.names]
    if heading in names:
        return 0, names.index(heading)
    held = [len(name) for name in names if len(name) > LEAST_NAME and name in heading]
    return (1, -max(held)) if held else None


def recognised(headings: Sequence[str]) -> int:
    """How many of the headings of a row are known: the row of headings has the most."""
    known = {plain(name) for field in FIELDS for name in field.names}
    return sum(1 for heading in headings if plain(heading) in known)
