"""Worked examples of clocks, as they are written in tests/cases, made into orders and computed."""

from datetime import UTC, date, datetime
from typing import Any

from checklists.clock_moments import Moments, Pause
from checklists.clocks import Clock, clocks
from checklists.order_rules import order_rules
from checklists.work_calendar import ZONE, CalendarYear, WorkCalendar

TIMES = ("reported", "opened", "dispatched", "taken", "arrived", "answered", "restored", "closed")


def moment(text: str) -> datetime:
    """A time as people write it where the organisation is, stored as the program stores it."""
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=ZONE).astimezone(UTC)


def moments_of(order: dict[str, Any]) -> Moments:
    """The moments of a written-out order; it was opened when it was reported unless it says so."""
    order = {"opened": order["reported"], **order}
    unknown = set(order) - {
        *TIMES,
        "class",
        "appointment",
        "proof",
        "insists",
        "pauses",
        "imported",
    }
    assert not unknown, unknown
    times: dict[str, Any] = {f"{name}_at": moment(order[name]) for name in TIMES if name in order}
    if "appointment" in order:
        times["appointment_at"] = moment(order["appointment"])
    pauses = [
        Pause(moment(since), None if until is None else moment(until), reason)
        for since, until, reason in order.get("pauses", ())
    ]
    return Moments(
        order_class=order["class"],
        appointment_proof=order.get("proof", ""),
        insists=order.get("insists", False),
        imported=order.get("imported", False),
        pauses=tuple(pauses),
        **times,
    )


def calendar_of(case: dict[str, Any]) -> WorkCalendar:
    """The published calendar with the years a case enters."""
    return WorkCalendar(
        CalendarYear(year, frozenset(days.get("off", ())), frozenset(days.get("made_up", ())))
        for year, days in case.get("calendar", {}).items()
    )


def worked_out(case: dict[str, Any]) -> dict[str, Clock]:
    """The clocks of a written-out order by code."""
    moments = moments_of(case["order"])
    rules = order_rules(date(2026, 11, 22))
    return {clock.code: clock for clock in clocks(moments, calendar_of(case), rules)}


def found_of(clock: Clock, now: datetime) -> dict[str, Any]:
    """What a case may expect of a clock, written as it writes it."""
    return {
        "starts": written(clock.starts_at),
        "due": written(clock.due_at),
        "state": clock.state(now),
        "reason": clock.reason.format(about=clock.about),
        "because": list(clock.because),
        "points": None if clock.points is None else int(clock.points),
    }


def written(at: datetime | None) -> str | None:
    return None if at is None else at.astimezone(ZONE).strftime("%Y-%m-%d %H:%M")
