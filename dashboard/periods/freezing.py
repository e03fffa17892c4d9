"""Freezing the figures of periods in one transaction: standings, audits, and what changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from checklists.errors import N_, WordedError
from checklists.periods import Period
from checklists.sealed import Content, changes, first_difference, recomputed
from dashboard.standings.roll_up import standings_of
from dashboard.standings.rows import Standings
from dashboard.standings.sealed import content_of
from db import periods, seal_audits, seals
from db.meetings.sealing import seal_decisions
from db.seal_audits import Histories, points_of
from db.sheets import store_sheet_version


class SealUnsound(RuntimeError):
    """What would be sealed does not recompute to the same digit: a fault of the program."""


class ChangedSinceLook(WordedError):
    """What would be sealed is not what was looked at any more."""

    def __init__(self) -> None:
        super().__init__(
            N_(
                "Nothing was sealed: an audit, a coefficient or a unit has changed since you "
                "ticked the box. Look at the figures as they are now, tick it again and seal them."
            )
        )


@dataclass(frozen=True)
class Looked:
    """What a period would be sealed as: its figures, and a hash over them and over its audits.

    `changes` is what that changes against the last seal, None where there is none yet.
    """

    stands: Standings
    hash: str
    changes: list[Content] | None


def look(session: Any, period: Period) -> Looked:
    """What sealing a period would freeze, as it is now. Raises Forbidden."""
    stands = standings_of(session, period)
    content = content_of(stands, ())
    audits = [list(row) for row in seal_audits.states_of_audits(session, period)]
    told = json.dumps([content, audits], ensure_ascii=False, sort_keys=True)
    before = seals.content_of(session, period)
    changed = None if before is None else changes(before, content)
    return Looked(stands, hashlib.sha256(told.encode()).hexdigest(), changed)


def hash_of_looks(looks: Collection[Looked]) -> str:
    """One hash over what was looked at of several periods, in their order."""
    return hashlib.sha256("".join(one.hash for one in looks).encode()).hexdigest()


def freeze(
    session: Any, period: Period, on: date, known: Histories, *, seen: str | None = None
) -> tuple[Period, ...]:
    """Seal a period as of a day, with those opened with it for a restatement; all of them.

    `known` are histories that were hashed before, `seen` the hash of what was looked at, None
    where the program itself seals. Raises Forbidden, StepRefused or ChangedSinceLook.
    """
    together = periods.sealed_together(session, period, on)
    if seen is not None and hash_of_looks([look(session, one) for one in together]) != seen:
        raise ChangedSinceLook
    for one in together:
        _freeze(session, one, known)
    return together


def _freeze(session: Any, period: Period, known: Histories) -> None:
    stands = standings_of(session, period)
    for sheet in stands.sheets:
        store_sheet_version(session, sheet)
    content = content_of(stands, seal_audits.audits_to_seal(session, period, known))
    fault = first_difference(content, recomputed(content, points_of(content)))
    if fault is not None:
        raise SealUnsound(fault)
    before = seals.content_of(session, period)
    now = seal_audits.moment_to_seal(session, period, datetime.now(UTC))
    seal = seals.add(
        session,
        period,
        content,
        changes=None if before is None else changes(before, content),
        reason=periods.states(session)[period].reason,
        now=now,
    )
    seal_decisions(session, period, seal, now)
