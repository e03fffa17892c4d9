"""Why an order is due when it is, and what of its course is known from a file alone."""

from __future__ import annotations

from datetime import datetime, time

from checklists.clocks import Because, Clock
from checklists.order_rules import OrderRules
from dashboard.looks import moment_text
from dashboard.words import N_, _
from db.orders.reading import OrderRow, StepRow

MOMENTS = {
    "reported_at": N_("Customer called"),
    "dispatched_at": N_("Dispatch"),
    "taken_at": N_("Received"),
    "arrived_at": N_("At the door"),
    "answered_at": N_("Answer of the unit"),
    "restored_at": N_("Supply restored"),
    "closed_at": N_("Check and close"),
}
"""The moments of an order's course in their order."""


def because_words(clock: Clock, rules: OrderRules) -> str:
    """What made a clock due when it is, in words; empty where its plain time did."""
    return _("; ").join(_reason(one, clock, rules) for one in clock.because)


def _reason(one: Because, clock: Clock, rules: OrderRules) -> str:
    night = rules.orders.night
    hours = {"begins": _hour(night.begins), "ends": _hour(night.ends), "due": _hour(night.due)}
    if one == "night_sent":
        return _("Sent at night ({begins} to {ends}), so due at {due} in the morning", **hours)
    if one == "night_call":
        return _("Called at night ({begins} to {ends}), so due at {due} in the morning", **hours)
    if one == "working_days":
        return _("Counted by working days")
    if one == "pause":
        return _("Moved on by the time it was paused")
    ahead = rules.clock(clock.code).ahead
    if rules.clock(clock.code).span == "appointment":
        return _("{minutes} min before the agreed time", minutes=ahead)
    return _("Counted from the agreed time")


def from_file(row: OrderRow, steps: tuple[StepRow, ...]) -> list[str]:
    """The moments of an order that only a file tells, the newest first, a line each."""
    if row.import_id is None:
        return []
    taken = [step for step in steps if step.kind != "imported"]
    here = {step.at for step in taken}
    corrected = {name for step in taken for name in step.data.get("after", ())}
    known: list[tuple[datetime, str]] = [
        (at, words)
        for name, words in MOMENTS.items()
        if name not in corrected and (at := getattr(row, name)) is not None and at not in here
    ]
    told = _("from the file of “{source}”", source=row.source)
    return [f"{moment_text(at)} · {_(words)} · {told}" for at, words in reversed(known)]


def _hour(clock: time) -> str:
    return f"{clock.hour}:{clock.minute:02d}"
