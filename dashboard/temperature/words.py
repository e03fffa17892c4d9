"""How temperatures are worded: degrees, where they stand, whether a record is valid."""

from __future__ import annotations

from fractions import Fraction

from checklists.account_rules import TemperatureRules
from checklists.exact import plain
from checklists.order_rules import order_rules
from checklists.temperature import Room, Standing, lowest, shown, standing
from dashboard.looks import Look
from dashboard.words import N_, _
from db.callbacks.months import today_of
from db.temperature.reading import RecordRow

LOOKS: dict[Standing, Look] = {
    "below": Look("below", N_("below {least} °C"), "#D55E00", "■", "square"),
    "within": Look("within", N_("{least} to under {target} °C"), "#E69F00", "▲", "triangle-up"),
    "warm": Look("warm", N_("{target} °C or more"), "#009E73", "●", "circle"),
}
"""Colour, shape and words of where a temperature stands; the three always come together."""


def degrees(value: Fraction) -> str:
    """A temperature with two decimals at most, never rounded over a bound it does not reach."""
    return f"{plain(shown(value))} °C".replace("-", "−", 1)


def standing_words(code: Standing, rules: TemperatureRules) -> str:
    """Where a temperature stands, in words: below 16 °C."""
    bounds = {"least": plain(rules.least), "target": plain(rules.target.value)}
    return _(LOOKS[code].word, **bounds)


def rules_of(row: RecordRow) -> TemperatureRules:
    """The rules of the day of a measurement."""
    return order_rules(today_of(row.measured_at)).temperature


def standing_of(row: RecordRow) -> Standing | None:
    """Where the coldest room of a record stands; None for a record without rooms."""
    return standing(lowest(row.rooms), rules_of(row)) if row.rooms else None


def standing_label(row: RecordRow) -> str:
    """Shape and words of where the coldest room of a record stands."""
    code = standing_of(row)
    if code is None:
        return ""
    return f"{LOOKS[code].shape} {standing_words(code, rules_of(row))}"


def validity(row: RecordRow) -> str:
    """Whether a record is valid: signed, not signed, or corrected by another one."""
    if row.replaced:
        return _("✎ corrected by a later record")
    return _("✓ signed by {name}", name=row.name) if row.signed else _("✕ not valid: not signed")


def room_words(room: Room) -> str:
    """A room in one line: its name, its area, its points and their mean."""
    points = "  ".join(plain(point) for point in room.points)
    area = _("{area} m²", area=plain(room.area))
    mean = _("mean {degrees}", degrees=degrees(room.mean))
    return f"{room.name} · {area} · {points} · {mean}"
