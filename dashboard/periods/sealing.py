"""Sealing a period: what will be frozen and who is shut out, then the seal itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from checklists.periods import Period
from checklists.sealed import Content
from dashboard.looks import today
from dashboard.periods.freezing import freeze, hash_of_looks, look
from dashboard.standings.rows import Standings
from db import periods, seal_audits
from db.actors import Actor
from db.audits import AuditFilter, list_audits
from db.conflicts import audits_in_conflict
from db.models import OPEN
from db.rows import AuditRow
from db.session import database

MOST = 200
"""So many audits are named at most in what is shown before sealing."""


@dataclass(frozen=True)
class BeforeSealing:
    """What a seal would freeze, and what it would shut out.

    `together` are the periods that are sealed at once, `stands` the figures of the one asked for;
    `open_audits`, `waiting` (for a confirmation) and `in_conflict` count nowhere in them;
    `changes` is what sealing again would change, by period as `checklists.sealed.changes` tells it;
    `seen` is the hash of all that is looked at, by which it is sealed.
    """

    together: tuple[Period, ...]
    stands: Standings
    open_audits: tuple[AuditRow, ...]
    waiting: tuple[AuditRow, ...]
    in_conflict: frozenset[str]
    changes: Mapping[Period, Sequence[Content]]
    seen: str


def look_before(actor: Actor, period: Period) -> BeforeSealing:
    """What would be sealed. Raises Forbidden or StepRefused."""
    with database().read(actor) as session:
        together = periods.to_seal(session, period, today())
        months = [month for one in together for month in one.months]
        span: dict[str, Any] = {"first_period": min(months), "last_period": max(months)}
        open_ones = list_audits(session, AuditFilter(states=OPEN, **span), MOST).rows
        waiting = AuditFilter(state="submitted", unconfirmed=True, asks_confirmation=True, **span)
        found = {one: look(session, one) for one in together}
        return BeforeSealing(
            together,
            found[period].stands,
            tuple(open_ones),
            tuple(list_audits(session, waiting, MOST).rows),
            audits_in_conflict(session, [row.id for row in open_ones]),
            {one: told.changes for one, told in found.items() if told.changes is not None},
            hash_of_looks(found.values()),
        )


def seal(actor: Actor, period: Period, seen: str) -> tuple[Period, ...]:
    """Freeze a period, with those opened with it for a restatement; all that were sealed.

    `seen` is the hash of what was looked at: nothing else is sealed. Raises Forbidden, StepRefused
    or ChangedSinceLook.
    """
    with database().read(actor) as session:
        known: dict[str, Any] = {}
        for one in periods.to_seal(session, period, today()):
            known |= seal_audits.histories(session, one)
    with database().write(actor) as session:
        return freeze(session, period, today(), known, seen=seen)
