"""Which scores rest on fewer audits than coverage asks for: many units and periods at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from checklists.catalogue_loader import load_catalogue
from checklists.columnar_rollup import number_of
from checklists.coverage import Requirement, year_of
from checklists.periods import Period
from dashboard.looks import today
from dashboard.standings.roll_up import SCHEME
from dashboard.trends.exact import Flags, Point
from dashboard.trends.ground import Ground
from db.models import KINDS

Tally = npt.NDArray[np.int64]
"""How many audits: by unit (or division), by sheet, by occasion."""


@dataclass(frozen=True)
class Lacking:
    """Whether audits are missing, by unit and by division, one entry a period."""

    units: Mapping[int, tuple[bool, ...]]
    divisions: Mapping[int, tuple[bool, ...]]

    def of_unit(self, unit: int, points: Sequence[Point]) -> tuple[Point, ...]:
        """A unit's points, those marked that lack audits and are scored."""
        return _marked(points, self.units.get(unit, (False,) * len(points)))

    def of_whole(
        self, points: Sequence[Point], divisions: Sequence[int], units: Mapping[int, Sequence[bool]]
    ) -> tuple[Point, ...]:
        """The points of several units together, marked where a division or a unit lacks audits.

        `units` says in which periods each is scored within the whole.
        """
        lacks = [
            any(self.divisions[row][place] for row in divisions)
            or any(scored[place] and self.units[unit][place] for unit, scored in units.items())
            for place in range(len(points))
        ]
        return _marked(points, lacks)


def lacking(base: Ground, periods: Sequence[Period]) -> Lacking | None:
    """What coverage lacks at the end of some periods; None where only some audits are looked at.

    Read as the standings read it: over the year in which a period ends, up to its end.
    """
    if base.view.filtered or base.view.sheet is not None:
        return None
    units, tally, first = _tally(base, periods)
    found_units: dict[int, list[bool]] = {unit: [] for unit in units}
    found_divisions: dict[int, list[bool]] = {row.id: [] for row in base.divisions}
    for period in periods:
        rules = load_catalogue().standing_rules(SCHEME, min(period.last_day, today()))
        begin, end = (
            number_of(month) - first for month in year_of(period, rules.coverage_year.value)
        )
        audits = tally[..., max(begin, 0) : end + 1].sum(axis=-1)
        asked = {way: [r for r in rules.coverage if r.per == way] for way in ("unit", "division")}
        for unit, lack in zip(units, _lacks(base, asked["unit"], audits), strict=True):
            found_units[unit].append(bool(lack))
        home = np.array([base.home(unit, period.last_day) for unit in units])
        for row in base.divisions:
            of_division = audits[home == row.id].sum(axis=0, keepdims=True)
            short = _lacks(base, asked["division"], of_division)
            found_divisions[row.id].append(bool(short[0]))
    return Lacking(
        {unit: tuple(lacks) for unit, lacks in found_units.items()},
        {division: tuple(lacks) for division, lacks in found_divisions.items()},
    )


def _marked(points: Sequence[Point], lacks: Sequence[bool]) -> tuple[Point, ...]:
    return tuple(
        replace(one, provisional=lack and one.score is not None)
        for one, lack in zip(points, lacks, strict=True)
    )


def _tally(base: Ground, periods: Sequence[Period]) -> tuple[list[int], Tally, int]:
    """The scored audits of every unit by sheet, occasion and month, and the first month."""
    figures = base.figures
    last = max(number_of(period.months[-1]) for period in periods)
    first = min(number_of(period.months[-1]) for period in periods) - 11
    rows = base.fitting
    month = figures.month[rows].astype(np.int64) - first
    rows = rows[(month >= 0) & (month <= last - first) & (figures.k1 != figures.k3)[rows]]
    ids = np.union1d(figures.unit[rows], [unit.id for unit in base.units]).astype(np.int64)
    shape = (len(ids), len(figures.sheets), len(KINDS), last - first + 1)
    tally = np.zeros(shape, dtype=np.int64)
    place: Any = (
        np.searchsorted(ids, figures.unit[rows]),
        figures.sheet[rows],
        figures.occasion[rows],
        figures.month[rows] - first,
    )
    np.add.at(tally, place, 1)
    return ids.tolist(), tally, first


def _lacks(base: Ground, asked: Sequence[Requirement], audits: Tally) -> Flags:
    """For each row of a tally, whether it falls short of any requirement."""
    lacks = np.zeros(len(audits), dtype=bool)
    sheets = base.figures.sheets
    for one in asked:
        way = slice(None) if one.occasion is None else [KINDS.index(one.occasion)]
        found = audits[:, :, way].sum(axis=2)
        for sheet in one.sheets:
            number = found[:, sheets.index(sheet)] if sheet in sheets else np.zeros(len(found))
            lacks |= number < one.least
        if not one.sheets:
            lacks |= found.sum(axis=1) < one.least
    return lacks
