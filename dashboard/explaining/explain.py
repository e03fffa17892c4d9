"""Where a score comes from: from the company down to the answers, each part adding up exactly."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

from checklists.contributions import Breakdown, Cell, UnitLosses, break_down
from checklists.periods import Period
from dashboard.explaining.explained import Explained, Part, grouping, level_of, ways_of
from dashboard.explaining.gathered import Gathered, PlaceUnseen, gather
from dashboard.explaining.losses import found_again
from dashboard.explaining.parts import Again, looked_at, part_of
from dashboard.view import View
from db.actors import Actor
from db.figures import figures
from db.findings import months_before
from db.item_answers import ItemAnswer, answers_to_item, days_of
from db.session import database

__all__ = ["ItemAnswer", "PlaceUnseen", "answers", "explain"]

ZERO = Fraction(0)


def explain(actor: Actor, view: View, by: str | None = None) -> Explained:
    """Take apart the score at a place of a view, which names a period.

    `by` chooses among `ways_of`; an unknown one is the first. Raises BadPeriod, Forbidden or
    PlaceUnseen.
    """
    period = Period.parse(view.period or "")
    with database().read(actor) as session:
        items = by in ("item", "section") or view.sheet is not None
        gathered = gather(session, actor, view, period, items=items)
        again = _found_again(session, gathered)
    return _explained(gathered, by, again)


def answers(actor: Actor, explained: Explained) -> list[ItemAnswer]:
    """How the item that is looked at was answered in every audit behind it, the newest first."""
    found, view = explained.gathered.figures, explained.view
    if view.sheet not in found.sheets or view.item is None:
        return []
    rows = found.where(found.sheet == found.sheets.index(view.sheet))
    with database().read(actor) as session:
        return answers_to_item(session, rows.audit.tolist(), view.item)


def _explained(gathered: Gathered, by: str | None, again: Again) -> Explained:
    view, standing = gathered.view, gathered.standing
    ways = ways_of(view) if standing else _choices(gathered)
    if gathered.mine.isdisjoint(unit.row.id for unit in gathered.units):
        ways = tuple(way for way in ways if way not in ("item", "section"))
    way = by if by in ways else next(iter(ways), "item")
    of_sheet = gathered.unit is not None and view.sheet is not None
    broken = _of_sheet(gathered) if of_sheet else gathered.breakdown if standing else None
    score = None if broken is None else broken.score
    parts, others = _parts(gathered, way, broken, again)
    return Explained(
        gathered=gathered,
        level=level_of(view),
        by=way,
        ways=ways,
        score=score,
        grade=None if score is None else gathered.told.scheme.grade(score),
        parts=parts,
        others=others,
        audits=_audits(gathered),
        above=_above(gathered),
    )


def _choices(gathered: Gathered) -> tuple[str, ...]:
    """What one chooses among where no score of all the units is one's own to see."""
    scored = {group.row for group in gathered.divisions}
    whole = all(unit.row.division in scored for unit in gathered.units)
    return ("division",) if whole and gathered.view.division is None else ("unit",)


def _of_sheet(gathered: Gathered) -> Breakdown | None:
    """The score of the one sheet at the one unit, taken apart by itself (formula (1))."""
    unit = gathered.units[0].row.id
    sheets = [s for s in gathered.losses.sheets.get(unit, ()) if s.sheet == gathered.view.sheet]
    full = gathered.told.scheme.full_marks.value
    return break_down(full, [UnitLosses(unit, gathered.units[0].coefficient, sheets)])


def _parts(
    gathered: Gathered, by: str, broken: Breakdown | None, again: Again
) -> tuple[tuple[Part, ...], Fraction]:
    group = grouping(gathered, by)

    def within(cell: Cell) -> tuple[str, ...]:
        return group(cell) if looked_at(gathered.view, cell) else ()

    offs = {} if broken is None else broken.by(within)
    others = offs.pop((), ZERO)
    tallies = gathered.losses.by(within)
    tallies.pop((), None)
    keys = dict.fromkeys([*_always(gathered, by), *tallies, *offs])
    parts = [
        replace(part_of(gathered, key, again), off=offs.get(key, ZERO), tally=tallies.get(key))
        for key in keys
    ]
    if by == "item" and gathered.view.sheet is None:
        parts = [part for part in parts if part.off]
    return tuple(sorted(parts, key=_size)), others


def _size(part: Part) -> tuple[bool, Fraction]:
    """Not scored last, then the biggest first, and what was added after what was lost."""
    unscored = part.standing is not None and part.standing.exact is None
    return unscored or (part.means is not None and not part.means.audits), -part.off


def _always(gathered: Gathered, by: str) -> list[tuple[str, ...]]:
    """What is named even where nothing was lost there, or nothing is scored."""
    if by == "division":
        return [("division", unit.row.division.code) for unit in gathered.units]
    if by == "unit":
        return [("unit", unit.row.code) for unit in gathered.units]
    if by == "sheet" and gathered.unit is not None:
        return [("sheet", means.sheet) for means in gathered.unit.score.sheets]
    return []


def _audits(gathered: Gathered) -> int:
    """How many audits stand behind what is looked at."""
    sheet = gathered.view.sheet
    return sum(
        row.audits
        for rows in gathered.losses.sheets.values()
        for row in rows
        if sheet in (None, row.sheet)
    )


def _above(gathered: Gathered) -> tuple[tuple[str, View], ...]:
    view = gathered.view
    top = View(period=view.period, inspector=view.inspector, occasion=view.occasion)
    places = [("company", top)] if gathered.root else []
    if view.division:
        division = replace(top, division=view.division)
        if not view.unit or _scored_group(gathered, view):
            places.append(("division", division))
        top = division
    for level in ("unit", "sheet", "item"):
        if getattr(view, level):
            top = replace(top, **{level: getattr(view, level)})
            places.append((level, top))
    return tuple(places[:-1])


def _scored_group(gathered: Gathered, view: View) -> bool:
    rows = (group.row for group in gathered.told.divisions)
    return any(row is not None and row.code == view.division for row in rows)


def _found_again(session: Any, gathered: Gathered) -> Again:
    unit = gathered.unit
    if unit is None or unit.row.id not in gathered.mine:
        return {}
    whole = figures(session)
    sheet = next(iter(gathered.sheets.values()))
    return found_again(
        whole.where(whole.unit == unit.row.id),
        days_of(session, unit.row.id),
        gathered.period,
        lambda day: months_before(day, sheet),
    )
