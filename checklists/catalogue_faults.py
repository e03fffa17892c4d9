"""What is wrong in files of the catalogue, found by what they refer to and by what repeats."""

from __future__ import annotations

from collections import Counter
from datetime import date

from pydantic import ValidationError

from checklists.errors import Fault
from checklists.model import Reference


def validation_faults(name: str, error: ValidationError, prefix: str = "") -> list[Fault]:
    """What a model refused in a file, each with its path after a prefix."""
    return [
        Fault(
            name,
            prefix + ".".join(str(step) for step in found["loc"]),
            found["msg"].removeprefix("Value error, "),
        )
        for found in error.errors(include_url=False)
    ]


def reference_faults(name: str, path: str, reference: Reference, tags: set[str]) -> list[Fault]:
    """A reference to a document that nobody described."""
    if reference.document in tags:
        return []
    return [Fault(name, f"{path}.reference", f"there is no document {reference.document}")]


def dates_twice(name: str, path: str, starts: list[date]) -> list[Fault]:
    """Days on which two versions begin."""
    return [
        Fault(name, path, f"two versions start on {start}")
        for start, number in Counter(starts).items()
        if number > 1
    ]


def twice(kind: str, codes: list[tuple[str, str]]) -> list[Fault]:
    """Codes that are used more than once, in whichever file."""
    number = Counter(code for _, code in codes)
    return [
        Fault(name, kind, f"the code {code} is used {number[code]} times")
        for name, code in codes
        if number[code] > 1
    ]
