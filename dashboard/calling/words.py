"""How call-backs are worded: samples, what came of a call."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from checklists.call_backs import ALL_ORDERS, ITEMS, WHY_NOT_REACHED, calling_hours
from checklists.exact import half_up
from checklists.order_rules import order_rules
from checklists.periods import Period
from dashboard.looks import period_text
from dashboard.words import N_, _, language
from db.callbacks.results import Result
from db.callbacks.rows import TalkRow

EXEMPTIONS = {
    "warm": N_("(a) At home it is 18 °C or more, and more is wanted"),
    "system": N_("(b) System fault, or the whole network was cooler"),
}

TRAIL: dict[str, dict[Any, str]] = {
    "call": {
        "waiting": N_("waits to be called"),
        "done": N_("done"),
        "replaced": N_("another order drawn instead"),
    },
    "outcome": {"talked": N_("Reached"), "not_reached": N_("Not reached")},
    "why": dict(WHY_NOT_REACHED),
    "exemption": dict(EXEMPTIONS),
}
"""The words of codes that stand in the trail, by field."""


def class_words(code: str, month: str) -> str:
    """Of which orders a sample is: all of them, or a class of GAS art. 7."""
    if code == ALL_ORDERS:
        return _("All orders")
    rules = order_rules(Period.parse(month).last_day).callbacks
    return next((one.name.get(language()) for one in rules.classes if one.code == code), code)


def sample_words(code: str, month: str) -> str:
    """A sample by its month and its orders."""
    return f"{period_text(month)} · {class_words(code, month)}"


def said(talk: TalkRow) -> str:
    """What came of a call in one line."""
    if talk.outcome == "handled":
        return _("What was done: {words}", words=talk.opinion)
    if talk.outcome == "not_reached":
        return _(WHY_NOT_REACHED.get(talk.reason, talk.reason))
    told = [_satisfied(_("Attitude"), talk.attitude), _satisfied(_("Result"), talk.result)]
    if talk.exemption:
        told.append(_(EXEMPTIONS.get(talk.exemption, talk.exemption)))
    return _(" · ").join(told)


def _satisfied(what: str, answer: bool | None) -> str:
    told = _("satisfied") if answer else _("not satisfied")
    return _("{what}: {told}", what=what, told=told)


def rate(part: int, whole: int) -> Decimal | None:
    """A share in percent with one decimal; None where nobody was asked."""
    return half_up(Fraction(100 * part, whole), 1) if whole else None


def item_of(result: Result) -> str | None:
    """The item of the sheet of call-backs that a sample gives figures for."""
    return ITEMS.get(result.draw.sample_class) if result.draw.scheme == "GAS" else None


def night_words() -> str:
    """When customers are not called, by the rules of today."""
    hours = calling_hours(datetime.now(UTC)).words
    return _("Customers are not called before {begins} and after {ends}.", **hours)
