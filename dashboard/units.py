"""What an administrator does with divisions and units: add, rename, move, close."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dashboard.people import asked
from db import organisation, regulations, roster
from db.actors import Actor, Role, require
from db.rows import DivisionRow, UnitRow
from db.session import database


@dataclass(frozen=True)
class UnitPlace:
    """A unit and where it belongs: each division with its first day, the newest first."""

    unit: UnitRow
    history: tuple[tuple[date, DivisionRow], ...]

    def place(self, on: date) -> tuple[date, DivisionRow]:
        """The division on a day and since when; before the first one, the first."""
        return next((entry for entry in self.history if entry[0] <= on), self.history[-1])

    def move(self, after: date) -> tuple[date, DivisionRow] | None:
        """The next move after a day, None where none is planned."""
        return next((entry for entry in reversed(self.history) if entry[0] > after), None)


@dataclass(frozen=True)
class Structure:
    """All divisions and all units, closed ones among them."""

    divisions: tuple[DivisionRow, ...]
    units: tuple[UnitPlace, ...]


def structure(actor: Actor) -> Structure:
    """Divisions and units with their history. Raises Forbidden."""
    with database().read(actor) as session:
        require(session, Role.ADMINISTRATOR)
        histories = roster.histories(session)
        return Structure(
            tuple(organisation.divisions(session)),
            tuple(
                UnitPlace(unit, tuple(histories[unit.id])) for unit in organisation.units(session)
            ),
        )


def add_division(actor: Actor, code: str, name_zh: str, name_en: str) -> DivisionRow:
    """Add a division; without an English name it goes by the Chinese one.

    Raises Forbidden, CodeTaken or EntryRefused.
    """
    with database().write(actor) as session:
        return organisation.add_division(session, code, name_zh, name_en.strip() or name_zh)


def add_unit(
    actor: Actor, division: int, code: str, name_zh: str, name_en: str, *, since: date
) -> UnitRow:
    """Add a unit to a division from a day on; without an English name as for divisions.

    Raises Forbidden, DivisionNotFound, CodeTaken or EntryRefused.
    """
    english = name_en.strip() or name_zh
    with database().write(actor) as session:
        return organisation.add_unit(session, division, code, name_zh, english, since=since)


def set_regulations(actor: Actor, division: int, tags: list[str]) -> None:
    """Let a division work under these regulations.

    Raises Forbidden, DivisionNotFound or RegulationsRefused.
    """
    with database().write(actor) as session:
        regulations.set_regulations(session, division, tags)


def rename_division(actor: Actor, division: int, name_zh: str, name_en: str) -> None:
    """Give a division other names. Raises Forbidden, DivisionNotFound or EntryRefused."""
    with database().write(actor) as session:
        roster.rename_division(session, division, name_zh, name_en.strip() or name_zh)


def rename_unit(actor: Actor, unit: int, name_zh: str, name_en: str) -> None:
    """Give a unit other names. Raises Forbidden, UnitNotFound or EntryRefused."""
    with database().write(actor) as session:
        roster.rename_unit(session, unit, name_zh, name_en.strip() or name_zh)


def move_unit(actor: Actor, unit: int, division: int, since: date, reason: str) -> None:
    """Let a unit belong to another division from a day on; older periods keep the old place.

    Raises Forbidden, UnitNotFound, DivisionNotFound, MoveRefused or ReasonAsked.
    """
    with database().write(actor) as session:
        organisation.move_unit(session, unit, division, since, asked(reason))


def close_unit(actor: Actor, unit: int, closed_on: date | None, reason: str) -> None:
    """Close a unit from a day on, or open it again with None; its past stays.

    Raises Forbidden, UnitNotFound or ReasonAsked.
    """
    with database().write(actor) as session:
        organisation.close_unit(session, unit, closed_on, asked(reason))
