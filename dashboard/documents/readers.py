"""For whom documents of the evaluation meeting are."""

from __future__ import annotations

from db.actors import Actor, Role

MADE_FOR = (Role.DIVISION_HEAD, Role.MEETING_VIEWER)
"""For whom documents are, besides administrators."""


def may_make(actor: Actor) -> bool:
    """Whether documents are for somebody."""
    return actor.may_all or actor.holds(*MADE_FOR)
