"""The clocks of many orders at once in columns, equal to the exact ones of `checklists.clocks`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np
import pandas as pd

from checklists.clocks import NOT_MEASURED, NOT_SENT, NOT_TAKEN, PAUSED
from checklists.columnar_days import (
    NONE,
    SECOND,
    Flags,
    Micros,
    WorkDays,
    at,
    day_of,
    first_known,
    in_season,
    night_call_due,
    night_due,
)
from checklists.columnar_orders import Given, Orders
from checklists.columnar_pauses import Pauses
from checklists.order_classes import ClockRule
from checklists.order_rules import OrderRules, order_rules
from checklists.work_calendar import YEAR_UNKNOWN, ZONE, WorkCalendar

Objects = np.ndarray[Any, np.dtype[np.object_]]


def due_times(
    orders: pd.DataFrame, calendar: WorkCalendar, rules: OrderRules, now: datetime
) -> pd.DataFrame:
    """The clocks of many orders, one row an order and clock.

    `orders` has the COLUMNS of columnar_orders: moments with a zone (NaT where there is none),
    `insists` and `imported` as bool, `pauses` as lists of [from, until or None, reason] in ISO
    8601. The result has `order` (the label of the order's row), `code`, `starts_at`, `due_at`,
    `met_at` (datetime64[us, UTC]), `state`, `reason` and `about` as a Clock has them, `event`,
    None where being late takes nothing off an account, and `moved`: by what the due time was put
    off, `night`, `appointment` or nothing.
    """
    given = Given(orders, calendar)
    parts = [_clock(rule, given, rules, now) for rule in rules.orders.clocks]
    return pd.concat(parts, ignore_index=True)


def due_times_as_opened(
    orders: pd.DataFrame, calendar_of: Callable[[str], WorkCalendar], now: datetime
) -> pd.DataFrame:
    """`due_times` of orders by `calendar`, a fingerprint, and the day of `rules` beside each."""
    rules = {on: order_rules(_date(on)) for on in orders["rules"].unique()}
    begun = orders["rules"].map({on: one.valid_from for on, one in rules.items()})
    by_day = {one.valid_from: one for one in rules.values()}
    parts = [
        due_times(part, calendar_of(str(fingerprint)), by_day[_date(on)], now)
        for (fingerprint, on), part in orders.groupby([orders["calendar"], begun], sort=False)
    ]
    if not parts:
        return due_times(orders, calendar_of(""), order_rules(now.astimezone(ZONE).date()), now)
    return pd.concat(parts, ignore_index=True)


@dataclass(frozen=True)
class _Run:
    """From when clocks run; when they are due by the night; which an appointment moved."""

    start: Micros
    night: Micros
    moved: Flags


def _clock(rule: ClockRule, given: Given, rules: OrderRules, now: datetime) -> pd.DataFrame:
    orders = given.of(rule, rules)
    met = first_known(*(orders.times[name] for name in rule.until))
    run = _run(rule, orders, met, rules)
    begins, due, unknown = _due(rule, orders, run, given.days, rules)
    waits_for = np.full(len(due), -1, dtype=np.int64)
    if rule.span != "appointment":
        paused = given.pauses.moved(orders.rows, begins, due, met)
        due, waits_for = paused.due, paused.waits_for
    if rule.span == "working_day":
        slip = rules.orders.government
        there = (due != NONE) & (waits_for < 0)
        days = given.days.morning_from(np.where(there, due, given.days.first), slip.back_by)
        unknown = np.where(there & (days < 0), -days, unknown)
        due = np.where(there, at(days, slip.back_by), due)
    lacking = _lacking(rule, orders) & (met != NONE)
    unknown = np.where(lacking, 0, unknown)
    waits_for = np.where(lacking, -1, waits_for)
    due = np.where((waits_for < 0) & (unknown == 0) & ~lacking, due, NONE)
    reason, about = _reasons(rule, run, unknown, waits_for, given.pauses)
    reason[lacking], about[lacking] = NOT_MEASURED, ""
    event = np.full(len(due), None, dtype=object)
    event[_deducts(run, rules) & ~lacking] = rule.event
    state = _states(due, met, unknown, now)
    state[lacking] = "unmeasured"
    return pd.DataFrame(
        {
            "order": given.labels[orders.rows],
            "code": np.full(len(due), rule.code, dtype=object),
            "starts_at": _moments(np.where((unknown > 0) | lacking, run.start, begins)),
            "due_at": _moments(due),
            "met_at": _moments(met),
            "state": state,
            "reason": reason,
            "about": about,
            # Not as text, which would turn None into nan.
            "event": pd.Series(event, dtype=object),
            "moved": np.where(due == NONE, "", _moved(run)),
        }
    )


def _run(rule: ClockRule, orders: Orders, met: Micros, rules: OrderRules) -> _Run:
    times, sent = orders.times, orders.sent
    start = sent if rule.starts == "dispatched_at" else times[rule.starts]
    without = (start == NONE) & (met != NONE)
    start = np.where(without, first_known(sent, times["opened_at"]), start)
    night = np.full(len(start), NONE, dtype=np.int64)
    if rule.at_night is not None:
        called, rule_of_night = times["reported_at"], rules.orders.night
        if rule.at_night == "sent":
            night = night_due(called, sent, rule_of_night)
        else:
            night = night_call_due(called, rule_of_night)
        night = np.where(orders.insists, NONE, night)
        if rule.starts == "taken_at":
            start = np.where((night != NONE) & (sent != NONE), sent, start)
    appointment = times["appointment_at"]
    moved = (start != NONE) & orders.proven & (appointment > start) & rule.shifts
    return _Run(np.where(moved, appointment, start), np.where(moved, NONE, night), moved)


def _moved(run: _Run) -> Objects:
    by = np.where(run.night != NONE, "night", "").astype(object)
    by[run.moved] = "appointment"
    return by


def _lacking(rule: ClockRule, orders: Orders) -> Flags:
    """Where a file does not say what the clock measures, or when the unit had the order."""
    lacks = orders.times[rule.until[0]] == NONE
    if rule.starts in ("dispatched_at", "taken_at"):
        lacks = lacks | (orders.sent == NONE)
    return np.asarray(orders.imported & lacks)


def _due(
    rule: ClockRule, orders: Orders, run: _Run, days: WorkDays, rules: OrderRules
) -> tuple[Micros, Micros, Micros]:
    """From when to when clocks run without pauses, and the year that is not known, or 0."""
    none, known = run.start == NONE, np.zeros(len(run.start), dtype=np.int64)
    if rule.span == "appointment":
        due = orders.times["appointment_at"] - rule.ahead * 60 * SECOND
        return run.start, np.where(none, NONE, due), known
    if rule.span == "hours":
        assert rule.hours is not None
        due = run.start + int(rule.hours * 3600 * SECOND)
        due = np.where(run.night != NONE, run.night, due)
        return run.start, np.where(none, NONE, due), known
    slip = rules.orders.government
    collected = np.where(run.moved, run.start, orders.times["opened_at"])
    fetched = days.fetched(collected, np.where(none, collected, run.start), slip)
    begins = at(fetched, slip.fetched_by)
    if rule.span == "handling":
        unknown, due = fetched, begins + int(slip.handling_hours * 3600 * SECOND)
        due = np.where(begins == NONE, NONE, due)
    else:
        unknown = days.workday_after(fetched)
        due = at(unknown, slip.back_by)
    year = np.where(none | (unknown >= 0), 0, -unknown)
    return np.where(none, NONE, begins), np.where(none, NONE, due), year


def _reasons(
    rule: ClockRule, run: _Run, unknown: Micros, waits_for: Micros, pauses: Pauses
) -> tuple[Objects, Objects]:
    reason = np.full(len(unknown), "", dtype=object)
    about = reason.copy()
    reason[run.start == NONE] = NOT_SENT if rule.starts == "dispatched_at" else NOT_TAKEN
    waits = waits_for >= 0
    reason[waits], about[waits] = PAUSED, pauses.reasons[waits_for[waits]]
    reason[unknown > 0], about[unknown > 0] = YEAR_UNKNOWN, unknown[unknown > 0].astype(str)
    return reason, about


def _states(due: Micros, met: Micros, unknown: Micros, now: datetime) -> Objects:
    stopped = np.where(met != NONE, met, int(now.timestamp()) * SECOND + now.microsecond)
    state = np.where(met != NONE, "met", "running").astype(object)
    state[stopped > due] = "late"
    state[due == NONE] = "waiting"
    state[unknown > 0] = "unknown"
    return state


def _deducts(run: _Run, rules: OrderRules) -> Flags:
    """Whether clocks began in a season of the account since it is in force."""
    first = (rules.account.in_force.value - date(1970, 1, 1)).days
    counts = (run.start != NONE) & (day_of(run.start) >= first)
    season = in_season(np.where(counts, run.start, 0), rules.account.season)
    return np.asarray(counts & season)


def _moments(found: Micros) -> pd.Series[Any]:
    return pd.Series(found.view("datetime64[us]")).dt.tz_localize("UTC")


def _date(value: object) -> date:
    return pd.Timestamp(str(value)).date()
