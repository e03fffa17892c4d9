"""How orders stand, in words, shapes and colours; how much time is left in words."""

from __future__ import annotations

from datetime import datetime, timedelta

from checklists.order_rules import OrderRules
from dashboard.looks import ZONE, Look
from dashboard.words import N_, _, language

LOOKS = {
    "late": Look("late", N_("Late"), "#D55E00", "■", "square"),
    "soon": Look("soon", N_("Due within 1 h"), "#E69F00", "▲", "triangle-up"),
    "running": Look("running", N_("In time"), "#0072B2", "●", "circle"),
    "unknown": Look("unknown", N_("Due time unknown"), "#7F7F7F", "○", "circle-open-dot"),
    "still": Look("still", N_("No clock running"), "#7F7F7F", "◌", "circle-dot"),
}
"""The look of each way an order stands; colour, shape and word always come together."""

ORDER_STATES = {
    "open": N_("Not yet dispatched"),
    "dispatched": N_("Sent, not yet taken on"),
    "received": N_("With the unit"),
    "answered": N_("Answered, to be checked"),
}
"""How far an open order is."""


def look_words(state: str) -> str:
    """The word for how an order stands."""
    word = LOOKS[state].word
    return _(word)


def time_words(span: timedelta) -> str:
    """A length of time to the minute, downwards: 3 h 20 min; days from two days on."""
    minutes = int(span.total_seconds() // 60)
    if minutes < 1:
        return _("under 1 min")
    days, hours = divmod(minutes // 60, 24)
    if days >= 2:
        return _("{days} d {hours} h", days=days, hours=hours)
    if minutes >= 60:
        return _("{hours} h {minutes} min", hours=minutes // 60, minutes=minutes % 60)
    return _("{minutes} min", minutes=minutes)


def left_words(due: datetime, now: datetime) -> str:
    """How much time is left, or since when it is late."""
    if due < now:
        return _("late for {time}", time=time_words(now - due))
    return _("{time} left", time=time_words(due - now))


def due_words(due: datetime, now: datetime) -> str:
    """When something is due, in the organisation's zone; the day only where it is another one."""
    at, today = due.astimezone(ZONE), now.astimezone(ZONE).date()
    return at.strftime("%H:%M" if at.date() == today else "%m-%d %H:%M")


def class_words(rules: OrderRules, code: str) -> str:
    """The name of a class of orders."""
    return rules.order_class(code).name.get(language())


def clock_words(rules: OrderRules, code: str) -> str:
    """The name of a clock."""
    return rules.clock(code).name.get(language())


def told_words(rules: OrderRules, hours: int) -> str:
    """Who is to be told at a step of the ladder."""
    steps = {step.hours: step.name.get(language()) for step in rules.ladder.steps}
    return steps.get(hours, "")
