"""What changed on an order, in words: each fact as it was and as it is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from dashboard.looks import moment_text
from dashboard.order_import.fields import BY_KEY, MOMENTS
from dashboard.orders.words import SATISFACTIONS, class_names
from dashboard.words import _
from db.orders.errors import STATES

NOTHING = "–"


def column_name(name: str) -> str:
    """How a column of an order is called."""
    return _("State") if name == "state" else _(BY_KEY[name.removesuffix("_id")].label)


def value_words(name: str, value: Any, units: Mapping[int, str]) -> str:
    """A value of a column as a reader knows it, moments also as the history holds them.

    `units` are the names of units by their numbers.
    """
    if value is None or value == "":
        return NOTHING
    if name in MOMENTS:
        moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
        return moment_text(moment)
    if name == "unit_id":
        return units.get(value, NOTHING)
    if name == "order_class":
        return class_names().get(value, str(value))
    words = {"state": STATES, "satisfaction": SATISFACTIONS}.get(name, {})
    return _(words[value]) if value in words else str(value)


def change_words(
    before: Mapping[str, Any], after: Mapping[str, Any], units: Mapping[int, str]
) -> list[str]:
    """Each changed column in a few words: Class: Repair → Complaint."""
    return [
        f"{column_name(name)}{_(': ')}{value_words(name, before.get(name), units)} → "
        f"{value_words(name, value, units)}"
        for name, value in after.items()
    ]
