"""What the mixed model needs of the audits: sums by unit and month, whatever their number."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dashboard.risk.scored_audits import Audits, Floats, Whole, Year


@dataclass(frozen=True)
class Sums:
    """Sums of the design's columns and of the scores, from which every likelihood follows.

    The P columns are 1 for the level, then months, sheets and inspectors; one more at the end is
    the scores less `level`. `roots` (N, T) are the square roots of the numbers of audits in each
    unit and month, `cells` (N, T, P + 1) the sums there divided by those roots, `within`
    (P + 1, P + 1) what is left of the products of the columns inside unit and month, `gram` all.
    """

    rows: int
    level: float
    roots: Floats
    cells: Floats
    within: Floats
    gram: Floats
    held: Floats
    """How many audits of a unit an inspector held (N, K)."""

    months: slice
    sheets: slice
    inspectors: slice

    @property
    def columns(self) -> int:
        """P: how many effects all units share."""
        return self.inspectors.stop


def add_up(year: Year, audits: Audits) -> Sums:
    """The sums over audits that fit the year (see `scored_audits.validate`)."""
    months = slice(1, 1 + year.months)
    sheets = slice(months.stop, months.stop + year.sheets)
    inspectors = slice(sheets.stop, sheets.stop + year.inspectors)
    level = float(audits.score.mean()) if len(audits) else 0.0
    places = (
        np.zeros(len(audits), dtype=np.int64),
        audits.month + months.start,
        audits.sheet + sheets.start,
        audits.inspector + inspectors.start,
    )
    cell = audits.unit * year.months + audits.month
    cells = year.units * year.months
    wide = inspectors.stop + 1
    y = audits.score - level
    sums = _count(cell, places, y, cells, wide)
    roots = np.sqrt(sums[:, 0])
    sums /= np.where(roots > 0, roots, 1.0)[:, None]
    gram = _gram(places, y, wide)
    held = np.bincount(
        audits.unit * year.inspectors + audits.inspector, minlength=year.units * year.inspectors
    )
    return Sums(
        rows=len(audits),
        level=level,
        roots=roots.reshape(year.units, year.months),
        cells=sums.reshape(year.units, year.months, wide),
        within=gram - sums.T @ sums,
        gram=gram,
        held=held.reshape(year.units, year.inspectors).astype(np.float64),
        months=months,
        sheets=sheets,
        inspectors=inspectors,
    )


def _count(cell: Whole, places: tuple[Whole, ...], y: Floats, cells: int, wide: int) -> Floats:
    """The sums of every column in each cell (cells, P + 1)."""
    spots = np.concatenate([cell * wide + place for place in places])
    sums = np.bincount(spots, minlength=cells * wide).astype(np.float64).reshape(cells, wide)
    sums[:, -1] = np.bincount(cell, weights=y, minlength=cells)
    return sums


def _gram(places: tuple[Whole, ...], y: Floats, wide: int) -> Floats:
    """The products of all columns summed over the audits (P + 1, P + 1)."""
    pairs = np.concatenate([one * wide + other for one in places for other in places])
    gram = np.bincount(pairs, minlength=wide * wide).astype(np.float64).reshape(wide, wide)
    spots = np.concatenate(places)
    scores = np.bincount(spots, weights=np.tile(y, len(places)), minlength=wide)
    gram[-1, :] = gram[:, -1] = scores
    gram[-1, -1] = float(y @ y)
    return gram
