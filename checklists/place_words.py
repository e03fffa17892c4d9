"""Numbers of buildings, staircases and rooms as people write them, with and without their words."""

from __future__ import annotations

import re

NUMBER = r"[0-9A-Za-z]+(?:[-—][0-9A-Za-z]+)?"
SHAPES = {
    "building": rf"^\s*第?({NUMBER})\s*(?:号楼|号栋|号幢|楼栋|栋|幢)\s*$",
    "staircase": rf"^\s*第?({NUMBER})\s*(?:号单元|单元)\s*$",
    "room": rf"^\s*第?({NUMBER})\s*(?:号室|室)\s*$",
}
"""A number with the word of its kind behind it: 3号楼, 2 单元, 501室."""

_PLAIN = re.compile(rf"\s*(?:{NUMBER})\s*")


def bare(kind: str, text: str) -> str:
    """A number without the word of its kind, which is shown beside it; other text as it is."""
    found = re.match(SHAPES[kind], text) if kind in SHAPES else None
    return text if found is None else found[1]


def is_number(text: str) -> bool:
    """Whether a text is a number that needs the word of its kind; `A座` and `东区3号楼` do not."""
    return _PLAIN.fullmatch(text) is not None
