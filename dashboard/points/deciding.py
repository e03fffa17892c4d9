"""Deciding on deductions and eliminations, and entering a deduction by hand, with its proof."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Literal

from checklists.account import Bounds
from checklists.errors import N_
from checklists.order_rules import order_rules
from checklists.periods import Period
from dashboard.looks import ZONE
from dashboard.photos import papers
from dashboard.photos.papers import read_paper
from dashboard.photos.store import photo_store
from dashboard.points.ground import bounds, season_days
from dashboard.points.unit_seen import unit_of
from db.account import deciding, proposing
from db.account.errors import EventRefused, OutsideTheAccount, TimeAhead
from db.account.proposing import EnteredEvent, Proof
from db.actors import Actor
from db.session import database

MOST_TIMES = 20


@dataclass(frozen=True)
class Entry:
    """A deduction as it was typed: `id` is made once a form, `file` a name with its content."""

    id: str
    unit: str
    code: str
    day: date
    at: time
    times: int
    words: str
    number: str = ""
    file: tuple[str, bytes] | None = None


def decide(
    actor: Actor,
    looked_at: Mapping[str, int],
    decision: Literal["confirmed", "rejected"],
    reason: str,
) -> int:
    """Confirm or reject what was looked at, all or none; how many there were.

    `looked_at` gives the number of the decision each had then, 0 for none. Raises what
    db.account.deciding.decide does.
    """
    with database().write(actor) as session:
        return deciding.decide(session, looked_at, decision, reason, datetime.now(UTC))


def enter(actor: Actor, entry: Entry) -> str:
    """Enter a deduction by hand; the file is looked through by its content.

    Raises Forbidden, UnitNotFound, EventRefused, PaperRefused, StoreUnavailable or EntryRefused.
    """
    occurred = datetime.combine(entry.day, entry.at, ZONE)
    rules = order_rules(entry.day)
    season = rules.account.season.of(entry.day)
    now = datetime.now(ZONE)
    if entry.day == now.date() and occurred > now:
        raise TimeAhead(occurred, now)
    if season is None or occurred > now:
        raise OutsideTheAccount(entry.day)
    if not Bounds.of(rules.account).takes_off(season_days(season), entry.day):
        raise OutsideTheAccount(entry.day)
    rule = rules.account.event(entry.code)
    if rule.found_by != "person":
        raise EventRefused(
            N_("Event {code}: the program finds it by itself. Choose one that people report."),
            code=entry.code,
        )
    if not 1 <= entry.times <= MOST_TIMES:
        raise EventRefused(
            N_("Number of times {times}: enter 1 to {most}."), times=entry.times, most=MOST_TIMES
        )
    with database().read(actor) as session:
        unit = unit_of(session, season_days(season), entry.unit)
    new = EnteredEvent(
        id=entry.id,
        unit_id=unit.id,
        season=str(season),
        code=entry.code,
        points=rule.points * entry.times,
        times=entry.times,
        occurred_at=occurred.astimezone(UTC),
        words=entry.words,
        rules=rules.valid_from,
        number=entry.number,
        proof=_kept(entry.file),
    )
    with database().write(actor) as session:
        return proposing.enter_event(session, new, datetime.now(UTC))


def eliminate(
    actor: Actor,
    season: Period,
    unit: str,
    *,
    seen: tuple[Decimal, int],
    decision: Literal["eliminate", "keep"],
    reason: str,
) -> None:
    """Decide whether a unit below the line is eliminated.

    `seen` are the points left and the number of the decision that were looked at. Raises what
    db.account.deciding.decide_elimination does.
    """
    days = season_days(season)
    with database().read(actor) as session:
        chosen = unit_of(session, days, unit)
    with database().write(actor) as session:
        deciding.decide_elimination(
            session,
            chosen.id,
            bounds=bounds(season),
            days=days,
            looked_at=seen,
            decision=decision,
            reason=reason,
            now=datetime.now(UTC),
        )


def _kept(file: tuple[str, bytes] | None) -> Proof | None:
    if file is None:
        return None
    name, content = file
    paper = read_paper(content, name)
    # The file comes before the row that names it, and no lock is held while it is kept.
    papers.keep(photo_store(), paper)
    return Proof(paper.name, paper.sha256, paper.media_type)
