"""What stands in the trail, in the reader's words: actions, things, and what changed in them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from dashboard.calling.words import TRAIL as CALLING
from dashboard.looks import (
    ALL_OCCASIONS,
    GRADES,
    PERIOD_STATES,
    ROLES,
    STATES,
    VERDICTS,
    moment_text,
)
from dashboard.measured.fields import SHEETS as FIGURES
from dashboard.meeting import trail as meetings
from dashboard.orders.words import SATISFACTIONS, class_names
from dashboard.oversight import Names
from dashboard.points import trail as accounts
from dashboard.summaries.words import SHIFT_WORDS
from dashboard.widgets.people.trail_names import FIELDS, KINDS
from dashboard.widgets.sheets import SCORED, sheet_name
from dashboard.words import N_, _, language
from db.orders.errors import FIELDS as OF_ORDER
from db.orders.errors import STATES as ORDER_STATES
from db.trail import Entry

SEALS = (
    "answers",
    "histories",
    "rules",
    "signature",
    "by",
    "corrects",
    "file_seal",
    "source",
    "seal",
    *accounts.SEALS,
)
"""Fields with a hash, of which the first signs are enough to compare by eye."""

METHODS = {
    "password": N_("password"),
    "oidc": N_("company account"),
    "demo": N_("demo"),
}
"""How one may have signed in."""

SAID: dict[str, dict[Any, str]] = {
    "grade": {look.code: look.word for look in GRADES},
    "kind": dict(ALL_OCCASIONS),
    "method": dict(METHODS),
    "role": dict(ROLES),
    "shift": dict(SHIFT_WORDS),
    "decision": accounts.SAID["decision"] | meetings.SAID["decision"],
    "matter": meetings.SAID["matter"],
    "state": ORDER_STATES | STATES | PERIOD_STATES | accounts.SAID["state"],
    "verdict": dict(VERDICTS),
    **CALLING,
    "satisfaction": dict(SATISFACTIONS),
    "customer": dict(OF_ORDER),
}
"""The words of values that are codes, by field."""

PEOPLE = frozenset({"inspector_id", "released_by", "first_id", "second_id"})
"""Fields that hold the number of a person."""

HIDDEN = frozenset({"id"})


def thing_words(entry: Entry, names: Names) -> str:
    """What an entry is about, by name where there is one."""
    kind = _(KINDS.get(entry.object_kind, entry.object_kind))
    return f"{kind}{_(': ')}{_named(entry.object_kind, entry.object_id, names)}"


def change_words(entry: Entry, names: Names) -> tuple[str, str]:
    """What was before and what was after, each in a line; what stayed the same is left out."""
    before, after = _flat(entry.before), _flat(entry.after)
    changed = [key for key in {**before, **after} if before.get(key) != after.get(key)]
    # Without a change to compare, as in what only tells, all of it is said.
    shown = changed or list({**before, **after})
    return (
        _("; ").join(_line(key, before[key], names) for key in shown if key in before),
        _("; ").join(_line(key, after[key], names) for key in shown if key in after),
    )


def _flat(value: Any) -> dict[str, Any]:
    if value is None:
        return {}
    if not isinstance(value, dict):
        return {"": value}
    return {key: entry for key, entry in value.items() if key not in HIDDEN}


def _line(key: str, value: Any, names: Names) -> str:
    label = _(FIELDS.get(key) or OF_ORDER.get(key, key))
    return f"{label}{_(': ')}{_value(key, value, names)}" if label else _value(key, value, names)


def _value(key: str, value: Any, names: Names) -> str:
    if value is None or isinstance(value, bool):
        return {None: "–", True: _("Yes"), False: _("No")}[value]
    if isinstance(value, dict):
        chosen = value.get("name_en" if language() == "en" else "name_zh") or value.get("name")
        return str(chosen or _(", ").join(_line(k, v, names) for k, v in value.items()))
    if isinstance(value, list):
        return _(", ").join(_value(key.removesuffix("s"), entry, names) for entry in value)
    if key.endswith("_at") or key in SEALS:
        return str(value)[:12] if key in SEALS else moment_text(datetime.fromisoformat(value))
    said = class_names() if key == "order_class" else SAID.get(key, {})
    if value in said or (key == "sheet" and value in (*SCORED, *FIGURES)):
        return _(said[value]) if value in said else sheet_name(value)
    kind = "person" if key in PEOPLE else key.removesuffix("_id")
    return _named(kind, value, names)


def _named(kind: str, value: Any, names: Names) -> str:
    number = int(value) if str(value).isdecimal() else 0
    if kind == "person" and number in names.people:
        return names.people[number]
    known = {"unit": names.units, "division": names.divisions}.get(kind, {})
    if number in known:
        chinese, english = known[number]
        return english if language() == "en" else chinese
    return _("all") if value == "all" else str(value)
