"""What an evaluation meeting looks at: the figures of a period, read once from where pages do."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from checklists.account import Account
from checklists.periods import Period
from dashboard.explaining.changed import Changed, ChangedPart, changed
from dashboard.explaining.explain import explain
from dashboard.explaining.explained import Part
from dashboard.forecasts import stored
from dashboard.forecasts.stored import Shown
from dashboard.looks import shown_score
from dashboard.points import ground as accounts
from dashboard.points.overview import UnitAccount, overview
from dashboard.points.statement import statement
from dashboard.standings.official import before, official
from dashboard.standings.rows import Standings, UnitStanding
from dashboard.view import View
from db.actors import Actor, Forbidden
from db.meetings import deciding
from db.meetings.deciding import NewDecision
from db.meetings.reading import Minutes, minutes
from db.periods import state_of
from db.rankings import sees_released
from db.rows import UnitRow
from db.session import database

FEW = 3
"""So many of the biggest gains and losses are told of, and of the parts of a last score."""

REASONS = 2
"""So many parts are told of a gain or a loss."""


@dataclass(frozen=True)
class Move:
    """A unit whose score rose or fell since the period before, and what brought most of it.

    `change` is the difference of the scores as they are shown; `reasons` are parts that brought
    it, the biggest first, none where they are not the reader's to see.
    """

    unit: UnitStanding
    before: Decimal
    change: Decimal
    reasons: tuple[ChangedPart, ...] = ()


@dataclass(frozen=True)
class Last:
    """A unit in the last place, what takes most off its score, and of how many units it is last."""

    unit: UnitStanding
    of: int
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Below:
    """A unit below the line of its account: the proposal and what was taken off, by event.

    `taken` are (code, name in both languages, number of deductions, points), the most points first.
    """

    season: Period
    found: UnitAccount
    taken: tuple[tuple[str, Any, int, Decimal], ...]

    @property
    def unit(self) -> UnitRow:
        """The unit."""
        return self.found.unit

    @property
    def account(self) -> Account:
        """Its account."""
        return self.found.account


@dataclass(frozen=True)
class Figures:
    """All that the slides show of a period; `earlier` is None where nothing can be compared.

    `below` is None for those who see no accounts, `forecast` where none is stored; `state` is how
    far the period is, `at` when it was read.
    """

    stands: Standings
    state: str
    earlier: Period | None
    gains: tuple[Move, ...]
    losses: tuple[Move, ...]
    last: tuple[Last, ...]
    below: tuple[Below, ...] | None
    forecast: Shown | None
    at: datetime

    @property
    def period(self) -> Period:
        """The period."""
        return self.stands.period


def figures(actor: Actor, period: Period) -> Figures:
    """The figures of a meeting on a period, for administrators and, released, for its viewers.

    Raises Forbidden.
    """
    with database().read(actor) as session:
        if not sees_released(session, period):
            raise Forbidden
        stands, state = official(session, period), state_of(session, period)
        seen = sees_released(session, period.previous)
        was = before(session, period) if seen else None
    earlier = None if was is None else period.previous
    moved = _moved(stands, was)
    return Figures(
        stands=stands,
        state=state,
        earlier=earlier,
        gains=_told(actor, period, [one for one in moved if one.change > 0][:FEW]),
        losses=_told(actor, period, [one for one in reversed(moved) if one.change < 0][:FEW]),
        last=_last(actor, stands),
        below=_below(actor, period) if accounts.may_look(actor) else None,
        forecast=stored.newest(actor, period, None),
        at=datetime.now(UTC),
    )


def taken_down(actor: Actor, period: Period) -> Minutes:
    """What the meeting on a period has decided so far. Raises Forbidden."""
    with database().read(actor) as session:
        return minutes(session, period)


def take_down(actor: Actor, period: Period, new: NewDecision) -> None:
    """Keep what the meeting on a period decided. Raises what `db.meetings.deciding` raises."""
    with database().write(actor) as session:
        deciding.take_down(session, period, new, datetime.now(UTC))


def _moved(stands: Standings, before: Standings | None) -> list[Move]:
    """The units that are scored in both periods, the biggest gain first."""
    was = {} if before is None else {unit.row.id: unit.k for unit in before.units}
    moves = [
        Move(unit, earlier, shown_score(unit.k) - shown_score(earlier))
        for unit in stands.units
        if unit.k is not None and (earlier := was.get(unit.row.id)) is not None
    ]
    return sorted(moves, key=lambda one: (-one.change, one.unit.row.code))


def _told(actor: Actor, period: Period, moves: Sequence[Move]) -> tuple[Move, ...]:
    return tuple(replace(one, reasons=_reasons(actor, period, one)) for one in moves)


def _reasons(actor: Actor, period: Period, move: Move) -> tuple[ChangedPart, ...]:
    place = View(period=str(period), unit=move.unit.row.code)
    told: Changed = changed(actor, place, "item")
    same = [part for part in told.parts if (part.brought > 0) == (move.change > 0)]
    return tuple(sorted(same, key=lambda part: -abs(part.brought))[:REASONS])


def _last(actor: Actor, stands: Standings) -> tuple[Last, ...]:
    """The units that share the last place among several that are scored."""
    scored = [unit for unit in stands.units if unit.place is not None]
    places = {unit.place for unit in scored}
    if len(places) < 2:
        return ()
    lowest = max(unit.place or 0 for unit in scored)
    return tuple(
        Last(unit, len(scored), _lost(actor, stands.period, unit.row))
        for unit in scored
        if unit.place == lowest
    )


def _lost(actor: Actor, period: Period, unit: UnitRow) -> tuple[Part, ...]:
    told = explain(actor, View(period=str(period), unit=unit.code), "item")
    return tuple(part for part in told.parts if part.off > 0)[:FEW]


def _below(actor: Actor, period: Period) -> tuple[Below, ...]:
    """The units below the line in the seasons that share a month with the period."""
    found = []
    for text in accounts.seasons():
        season = Period.parse(text)
        if not set(season.months).intersection(period.months):
            continue
        for one in overview(actor, season).below:
            found.append(Below(season, one, _taken(actor, season, one.unit.code)))
    return tuple(found)


def _taken(actor: Actor, season: Period, unit: str) -> tuple[tuple[str, Any, int, Decimal], ...]:
    lines = [one for one in statement(actor, season, unit).lines if one.row.state == "confirmed"]
    points: dict[str, Decimal] = defaultdict(Decimal)
    for line in lines:
        points[line.rule.code] += line.row.points
    number = Counter(line.rule.code for line in lines)
    named = {line.rule.code: line.rule.name for line in lines}
    return tuple(_by_points((code, named[code], number[code], points[code]) for code in named))


def _by_points(rows: Iterable[Any]) -> list[Any]:
    return sorted(rows, key=lambda row: (-row[3], row[0]))
