"""The clocks of one work order: when each began, when it is due, and whether it was kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Literal

from checklists.clock_moments import Moments, Pause
from checklists.clock_times import (
    government_back,
    government_fetch,
    is_night,
    moved_to_morning,
    night_call_due,
    night_due,
)
from checklists.errors import N_
from checklists.order_classes import ClockRule
from checklists.order_rules import OrderRules
from checklists.work_calendar import YEAR_UNKNOWN, ZONE, UnknownYear, WorkCalendar

State = Literal["waiting", "running", "met", "late", "unknown", "unmeasured"]

NOT_TAKEN = N_("Runs once the unit takes the order on")
NOT_SENT = N_("Runs once the order is sent to the unit")
PAUSED = N_("Stopped: {about}")
NOT_MEASURED = N_("Not measured: the file does not say when")

Because = Literal["night_sent", "night_call", "appointment", "working_days", "pause"]
"""Sent or called at night, from the agreed time, by working days, moved on by pauses."""

_WITHOUT_DUE: dict[str, State] = {YEAR_UNKNOWN: "unknown", NOT_MEASURED: "unmeasured"}


@dataclass(frozen=True)
class Clock:
    """A clock of an order.

    `due_at` is None while it does not run, is paused, or cannot be known; `reason` then says why
    as a message to be translated, whose `{about}` is `about`. `event` and `points` are what a late
    one takes off the account, None where nothing: outside the season, or by its rule. `because`
    says what made it due then rather than by its plain time.
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
    because: tuple[Because, ...] = ()

    def state(self, now: datetime) -> State:
        """How the clock stands; met at the very second it is due, it is kept."""
        if self.due_at is None:
            return _WITHOUT_DUE.get(self.reason, "waiting")
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
    if not _concerns(rule, moments, rules):
        return None
    met = next((at for name in rule.until if (at := getattr(moments, name)) is not None), None)
    clause = str(rule.reference)
    run = _run(rule, moments, met, rules)
    if met is not None and _lacks(rule, moments):
        return Clock(rule.code, clause, None if run is None else run.start, None, met, NOT_MEASURED)
    if run is None:
        why = NOT_SENT if rule.starts == "dispatched_at" else NOT_TAKEN
        return Clock(rule.code, clause, None, None, met, why)
    event, points = _event(rule, run.start, rules)
    clock = Clock(rule.code, clause, run.start, None, met, event=event, points=points)
    try:
        start, plain = _due(rule, moments, run, calendar, rules)
        due, paused = plain, None
        if rule.span != "appointment":
            due, paused = _paused(moments.pauses, start, plain, met)
        if paused is not None:
            return replace(clock, starts_at=start, reason=PAUSED, about=paused.reason)
        because = _because(rule, moments, run, rules, due != plain)
        if rule.span == "working_day":
            due = moved_to_morning(due, calendar, rules.orders.government)
    except UnknownYear as unknown:
        return replace(clock, reason=YEAR_UNKNOWN, about=str(unknown.year))
    return replace(clock, starts_at=start, due_at=due, because=because)


def _concerns(rule: ClockRule, moments: Moments, rules: OrderRules) -> bool:
    if rule.in_season and not _in_season(moments.reported_at, rules):
        return False
    return rule.span != "appointment" or moments.appointment_at is not None


def _lacks(rule: ClockRule, moments: Moments) -> bool:
    """Whether a file does not say what the clock measures, though the order has gone on."""
    begun = rule.starts not in ("dispatched_at", "taken_at") or moments.sent_at is not None
    return moments.imported and (getattr(moments, rule.until[0]) is None or not begun)


def _because(
    rule: ClockRule, moments: Moments, run: _Run, rules: OrderRules, later: bool
) -> tuple[Because, ...]:
    """What made a clock due when it is."""
    at_night, sent_at = run.night is not None, moments.sent_at
    sent = rule.at_night == "sent" and sent_at is not None
    sent = sent and is_night(sent_at or moments.reported_at, rules.orders.night)
    made: tuple[tuple[Because, bool], ...] = (
        ("night_sent", at_night and sent),
        ("night_call", at_night and not sent),
        ("appointment", run.moved or rule.span == "appointment"),
        ("working_days", rule.span in ("working_day", "handling")),
        ("pause", later),
    )
    return tuple(name for name, holds in made if holds)


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
    night = None if moments.insists else _night(rule, moments, rules)
    if night is not None and moments.sent_at is not None and rule.starts == "taken_at":
        start = moments.sent_at
    if start is None:
        return None
    appointment = moments.appointment_at if moments.appointment_proof.strip() else None
    if rule.shifts and appointment is not None and appointment > start:
        return _Run(appointment, None, True)
    return _Run(start, night, False)


def _night(rule: ClockRule, moments: Moments, rules: OrderRules) -> datetime | None:
    """When an order of the night is due by a clock, None where the rule does not hold for it."""
    if rule.at_night == "sent":
        return night_due(moments.reported_at, moments.sent_at, rules.orders.night)
    if rule.at_night == "called":
        return night_call_due(moments.reported_at, rules.orders.night)
    return None


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
