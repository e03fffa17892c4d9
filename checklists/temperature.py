"""Rooms as they are measured: how many points and where, their mean, and what it amounts to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any, Literal

from checklists.account_rules import TemperatureRules
from checklists.errors import N_, ChecklistError, Word

Standing = Literal["below", "within", "warm"]
"""Below the bound (18 - 2 C), within the tolerance, or as warm as promised (18 C) or warmer."""

MOST_ROOMS = 20
NAME_LENGTH = 20
SMALLEST, LARGEST = Decimal(1), Decimal(1000)
"""Floor areas in square metres."""
COLDEST, HOTTEST = Decimal(-40), Decimal(60)
"""Degrees Celsius that a room can have at all."""
DIGITS = 2

_SPOTS: dict[int, tuple[tuple[str, str], ...]] = {
    1: (("1/2", "1/2"),),
    2: (("1/3", "1/3"), ("2/3", "2/3")),
    3: (("1/4", "1/4"), ("1/2", "1/2"), ("3/4", "3/4")),
    5: (("1/4", "1/4"), ("3/4", "1/4"), ("1/2", "1/2"), ("1/4", "3/4"), ("3/4", "3/4")),
}

FIELDS = {
    "rooms": N_("rooms"),
    "room_name": N_("name of the room"),
    "area": N_("floor area"),
    "point": N_("measuring point"),
}
"""How the entries of a room are called."""


class RoomRefused(ChecklistError):
    """An entry of a room is not as it has to be.

    `room` (from 0) and `point` (from 0) say where, both None for the rooms together.
    """

    def __init__(
        self,
        field: str,
        value: object,
        template: str,
        *,
        room: int | None = None,
        point: int | None = None,
        **params: Any,
    ) -> None:
        self.field, self.room, self.point = field, room, point
        shown = str(value)
        shown = shown if len(shown) <= 40 else shown[:39] + "…"
        params |= {
            "room": "" if room is None else room + 1,
            "point": 0 if point is None else point + 1,
        }
        super().__init__(template, field=Word(FIELDS[field]), value=shown, **params)


@dataclass(frozen=True)
class Room:
    """A measured room: square metres, and degrees Celsius at each of its points."""

    name: str
    area: Decimal
    points: tuple[Decimal, ...]

    @property
    def mean(self) -> Fraction:
        """The room's temperature: the exact mean of its points (our reading)."""
        return mean(self.points)

    def dump(self) -> dict[str, Any]:
        """The room as it is stored, decimals as text."""
        points = [format(point, "f") for point in self.points]
        return {"name": self.name, "area": format(self.area, "f"), "points": points}


def mean(points: Sequence[Decimal]) -> Fraction:
    """The mean of a room's points, exact (our reading of SPEC part 2 ch. 2)."""
    return sum(map(Fraction, points), Fraction(0)) / len(points)


def lowest(rooms: Sequence[Room]) -> Fraction:
    """The mean of the coldest room, by which a home is judged."""
    return min(room.mean for room in rooms)


def shown(degrees: Fraction) -> Decimal:
    """A temperature to show: two decimals, downwards, so that no bound seems to be reached."""
    return Decimal(degrees * 100 // 1).scaleb(-DIGITS)


def standing(degrees: Fraction, rules: TemperatureRules) -> Standing:
    """Where a temperature stands against the bound and the promise."""
    if degrees < Fraction(rules.least):
        return "below"
    return "within" if degrees < Fraction(rules.target.value) else "warm"


def spots(number: int) -> tuple[tuple[Fraction, Fraction], ...]:
    """Where so many points are, as shares of a room's width and depth from its far left corner.

    The door is drawn near the near left corner: the diagonal from far left to near right is the
    one farther from it. Raises KeyError for a number that no rule knows a place for.
    """
    return tuple((Fraction(x), Fraction(y)) for x, y in _SPOTS[number])


def read_rooms(given: Any, rules: TemperatureRules) -> tuple[Room, ...]:
    """Rooms as they arrive: `[{name, area, points}]`, numbers as text. Raises RoomRefused."""
    rows = given if isinstance(given, Sequence) and not isinstance(given, str) else ()
    if not rows or len(rows) > MOST_ROOMS:
        raise RoomRefused(
            "rooms",
            "",
            N_("Enter at least one room, and not more than {most}."),
            most=MOST_ROOMS,
        )
    rooms = tuple(_room(row, at, rules) for at, row in enumerate(rows))
    names = [room.name for room in rooms]
    for at, name in enumerate(names):
        if name in names[:at]:
            raise RoomRefused(
                "room_name",
                name,
                N_("Room {room}, {field}: “{value}” is there twice. Give it another name."),
                room=at,
            )
    return rooms


def stored_rooms(rows: Sequence[Mapping[str, Any]]) -> tuple[Room, ...]:
    """Rooms as they were stored."""
    return tuple(
        Room(
            str(row["name"]),
            Decimal(str(row["area"])),
            tuple(Decimal(str(point)) for point in row["points"]),
        )
        for row in rows
    )


def _room(row: Any, at: int, rules: TemperatureRules) -> Room:
    held: Mapping[str, Any] = row if isinstance(row, Mapping) else {}
    name = str(held.get("name", "")).strip()
    if not 1 <= len(name) <= NAME_LENGTH or not name.isprintable():
        raise RoomRefused(
            "room_name",
            name,
            N_("Room {room}: {field} is missing or too long. Enter up to {most} characters."),
            room=at,
            most=NAME_LENGTH,
        )
    area = _number(held.get("area"))
    if area is None or not SMALLEST <= area <= LARGEST:
        raise RoomRefused(
            "area",
            held.get("area") or "",
            N_("Room {room}, {field}: “{value}”. Enter square metres from {least} to {most}."),
            room=at,
            least=SMALLEST,
            most=LARGEST,
        )
    return Room(name, area, _points(held.get("points"), at, rules.room(area).points))


def _points(given: Any, room: int, number: int) -> tuple[Decimal, ...]:
    texts = list(given) if isinstance(given, list | tuple) else []
    if len(texts) > number:
        raise RoomRefused(
            "point",
            len(texts),
            N_("Room {room} has {value} measuring points; by its area it has {number}."),
            room=room,
            number=number,
        )
    return tuple(_point(texts[at] if at < len(texts) else "", room, at) for at in range(number))


def _point(given: Any, room: int, at: int) -> Decimal:
    degrees = _number(given)
    if degrees is None or not COLDEST <= degrees <= HOTTEST:
        raise RoomRefused(
            "point",
            given or "",
            N_(
                "Room {room}, {field} {point}: “{value}”. Enter degrees from {least} to {most}, "
                "like 18.5."
            ),
            room=room,
            point=at,
            least=COLDEST,
            most=HOTTEST,
        )
    return degrees


def _number(given: Any) -> Decimal | None:
    """A plain decimal of at most two digits behind the point, None for anything else."""
    text = str(given).strip() if isinstance(given, str | int | Decimal) else ""
    if not text.isascii() or not text.removeprefix("-").replace(".", "", 1).isdigit():
        return None
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    exponent = value.as_tuple().exponent
    return value if len(text) <= 12 and isinstance(exponent, int) and exponent >= -DIGITS else None
