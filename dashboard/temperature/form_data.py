"""The form of a measurement as the browser gets it, and what comes back of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from checklists.account_rules import TemperatureRules
from checklists.errors import N_
from checklists.exact import plain
from checklists.order_rules import order_rules
from checklists.temperature import MOST_ROOMS, NAME_LENGTH, read_rooms, spots
from dashboard.kept_form import Told, moment_of, state_words, text_of
from dashboard.looks import ZONE, today
from dashboard.temperature.desk import Look
from dashboard.temperature.words import LOOKS, standing_words
from dashboard.words import _, language
from db.orders.errors import OrderRefused
from db.temperature.reading import RecordRow
from db.temperature.recording import LONGEST_NAME, NewRecord

LONGEST = 1000
TRUTH = {"yes": True, "no": False}


def form_data(
    look: Look, rules: TemperatureRules, person: int, corrects: RecordRow | None, told: Told | None
) -> dict[str, Any]:
    """The form for an order; `store` names where the browser keeps what is typed."""
    place = "new" if corrects is None else corrects.id
    return {
        "store": f"heng-measure:{person}:{look.order.id}:{place}",
        "has": bool(look.records) and corrects is None,
        "corrects": None if corrects is None else corrects.id,
        "begin": _begin(look, corrects),
        "rules": [_rule(rules, at) for at in range(len(rules.rooms))],
        "least": plain(rules.least),
        "target": plain(rules.target.value),
        "standings": {
            code: [one.shape, standing_words(code, rules)] for code, one in LOOKS.items()
        },
        "most": {"rooms": MOST_ROOMS, "room": NAME_LENGTH, "name": LONGEST_NAME, "reason": LONGEST},
        "told": None if told is None else asdict(told),
        "words": _words(),
    }


def measured(
    sent: Mapping[str, Any], corrects: str | None, now: datetime | None = None
) -> NewRecord:
    """What was measured; whatever has not the form's shape is left out.

    Raises RoomRefused, OrderRefused.
    """
    given = sent.get("rooms")
    rooms = given if isinstance(given, list) else []
    # What stands first on the form is refused first.
    read_rooms(rooms, order_rules(today()).temperature)
    return NewRecord(
        id=text_of(sent, "id"),
        rooms=rooms,
        sound=_truth(sent, "sound"),
        insulated=_truth(sent, "insulated"),
        name=text_of(sent, "name"),
        strokes=_strokes(sent.get("strokes")),
        measured_at=_moment(text_of(sent, "measured_at"), now or datetime.now(UTC)),
        replaces=corrects,
        reason=text_of(sent, "reason"),
    )


def _begin(look: Look, corrects: RecordRow | None) -> dict[str, Any]:
    """What stands in the form at first: the record that is corrected, but for its signature."""
    if corrects is None:
        return {"name": look.order.contact[:LONGEST_NAME], "rooms": []}
    at = corrects.measured_at.astimezone(ZONE)
    return {
        "name": corrects.name,
        "rooms": [room.dump() for room in corrects.rooms],
        "sound": "yes" if corrects.sound else "no",
        "insulated": "yes" if corrects.insulated else "no",
        "measured_at": at.strftime("%Y-%m-%dT%H:%M"),
        "other_time": True,
    }


def _rule(rules: TemperatureRules, at: int) -> dict[str, Any]:
    rule = rules.rooms[at]
    return {
        "below": None if rule.below is None else plain(rule.below),
        "points": rule.points,
        "place": rule.place.get(language()),
        "spots": [[float(x), float(y)] for x, y in spots(rule.points)],
    }


def _words() -> dict[str, str]:
    return {
        "room": _("Room {number}"),
        "room_name": _("Name of the room"),
        "area": _("Floor area (m²)"),
        "area_first": _("Enter the floor area: it says how many points are measured, and where."),
        "points": _("{number} points: {place}"),
        "point": _("Point {number} (°C)"),
        "door": _("Door"),
        "plan": _("Plan of the room with its measuring points"),
        "mean": _("Mean") + _(": "),
        "mean_open": _("{missing} still to measure"),
        "add": _("Add a room"),
        "take_out": _("Take this room out"),
        "sound": _("Is the heating installation of the home sound?"),
        "insulated": _("Is the home insulated?"),
        "yes": _("Yes"),
        "no": _("No"),
        "now": _("Measured now."),
        "other_time": _("Measured at another time"),
        "measured_at": _("Measured at"),
        "name": _("Name of the customer"),
        "sign": _("Signature of the customer"),
        "clear": _("Clear the signature"),
        "unsigned": _("Without a signature the record is kept, but it is not valid."),
        "reason": _("Reason of the correction"),
        "save": _("Save the record"),
        "save_unsigned": _("Save without signature (not valid)"),
        "drop": _("Discard"),
        "again": _("Measure once more"),
        **state_words(),
    }


def _truth(sent: Mapping[str, Any], name: str) -> bool:
    try:
        return TRUTH[text_of(sent, name)]
    except KeyError:
        raise OrderRefused(name, "", N_("{field}: choose yes or no.")) from None


def _strokes(given: Any) -> list[Any]:
    """Lists of lists of lists, whatever is in them; the numbers are checked where it is kept."""
    strokes = given if isinstance(given, list) else []
    if not all(
        isinstance(one, list) and all(isinstance(at, list) for at in one) for one in strokes
    ):
        return [[]]
    return strokes


def _moment(text: str, now: datetime) -> datetime:
    if not text:
        return now
    try:
        return moment_of(text)
    except ValueError:
        raise OrderRefused(
            "measured_at", text, N_("{field}: “{value}” is no time. Enter day and time.")
        ) from None
