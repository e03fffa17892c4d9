"""What stands and what was lost at a place and in a period, as far as the reader may know why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from checklists.contributions import Breakdown, UnitLosses, break_down
from checklists.errors import N_, WordedError
from checklists.model import Sheet
from checklists.periods import Period
from checklists.rollup import AuditPoints, score_unit
from dashboard.explaining.losses import Losses, instead, losses, losses_of_means
from dashboard.standings import GroupStanding, Standings, UnitStanding
from dashboard.standings.official import official
from dashboard.standings.roll_up import company_standing, division_standings
from dashboard.view import View
from db import persons
from db.actors import Actor, Forbidden, Role
from db.figures import Figures, figures
from db.models import KINDS
from db.rows import UnitRow
from db.sheets import sheet_of


class PlaceUnseen(WordedError):
    """A link leads to a unit, division or sheet that is not there or not the reader's to see."""

    def __init__(self) -> None:
        super().__init__(
            N_("This link leads to what is not there in the period, or not yours to see.")
        )


@dataclass(frozen=True)
class Gathered:
    """The units at a place with what stands and what was lost there.

    `mine` are the units whose audits the reader may look into; of the others, and of the
    `differing` ones, whose standing is sealed and not that of their audits as they are now, only
    whole sheets are known. `figures`
    are all audits that stand behind what is looked at; `root` says that there is more to see than
    one division or one unit.
    """

    view: View
    period: Period
    told: Standings
    units: tuple[UnitStanding, ...]
    mine: frozenset[int]
    differing: frozenset[int]
    root: bool
    losses: Losses
    figures: Figures
    sheets: Mapping[str, Sheet]

    @cached_property
    def breakdown(self) -> Breakdown | None:
        """What every item takes off the score of the units together."""
        full = self.told.scheme.full_marks.value
        rows = (
            UnitLosses(unit.row.id, unit.coefficient, self.losses.sheets.get(unit.row.id, ()))
            for unit in self.units
        )
        return break_down(full, rows)

    @cached_property
    def standing(self) -> UnitStanding | GroupStanding | None:
        """What is scored: the unit, the division or the company; None where units only are seen."""
        if self.unit is not None:
            return self.unit
        known = _group(self.told, self.view)
        if known is None or not self.view.filtered:
            return known
        if known.row is None:
            return company_standing(self.told.scheme, self.units, {})
        return next(iter(self.divisions), None)

    @property
    def divisions(self) -> tuple[GroupStanding, ...]:
        """The divisions of the units, as they stand, or as only some audits have them."""
        if self.view.filtered:
            return division_standings(self.told.scheme, self.units, {})
        return self.told.divisions

    @property
    def unit(self) -> UnitStanding | None:
        """The one unit that is looked at, if it is one."""
        return self.units[0] if self.view.unit and self.units else None


def gather(
    session: Any, actor: Actor, view: View, period: Period, *, items: bool = True
) -> Gathered:
    """What stands at a place of a view in a period, by items or by whole sheets only.

    Raises Forbidden or PlaceUnseen.
    """
    told = official(session, period)
    mine = frozenset(unit.row.id for unit in told.units if explains(actor, unit.row))
    if not (told.whole or mine or actor.holds(Role.DIVISION_HEAD, Role.UNIT_REPRESENTATIVE)):
        raise Forbidden
    seen = [unit for unit in told.units if told.whole or unit.row.id in mine]
    root = _settled(View(period=view.period), told, seen).query().keys() == {"period"}
    view = _settled(view, told, seen)
    units = [unit for unit in seen if _lies(unit.row, view)]
    if not units and (view.unit or view.division):
        raise PlaceUnseen
    ids = mine & {unit.row.id for unit in units}
    found = _narrowed(figures(session), session, view, period, ids)
    within = losses(found, items=items)
    known, differing, lost = _known(told, units, mine, within, filtered=view.filtered)
    sheets = {sheet.code: sheet for sheet in told.sheets} | _versions(session, found)
    return Gathered(view, period, told, known, mine, differing, root, lost, found, sheets)


def _known(
    told: Standings,
    units: Sequence[UnitStanding],
    mine: frozenset[int],
    found: Losses,
    *,
    filtered: bool,
) -> tuple[tuple[UnitStanding, ...], frozenset[int], Losses]:
    """The units as they stand, or as only some audits have them; and what explains just that."""
    if filtered:
        own = [unit for unit in units if unit.row.id in mine]
        return tuple(_filtered(told, unit, found) for unit in own), frozenset(), found
    differing = {
        unit.row.id
        for unit in units
        if unit.row.id in mine and not _is_of(unit, found.points.get(unit.row.id, ()))
    }
    parts = [
        losses_of_means(unit.row.id, unit.score.sheets)
        for unit in units
        if unit.row.id in differing or unit.row.id not in mine
    ]
    return tuple(units), frozenset(differing), instead(found, parts)


def _filtered(told: Standings, unit: UnitStanding, found: Losses) -> UnitStanding:
    in_force = {sheet.code: sheet.points for sheet in told.sheets}
    score = score_unit(told.scheme, in_force, found.points.get(unit.row.id, ()))
    full = Fraction(told.scheme.full_marks.value)
    exact = None if score.rate is None else score.rate * full
    return replace(unit, score=score, exact=exact, place=None, missing=())


def _is_of(unit: UnitStanding, points: Sequence[AuditPoints]) -> bool:
    """Whether the standing of a unit is that of these sums: the same audits, means and sheets."""
    means = {row.sheet: row for row in unit.score.sheets if row.audits}
    return means.keys() == {row.sheet for row in points} and all(
        (mean := means[row.sheet]).audits == row.audits
        and _is_mean(mean.k1, row.k1, row.audits)
        and _is_mean(mean.k2, row.k2, row.audits)
        and _is_mean(mean.k3, row.k3, row.audits)
        for row in points
    )


def _is_mean(mean: Fraction, total: Decimal, audits: int) -> bool:
    """Whether a mean is just that of a sum; whole numbers, as there are thousands of them."""
    above, below = total.as_integer_ratio()
    return mean.numerator * audits * below == above * mean.denominator


def _group(told: Standings, view: View) -> GroupStanding | None:
    if view.division is None:
        return told.company
    rows = (group for group in told.divisions if group.row and group.row.code == view.division)
    return next(rows, None)


def _settled(view: View, told: Standings, seen: Sequence[UnitStanding]) -> View:
    """The view with its division; where nothing but one division or unit is seen, that one."""
    within = [unit.row for unit in seen if _lies(unit.row, view)]
    if view.unit is None and _group(told, view) is None:
        divisions = {unit.division.code for unit in within}
        if len(divisions) == 1 and _group(told, replace(view, division=min(divisions))):
            view = replace(view, division=min(divisions))
        elif len(within) == 1:
            view = replace(view, unit=within[0].code)
    if view.unit is not None and within:
        view = replace(view, division=within[0].division.code)
    return view


def explains(actor: Actor, unit: UnitRow) -> bool:
    """Whether somebody may look into the audits behind a unit's score, and not at own ones only."""
    return (
        actor.may_all
        or unit.division.id in actor.divisions(Role.DIVISION_HEAD)
        or unit.id in actor.units(Role.UNIT_REPRESENTATIVE)
    )


def _lies(unit: UnitRow, view: View) -> bool:
    return view.unit in (None, unit.code) and view.division in (None, unit.division.code)


def _narrowed(
    found: Figures, session: Any, view: View, period: Period, units: frozenset[int]
) -> Figures:
    found = found.within(period)
    mask: npt.NDArray[np.bool_] = np.isin(found.unit, np.array(sorted(units), dtype=np.int64))
    if view.occasion is not None:
        mask &= found.occasion == KINDS.index(view.occasion)
    if view.inspector is not None:
        person = persons.person_by_code(session, view.inspector)
        mask &= found.inspector == person.id
    return found.where(mask)


def _versions(session: Any, found: Figures) -> dict[str, Sheet]:
    """The newest version of each sheet that the audits were made under."""
    sheets: dict[str, Sheet] = {}
    for version in np.unique(found.version).tolist():
        sheet = sheet_of(session, version)
        if sheet.code not in sheets or sheets[sheet.code].valid_from <= sheet.valid_from:
            sheets[sheet.code] = sheet
    return sheets
