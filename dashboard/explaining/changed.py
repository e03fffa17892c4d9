"""What changed since the period before: the part of every item, adding up to the difference."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TypeVar

from checklists.contributions import Cell, weight_effect
from checklists.errors import NotInForce
from checklists.model import Sheet
from checklists.periods import Period
from dashboard.explaining.explained import Part, grouping
from dashboard.explaining.gathered import Gathered, PlaceUnseen, gather
from dashboard.explaining.parts import looked_at, part_of
from dashboard.view import View
from db.actors import Actor, Forbidden
from db.rows import UnitRow
from db.session import database

Key = tuple[str, ...]
T = TypeVar("T")
ZERO = Fraction(0)


@dataclass(frozen=True)
class ChangedPart:
    """What a part took off before and takes off now, and in how many audits it was looked at.

    `came` says that it is scored now and was not before, `went` the other way round: such a part
    has neither risen nor fallen.
    """

    part: Part
    before: Fraction
    after: Fraction
    was: int
    now: int
    came: bool = False
    went: bool = False

    @property
    def compared(self) -> bool:
        """Whether it stands on both sides."""
        return not (self.came or self.went)

    @property
    def brought(self) -> Fraction:
        """By how much the part raised the score, below zero where it lowered it."""
        return self.before - self.after


@dataclass(frozen=True)
class Changed:
    """A score in a period and in the one before, and what brought the difference.

    `before` is None where there was no such place or no rule yet, or where it is not the reader's
    to see. All parts and
    `others`, what is not looked at, add up to the difference. `weights` is the part of it that
    comes from the shares of the units alone: it lies within the parts and not beside them.
    """

    after: Gathered
    before: Gathered | None
    period_before: Period
    by: str
    ways: tuple[str, ...]
    parts: tuple[ChangedPart, ...]
    others: Fraction
    weights: Fraction | None

    @property
    def view(self) -> View:
        """Where it is."""
        return self.after.view

    @property
    def compared(self) -> tuple[ChangedPart, ...]:
        """The parts that are scored in both periods: only they rose or fell."""
        return tuple(part for part in self.parts if part.compared)

    @property
    def score_before(self) -> Fraction | None:
        """The score of the period before."""
        return None if self.before is None else _score_of(self.before)

    @property
    def score_after(self) -> Fraction | None:
        """The score of the period."""
        return _score_of(self.after)

    def sheets(self) -> tuple[tuple[Sheet, ...], tuple[Sheet, ...]]:
        """The sheets that are scored now and were not before, and the other way round.

        Of several units it is enough that one of them is scored.
        """
        if self.before is None:
            return (), ()
        return _apart(_scored_sheets(self.after), _scored_sheets(self.before))

    def units(self) -> tuple[tuple[UnitRow, ...], tuple[UnitRow, ...]]:
        """The units that are scored now and were not before, and the other way round."""
        if self.before is None or self.after.unit is not None:
            return (), ()
        return _apart(_scored_units(self.after), _scored_units(self.before))


def changed(actor: Actor, view: View, by: str | None = None) -> Changed:
    """What changed at a place of a view since the period of the same kind before.

    `by` is item, sheet, unit or division, as far as there are such parts; an unknown one is item.
    Raises BadPeriod, Forbidden or PlaceUnseen.
    """
    period = Period.parse(view.period or "")
    items = by not in ("sheet", "unit", "division") or view.item is not None
    with database().read(actor) as session:
        after = gather(session, actor, view, period, items=items)
        same = replace(after.view, period=str(period.previous))
        # A unit may have belonged to another division then: it is the unit that is asked for.
        same = replace(same, division=None) if same.unit else same
        try:
            before = gather(session, actor, same, period.previous, items=items)
        except (PlaceUnseen, Forbidden, NotInForce):
            before = None
    return _changed(after, before, period.previous, by)


def _score_of(gathered: Gathered) -> Fraction | None:
    if gathered.standing is None or gathered.breakdown is None:
        return None
    return gathered.breakdown.score


def _changed(after: Gathered, before: Gathered | None, earlier: Period, by: str | None) -> Changed:
    ways = _ways(after.view)
    way = by if by in ways else ways[0]
    parts: tuple[ChangedPart, ...] = ()
    others, weights = ZERO, None
    scored = before is not None and _score_of(before) is not None and _score_of(after) is not None
    if before is not None and scored:
        parts, others = _parts(before, after, way)
        if after.unit is None and before.breakdown is not None and after.breakdown is not None:
            weights = weight_effect(before.breakdown, after.breakdown)
    return Changed(after, before, earlier, way, ways, parts, others, weights)


def _ways(view: View) -> tuple[str, ...]:
    if view.unit:
        return ("item", "sheet")
    return ("item", "sheet", "unit") if view.division else ("item", "sheet", "unit", "division")


def _parts(before: Gathered, after: Gathered, by: str) -> tuple[tuple[ChangedPart, ...], Fraction]:
    """What each part took off, either side with the shares and divisions of its own period."""
    was, audits_before = _side(before, by, after.view)
    now, audits_now = _side(after, by, after.view)
    scored_before = _scored(before, audits_before)
    scored_now = _scored(after, audits_now)
    rest = was.pop((), ZERO) - now.pop((), ZERO)
    parts = [
        ChangedPart(
            _named(before, after, key),
            was.get(key, ZERO),
            now.get(key, ZERO),
            audits_before.get(key, 0),
            audits_now.get(key, 0),
            came=_appeared(key, scored_before, scored_now),
            went=_appeared(key, scored_now, scored_before),
        )
        for key in {**was, **now}
    ]
    moved = sorted(parts, key=lambda part: -abs(part.brought))
    return tuple(part for part in moved if part.brought), rest


def _scored(gathered: Gathered, audits: Mapping[Key, int]) -> set[Key]:
    """The parts that are scored on a side; of an item it is its sheet."""
    sheets: set[Key] = {("sheet", code) for code in _scored_sheets(gathered)}
    return sheets | {key for key, number in audits.items() if number}


def _appeared(key: Key, was: set[Key], now: set[Key]) -> bool:
    """Whether a part is scored now and was not before."""
    whole = ("sheet", key[1]) if key[0] == "item" else key
    return whole in now and whole not in was


def _side(gathered: Gathered, by: str, view: View) -> tuple[dict[Key, Fraction], dict[Key, int]]:
    """What each part takes off, and in how many audits it was looked at."""
    group = grouping(gathered, by)

    def within(cell: Cell) -> Key:
        return group(cell) if looked_at(view, cell) else ()

    offs = {} if gathered.breakdown is None else gathered.breakdown.by(within)
    if by == "item":
        return offs, {key: tally.asked for key, tally in gathered.losses.by(within).items()}
    audits: dict[Key, int] = defaultdict(int)
    for unit, sheets in gathered.losses.sheets.items():
        for sheet in sheets:
            audits[within(Cell(unit, sheet.sheet))] += sheet.audits
    return offs, audits


def _named(before: Gathered, after: Gathered, key: Key) -> Part:
    """The part as it is now; a unit or division that is not there any more as it was."""
    kind, code = key[0], key[-1]
    there = {"unit": {u.row.code for u in after.units}}.get(kind)
    if kind == "division":
        there = {u.row.division.code for u in after.units}
    return part_of(after if there is None or code in there else before, key, {})


def _scored_sheets(gathered: Gathered) -> dict[str, Sheet]:
    scored = {row.sheet for rows in gathered.losses.sheets.values() for row in rows if row.audits}
    return {code: sheet for code, sheet in gathered.sheets.items() if code in scored}


def _scored_units(gathered: Gathered) -> dict[str, UnitRow]:
    return {unit.row.code: unit.row for unit in gathered.units if unit.exact is not None}


def _apart(now: Mapping[str, T], was: Mapping[str, T]) -> tuple[tuple[T, ...], tuple[T, ...]]:
    came = tuple(row for code, row in now.items() if code not in was)
    return came, tuple(row for code, row in was.items() if code not in now)
