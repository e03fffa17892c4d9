"""Freezing the figures of periods in one transaction: standings, audits, and what changed."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from checklists.catalogue_loader import load_catalogue
from checklists.periods import Period
from checklists.sealed import Content, changes, first_difference, recomputed
from dashboard.standings.roll_up import SCHEME, standings_of
from dashboard.standings.sealed import content_of
from db import periods, seal_audits, seals
from db.seal_audits import Histories, points_of
from db.sheets import store_sheet_version


class SealUnsound(RuntimeError):
    """What would be sealed does not recompute to the same digit: a fault of the program."""


def freeze(session: Any, period: Period, on: date, known: Histories) -> tuple[Period, ...]:
    """Seal a period as of a day, with those opened with it for a restatement; all of them.

    `known` are histories that were hashed before. Raises Forbidden or StepRefused.
    """
    together = periods.sealed_together(session, period, on)
    for one in together:
        _freeze(session, one, known)
    return together


def would_change(session: Any, period: Period) -> list[Content] | None:
    """What sealing a period again would change, as it would be kept; None for a first seal.

    Raises Forbidden.
    """
    before = seals.content_of(session, period)
    if before is None:
        return None
    rules = load_catalogue().standing_rules(SCHEME, period.last_day)
    return changes(before, content_of(standings_of(session, period), rules, ()))


def _freeze(session: Any, period: Period, known: Histories) -> None:
    stands = standings_of(session, period)
    for sheet in stands.sheets:
        store_sheet_version(session, sheet)
    audits = seal_audits.audits_to_seal(session, period, known)
    rules = load_catalogue().standing_rules(SCHEME, period.last_day)
    content = content_of(stands, rules, audits)
    fault = first_difference(content, recomputed(content, points_of(content)))
    if fault is not None:
        raise SealUnsound(fault)
    before = seals.content_of(session, period)
    seals.add(
        session,
        period,
        content,
        changes=None if before is None else changes(before, content),
        reason=periods.states(session)[period].reason,
        now=seal_audits.moment_to_seal(session, period, datetime.now(UTC)),
    )
