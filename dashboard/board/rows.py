"""What stands on the board: open orders by time left, counts by unit and station, situations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

SOON = timedelta(hours=1)
"""What has less time left than this is running out."""

STATES = ("late", "soon", "running", "unknown", "still")
"""How an order stands: late, due within SOON, running, due at an unknown time, nothing running."""


@dataclass(frozen=True)
class Due:
    """A clock that runs, by its code, and when it is due.

    `moved` says by what that was put off: `night`, `appointment` or nothing.
    """

    clock: str
    at: datetime
    moved: str = ""


@dataclass(frozen=True)
class BoardRow:
    """An open order: `due` is the clock that falls due first, `then` the next after a late one.

    `unit_id` is who carries it out. `reason` says in words why a clock does not run or has no
    known due time; `paused` that somebody stopped the clocks; `step` is the highest step of the
    ladder reached, in hours.
    """

    id: str
    number: str
    source: str
    order_class: str
    division_id: int
    unit_id: int | None
    station: str
    estate: str
    building: str
    state: str
    reported_at: datetime
    due: Due | None = None
    then: Due | None = None
    unknown: bool = False
    reason: str = ""
    paused: bool = False
    step: int | None = None

    def reached(self, step: int | None) -> BoardRow:
        """The same row with the step of the ladder it has reached."""
        return self if step == self.step else replace(self, step=step)

    def stands(self, now: datetime) -> str:
        """One of STATES."""
        if self.due is not None:
            left = self.due.at - now
            return "late" if left < timedelta() else "soon" if left <= SOON else "running"
        return "unknown" if self.unknown else "still"


@dataclass(frozen=True)
class Group:
    """The open orders of a unit and station: how many there are, and how they stand."""

    unit_id: int | None
    station: str
    counts: dict[str, int]

    @property
    def open(self) -> int:
        """How many there are in all."""
        return sum(self.counts.values())


@dataclass(frozen=True)
class Situation:
    """Many reports of one place within the hours of the rules: a situation report is due.

    `building` is empty where they come from several buildings of the estate.
    """

    division_id: int
    estate: str
    building: str
    reports: int


def in_order(rows: Iterable[BoardRow], now: datetime) -> list[BoardRow]:
    """By time left, the least first; then what is due nobody knows when, then what stands still."""
    last = datetime.max.replace(tzinfo=now.tzinfo)

    def urgency(row: BoardRow) -> tuple[int, datetime, datetime, str]:
        rank = {"unknown": 1, "still": 2}.get(row.stands(now), 0)
        return rank, row.due.at if row.due else last, row.reported_at, row.number

    return sorted(rows, key=urgency)


def counts(rows: Iterable[BoardRow], now: datetime) -> dict[str, int]:
    """How many rows stand how, every state named."""
    return dict.fromkeys(STATES, 0) | Counter(row.stands(now) for row in rows)


def groups(rows: Sequence[BoardRow], now: datetime) -> list[Group]:
    """By unit and station; those with most late ones first, then with most running out."""
    places = dict.fromkeys((row.unit_id, row.station) for row in rows)
    of_place: dict[tuple[int | None, str], list[BoardRow]] = {place: [] for place in places}
    for row in rows:
        of_place[row.unit_id, row.station].append(row)
    made = [Group(*place, counts(found, now)) for place, found in of_place.items()]
    return sorted(made, key=lambda one: (-one.counts["late"], -one.counts["soon"], -one.open))


def situations(
    rows: Iterable[BoardRow], classes: Iterable[str], least: int, hours: int, now: datetime
) -> list[Situation]:
    """Places with so many open reports of the last hours that the situation is to be reported.

    An estate is named once, with the building where all its reports come from one.
    """
    wanted, since = set(classes), now - timedelta(hours=hours)
    found: dict[tuple[int, str], Counter[str]] = {}
    for row in rows:
        if row.estate and row.order_class in wanted and row.reported_at >= since:
            found.setdefault((row.division_id, row.estate), Counter())[row.building] += 1
    made = [
        Situation(division, estate, next(iter(of)) if len(of) == 1 else "", of.total())
        for (division, estate), of in found.items()
        if of.total() >= least
    ]
    return sorted(made, key=lambda one: (-one.reports, one.estate))
