"""Names of the sheets of a workbook: what Excel takes, no two alike; how a formula says them."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count

from dashboard.imports.cells import one_line

LONGEST = 31
FORBIDDEN = dict.fromkeys(map(ord, "[]:*?/\\"), "-")
RESERVED = ("history", "")
"""Excel keeps this name for itself."""


def sheet_names(names: Iterable[str]) -> list[str]:
    """A name for each, in the order given: shortened, and numbered where two would be the same."""
    taken: set[str] = set(RESERVED)
    found = []
    for name in names:
        safe = _safe(name)
        made = _cut(safe, LONGEST)
        for number in count(2):
            if made.casefold() not in taken:
                break
            ending = f" ({number})"
            made = _cut(safe, LONGEST - len(ending)) + ending
        taken.add(made.casefold())
        found.append(made)
    return found


def reference(sheet: str, cell: str) -> str:
    """A cell or a range of a sheet as a formula names it."""
    quoted = sheet.replace("'", "''")
    return f"'{quoted}'!{cell}"


def _safe(name: str) -> str:
    return one_line(name).translate(FORBIDDEN).strip("' ") or "–"


def _cut(name: str, most: int) -> str:
    # Excel counts the signs as UTF-16 does.
    while len(name.encode("utf-16-le")) > 2 * most:
        name = name[:-1]
    return name.rstrip("' ")
