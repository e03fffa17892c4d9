"""The clocks of one work order: when each began, when it is due, and whether it was kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Literal

from checklists.clock_times import (
    government_back,
    government_fetch,
    moved_to_morning,
    night_due,
)
from checklists.errors import N_
from checklists.order_classes import ClockRule
from checklists.order_rules import OrderRules
from checklists.work_calendar import YEAR_UNKNOWN, ZONE, UnknownYear, WorkCalendar

State = Literal["waiting", "running", "met", "late", "unknown"]

NOT_TAKEN = N_("Runs once the unit takes the order on")
NOT_SENT = N_("Runs once the order is sent to the unit")
PAUSED = N_("Stopped: {about}")


@dataclass(frozen=True)
class Pause:
    """A time in which clocks stand still, with its reason; `until` None while it lasts."""

    since: datetime
    until: datetime | None
    reason: str


def read_pauses(stored: Sequence[Sequence[Any]]) -> tuple[Pause, ...]:
    """Pauses as an order keeps them: [from, until or null, reason], the times in ISO 8601."""
    return tuple(
        Pause(
            datetime.fromisoformat(since),
            None if until is None else datetime.fromisoformat(until),
            reason,
        )
        for since, until, reason in stored
    )


@dataclass(frozen=True, kw_only=True)
class Moments:
    """What the clocks of an order look at; all times carry a zone.

    An appointment moves clocks only with its proof; a pause stops them only with its reason.
    """

    order_class: str
    reported_at: datetime
    opened_at: datetime
    dispatched_at: datetime | None = None
    taken_at: datetime | None = None
    arrived_at: datetime | None = None
    answered_at: datetime | None = None
    restored_at: datetime | None = None
    closed_at: datetime | None = None
    appointment_at: datetime | None = None
    appointment_proof: str = ""
    insists: bool = False
    pauses: tuple[Pause, ...] = ()

    @property
    def sent_at(self) -> datetime | None:
        """When the order went to the unit, as far as that is known."""
        return self.dispatched_at or self.taken_at


@dataclass(frozen=True)
class Clock:
    """A clock of an order.

    `due_at` is None while it does not run, is paused, or cannot be known; `reason` then says why
    as a message to be translated, whose `{about}` is `about`. `event` and `points` are what a late
    one takes off the account, None where nothing: outside the season, or by its rule.
    """

    code: str
    clause: str
    starts_at: datetime | None
    due_at: datetime | None
    met_at: datetime | None
    reason: str = ""
    about: str = ""
    event: str | None = None
    points: Decimal | None = None

    def state(self, now: datetime) -> State:
        """How the clock stands; met at the very second it is due, it is kept."""
        if self.due_at is None:
            return "unknown" if self.reason == YEAR_UNKNOWN else "waiting"
        if self.met_at is not None:
            return "met" if self.met_at <= self.due_at else "late"
        return "late" if now > self.due_at else "running"

    def left(self, now: datetime) -> timedelta | None:
        """The time left until it is due, less than nothing when late; None without a due time."""
        return None if self.due_at is None else self.due_at - (self.met_at or now)


def clocks(moments: Moments, calendar: WorkCalendar, rules: OrderRules) -> tuple[Clock, ...]:
    """The clocks of an order of this class, in the order of the rules.

    `calendar` and `rules` are those the order was opened under. A clock that does not concern the
    order is left out: a visit without an appointment, heating back outside the season.
    """
    made = (_clock(rule, moments, calendar, rules) for rule in rules.clocks_of(moments.order_class))
    return tuple(clock for clock in made if clock is not None)


def _clock(
    rule: ClockRule, moments: Moments, calendar: WorkCalendar, rules: OrderRules
) -> Clock | None:
    if rule.in_season and not _in_season(moments.reported_at, rules):
        return None
    if rule.span == "appointment" and moments.appointment_at is None:
        return None
    met = next((at for name in rule.until if (at := getattr(moments, name)) is not None), None)
    clause = str(rule.reference)
    run = _run(rule, moments, met, rules)
    if run is None:
        why = NOT_SENT if rule.starts == "dispatched_at" else NOT_TAKEN
        return Clock(rule.code, clause, None, None, met, why)
    event, points = _event(rule, run.start, rules)
    clock = Clock(rule.code, clause, run.start, None, met, event=event, points=points)
    try:
        start, due = _due(rule, moments, run, calendar, rules)
        paused = None
        if rule.span != "appointment":
            due, paused = _paused(moments.pauses, start, due, met)
        if paused is not None:
            return replace(clock, starts_at=start, reason=PAUSED, about=paused.reason)
        if rule.span == "working_day":
            due = moved_to_morning(due, calendar, rules.orders.government)
    except UnknownYear as unknown:
        return replace(clock, reason=YEAR_UNKNOWN, about=str(unknown.year))
    return replace(clock, starts_at=start, due_at=due)


@dataclass(frozen=True)
class _Run:
    """From when a clock runs; when it is due by the night; whether an appointment moved it."""

    start: datetime
    night: datetime | None
    moved: bool


def _run(rule: ClockRule, moments: Moments, met: datetime | None, rules: OrderRules) -> _Run | None:
    start: datetime | None = getattr(moments, rule.starts)
    if start is None and rule.starts == "dispatched_at":
        start = moments.taken_at
    if start is None and met is not None:
        start = moments.sent_at or moments.opened_at
    night = None
    if rule.at_night and not moments.insists:
        night = night_due(moments.opened_at, moments.sent_at, rules.orders.night)
    if night is not None and moments.sent_at is not None and rule.starts == "taken_at":
        start = moments.sent_at
    if start is None:
        return None
    appointment = moments.appointment_at if moments.appointment_proof.strip() else None
    if rule.shifts and appointment is not None and appointment > start:
        return _Run(appointment, None, True)
    return _Run(start, night, False)


def _due(
    rule: ClockRule, moments: Moments, run: _Run, calendar: WorkCalendar, rules: OrderRules
) -> tuple[datetime, datetime]:
    """From when to when a clock runs without pauses. Raises UnknownYear."""
    if rule.span == "appointment":
        assert moments.appointment_at is not None
        return run.start, moments.appointment_at - timedelta(minutes=rule.ahead)
    if rule.span == "hours":
        assert rule.hours is not None
        return run.start, run.night or run.start + timedelta(hours=float(rule.hours))
    slip = rules.orders.government
    collected = run.start if run.moved else moments.opened_at
    fetched = government_fetch(collected, run.start, calendar, slip)
    if rule.span == "handling":
        return fetched, fetched + timedelta(hours=float(slip.handling_hours))
    return fetched, government_back(fetched, calendar, slip)


def _paused(
    pauses: Sequence[Pause], start: datetime, due: datetime, met: datetime | None
) -> tuple[datetime, Pause | None]:
    """The due time moved on by the pauses within the clock's run, and the one that still lasts."""
    cursor = start
    for pause in sorted(pauses, key=lambda one: one.since):
        since = max(pause.since, cursor)
        if not pause.reason.strip() or since >= due:
            continue
        until = pause.until
        if until is None:
            if met is None:
                return due, pause
            until = met
        if until > since:
            due += until - since
            cursor = until
    return due, None


def _in_season(moment: datetime, rules: OrderRules) -> bool:
    return rules.account.season.of(moment.astimezone(ZONE).date()) is not None


def _event(
    rule: ClockRule, start: datetime, rules: OrderRules
) -> tuple[str | None, Decimal | None]:
    """What being late leads to: only clocks that began in a season of the account deduct."""
    began = start.astimezone(ZONE).date() >= rules.account.in_force.value
    if rule.event is None or not began or not _in_season(start, rules):
        return None, None
    return rule.event, rules.account.event(rule.event).points
