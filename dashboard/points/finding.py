"""Proposing the deductions that are new, whenever accounts are looked at, each once.

What was found is kept in the process until an order or a call changes, or until a minute has
passed in which an open order may become late.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Lock
from time import monotonic

from checklists.periods import Period
from dashboard.points.judging import judge, proposals, since
from db.account import places, proposing, withdrawing
from db.actors import SYSTEM
from db.session import database, database_url

SECONDS = 60.0
"""So long what was found holds while nothing changes."""


@dataclass(frozen=True)
class Found:
    """`ids` are the deductions of a season that follow from what there is now.

    `unknown` is how many orders have no due time, as the calendar does not know their year.
    """

    ids: frozenset[str]
    unknown: int


@dataclass(frozen=True)
class _Kept:
    found: Found
    state: tuple[int, ...]
    until: float


_kept: dict[tuple[str, str], _Kept] = {}
_looking = Lock()


def find(season: Period) -> Found:
    """Propose what is new in a season, and tell what follows from orders and calls as they are.

    Raises NotInForce.
    """
    key = (database_url(), str(season))
    with _looking:
        with database().read(SYSTEM) as session:
            state = places.state(session, since(season))
        kept = _kept.get(key)
        if kept is not None and kept.state == state and monotonic() < kept.until:
            return kept.found
        found = _find(season, datetime.now(UTC))
        _kept[key] = _Kept(found, state, monotonic() + SECONDS)
        return found


def _find(season: Period, now: datetime) -> Found:
    with database().read(SYSTEM) as session:
        judged = judge(session, season, now)
        known = proposing.origins(session, str(season))
    follows = set(judged.events["origin"])
    if not follows <= known.keys():
        with database().write(SYSTEM) as session:
            proposing.propose(session, list(proposals(judged, season)), now)
            known = proposing.origins(session, str(season))
    with database().read(SYSTEM) as session:
        unsettled = withdrawing.unsettled(session, str(season), follows)
    if unsettled:
        with database().write(SYSTEM) as session:
            withdrawing.settle(session, str(season), follows, now)
    ids = frozenset(key for origin, key in known.items() if origin in follows)
    return Found(ids, judged.unknown)
