"""How orders stand, in words, shapes and colours; who is told at a step of the ladder."""

from __future__ import annotations

from checklists.order_rules import OrderRules
from dashboard.looks import Look
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


def told_words(rules: OrderRules, hours: int) -> str:
    """Who is to be told at a step of the ladder."""
    steps = {step.hours: step.name.get(language()) for step in rules.ladder.steps}
    return steps.get(hours, "")
