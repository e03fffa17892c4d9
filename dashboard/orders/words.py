"""How work orders are worded: classes, states, steps, addresses, time left."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Protocol

from checklists.clocks import Clock
from checklists.order_classes import ORDER_CLASSES
from checklists.order_rules import OrderRules, order_rules
from dashboard.looks import moment_text, today
from dashboard.orders.time_words import left_words, time_words
from dashboard.place_words import place_words
from dashboard.words import N_, _, language
from db.orders.reading import OrderRow, StepRow

STATES = {
    "open": N_("Not dispatched"),
    "dispatched": N_("Dispatched to the unit"),
    "received": N_("In work"),
    "answered": N_("Answered by the unit"),
    "closed": N_("Closed order"),
    "void": N_("Void order"),
}
STEPS = {
    "open": N_("Order opened"),
    "dispatch": N_("Dispatch"),
    "take": N_("Received"),
    "appoint": N_("Agree on a time"),
    "pause": N_("Pause the clock"),
    "resume": N_("Let the clock go on"),
    "hand_over": N_("Hand over"),
    "arrive": N_("At the door"),
    "restore": N_("Supply restored"),
    "answer": N_("Answer of the unit"),
    "return": N_("Send back"),
    "close": N_("Check and close"),
    "void": N_("Make void"),
    "correct": N_("Correct the facts"),
    "imported": N_("Taken in from a file"),
    "photo": N_("Photo added to the order"),
    "photo_removed": N_("Photo taken out of the order"),
}
SHOWS = {
    "visit": N_("Visit"),
    "thermometer": N_("Thermometer"),
    "slip": N_("Signed slip"),
    "other": N_("Something else"),
}
SATISFACTIONS = {
    "satisfied": N_("Satisfied"),
    "dissatisfied": N_("Dissatisfied"),
    "not_asked": N_("Not asked"),
}
MARKS = {
    "late": "■",
    "soon": "▲",
    "running": "●",
    "met": "✓",
    "unknown": "○",
    "unmeasured": "–",
    "waiting": "◌",
}
"""The shape beside the words of how a clock stands."""

SOON = timedelta(hours=1)
"""So little time left is running out."""


def class_name(code: str, rules: OrderRules | None = None) -> str:
    """The name of a class of orders."""
    return (rules or order_rules(today())).order_class(code).name.get(language())


def class_names() -> dict[str, str]:
    """The names of all classes by their codes."""
    rules = order_rules(today())
    return {code: class_name(code, rules) for code in ORDER_CLASSES}


def clock_name(code: str, rules: OrderRules) -> str:
    """The name of a clock."""
    return rules.clock(code).name.get(language())


class Placed(Protocol):
    """Where a customer lives, as an order tells it."""

    @property
    def estate(self) -> str:
        """The estate."""

    @property
    def building(self) -> str:
        """The number of the building."""

    @property
    def staircase(self) -> str:
        """The number of the staircase."""

    @property
    def room(self) -> str:
        """The number of the room."""


def address(order: Placed) -> str:
    """Where the customer lives, in one line."""
    return place_words(order.estate, order.building, order.staircase, order.room)


def unit_words(row: OrderRow) -> str:
    """Who works on an order, and who answers for it where that is another unit."""
    if row.unit is None:
        return _("Unit not clear yet")
    name = row.unit.name(language())
    if row.handed_to is None:
        return name
    return _("{unit} for {first}", unit=row.handed_to.name(language()), first=name)


def look_of(clock: Clock, now: datetime) -> str:
    """How a clock stands: a clock state, or `soon` for one that is running out."""
    state = clock.state(now)
    left = clock.left(now)
    return "soon" if state == "running" and left is not None and left < SOON else state


def standing_words(clock: Clock, now: datetime) -> str:
    """How a clock stands, in words behind its shape: the time left, or by how much it is late."""
    look, left = look_of(clock, now), clock.left(now)
    if left is None:
        words = _(clock.reason, about=clock.about) if clock.reason else ""
    elif clock.met_at is None:
        words = left_words(now + left, now)
    elif look == "met":
        words = _("kept, {time} before it was due", time=time_words(left))
    else:
        words = _("late by {time}", time=time_words(-left))
    return f"{MARKS[look]} {words}"


def step_words(step: StepRow) -> str:
    """A step in one line: what it was and when; when it was written down where that was later."""
    words = f"{moment_text(step.at)} · {_(STEPS.get(step.kind, step.kind))} · {step.person}"
    if step.recorded_at - step.at > timedelta(minutes=5):
        entered = _("entered {moment}", moment=moment_text(step.recorded_at))
        return f"{words} · {entered}"
    return words
