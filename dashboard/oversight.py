"""What an administrator watches over: the trail of what was done, and what the meeting sees."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from checklists.periods import Period, around, newest_first
from dashboard.looks import ZONE
from dashboard.people import asked
from db import organisation, persons, releases, trail
from db.actors import Actor, Role, require
from db.audits import get_audit, months
from db.errors import AuditNotFound
from db.rows import AuditRow
from db.session import database
from db.trail import Entry, TrailFilter


@dataclass(frozen=True)
class TrailPage:
    """Some entries of the trail, the newest first, how many in all, and the audits they name."""

    entries: tuple[Entry, ...]
    total: int
    audits: Mapping[str, AuditRow] = field(default_factory=dict)


@dataclass(frozen=True)
class Names:
    """What the numbers in the trail stand for, by number."""

    people: dict[int, str]
    units: dict[int, tuple[str, str]]
    divisions: dict[int, tuple[str, str]]


def trail_page(actor: Actor, wanted: TrailFilter, limit: int, offset: int = 0) -> TrailPage:
    """Entries of the trail. Raises Forbidden."""
    with database().read(actor) as session:
        found, total = trail.entries(session, wanted, limit, offset)
        ids = {entry.object_id for entry in found if entry.object_kind == "audit"}
        return TrailPage(tuple(found), total, dict(_audits(session, ids)))


def _audits(session: Any, ids: Iterable[str]) -> Iterator[tuple[str, AuditRow]]:
    for one in ids:
        with suppress(AuditNotFound):
            yield one, get_audit(session, one)


def trail_actions(actor: Actor) -> list[str]:
    """The kinds of action there are in the trail. Raises Forbidden."""
    with database().read(actor) as session:
        return trail.actions(session)


def trail_names(actor: Actor) -> Names:
    """The names of people, units and divisions, in Chinese and English. Raises Forbidden."""
    with database().read(actor) as session:
        require(session, Role.ADMINISTRATOR)
        return Names(
            {row.id: row.name for row in persons.people(session, active_only=False)},
            {row.id: (row.name_zh, row.name_en) for row in organisation.units(session)},
            {row.id: (row.name_zh, row.name_en) for row in organisation.divisions(session)},
        )


def first_broken(actor: Actor) -> int | None:
    """The number of the first entry that does not fit the one before, None where all do.

    Raises Forbidden.
    """
    with database().read(actor) as session:
        require(session, Role.ADMINISTRATOR)
        return trail.first_broken(session)


def days(first: date | None, last: date | None) -> tuple[datetime | None, datetime | None]:
    """Days in the organisation's zone as the moments between which they lie."""
    begin = None if first is None else datetime.combine(first, time(), ZONE)
    end = None if last is None else datetime.combine(last + timedelta(days=1), time(), ZONE)
    return begin, end


def releasable(actor: Actor) -> list[tuple[str, bool]]:
    """The periods with submitted audits or a release, and whether they are released.

    Years first, then heating seasons, quarters, months, the newest first. Raises Forbidden.
    """
    with database().read(actor) as session:
        require(session, Role.ADMINISTRATOR)
        open_ones = set(releases.released(session))
        found = set(around(months(session, "submitted")))
    ordered = newest_first(found | {Period.parse(text) for text in open_ones})
    return [(str(period), str(period) in open_ones) for period in ordered]


def release(actor: Actor, period: str) -> None:
    """Let the evaluation meeting see a period's ranking. Raises Forbidden or BadPeriod."""
    with database().write(actor) as session:
        releases.release(session, period, datetime.now(UTC))


def withdraw(actor: Actor, period: str, reason: str) -> None:
    """Take a release back. Raises Forbidden or ReasonAsked."""
    with database().write(actor) as session:
        releases.withdraw(session, period, asked(reason))
