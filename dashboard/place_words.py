"""Where a customer lives, worded once for every page: 暗香里 3 号楼 2 单元 501 室."""

from __future__ import annotations

from checklists.place_words import bare, is_number
from dashboard.words import N_, _

WORDED = {
    "building": N_("building {number}"),
    "staircase": N_("staircase {number}"),
    "room": N_("room {number}"),
}


def place_words(estate: str, building: str = "", staircase: str = "", room: str = "") -> str:
    """An address in one line; what people wrote with its own word keeps it."""
    given = {"building": building, "staircase": staircase, "room": room}
    parts = [estate, *(_worded(kind, text) for kind, text in given.items())]
    return " ".join(part for part in parts if part)


def _worded(kind: str, text: str) -> str:
    number = bare(kind, text)
    return _(WORDED[kind], number=number) if is_number(number) else number
