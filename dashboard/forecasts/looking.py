"""Who looks at forecasts, and at which."""

from __future__ import annotations

from typing import Any

from db.actors import Actor, Role, require

LOOKING = (Role.DIVISION_HEAD, Role.AGENT, Role.MEETING_VIEWER)
"""Who sees forecasts besides administrators; of accounts, a unit sees its own on its own page."""


def may_look(actor: Actor) -> bool:
    """Whether stored forecasts are anything to somebody."""
    return actor.may_all or actor.holds(*LOOKING)


def require_looking(session: Any) -> Actor:
    """Who acts. Raises Forbidden for those to whom no forecast is shown."""
    return require(session, *LOOKING)
