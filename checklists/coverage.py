"""Whether enough audits stand behind a score: what is required, and what is missing."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Missing:
    """A requirement that is not met: so many audits were found where so many are needed.

    `rule` is the code of the requirement; `occasion` and `sheet` say which audits count for it,
    None where any does.
    """

    rule: str
    needed: int
    found: int
    occasion: str | None = None
    sheet: str | None = None
