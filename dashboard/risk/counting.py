"""How a year's score is counted from its audits: each audit's weight in its unit's score.

As the regulation has it the audits of a sheet enter as their mean and sheets by their points,
and what nobody audited drops out, so that the score is a weighted sum once it is known which
audits there are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from dashboard.risk.scored_audits import Audits, Floats, Planned, Whole, Year

Counting = Literal["year", "months"]
"""Over all audits of the year at once, or as the mean of the months that were audited."""


@dataclass(frozen=True)
class Counted:
    """The weights of past and planned audits; a unit's add up to 1, or there are none."""

    past: Floats
    ahead: Floats


def weights(year: Year, audits: Audits, planned: Planned, counting: Counting) -> Counted:
    """What each audit weighs in its unit's score at the end of the year."""
    unit, month, sheet = (
        np.concatenate([getattr(audits, name), getattr(planned, name)])
        for name in ("unit", "month", "sheet")
    )
    group = unit * year.months + month if counting == "months" else unit
    cells = year.units * (year.months if counting == "months" else 1)
    each = _by_sheets(year, group, sheet, cells)
    if counting == "months":
        audited = np.bincount(group, minlength=cells).reshape(year.units, year.months) > 0
        each = each / audited.sum(axis=1)[unit]
    return Counted(each[: len(audits)], each[len(audits) :])


def score_now(year: Year, audits: Audits, counting: Counting) -> Floats:
    """The units' scores as they stand (N,), NaN for those without any audit."""
    nothing = np.empty(0, dtype=np.int64)
    each = weights(year, audits, Planned(nothing, nothing, nothing), counting).past
    sums = np.bincount(audits.unit, weights=each * audits.score, minlength=year.units)
    rated = np.bincount(audits.unit, minlength=year.units) > 0
    return np.where(rated, sums, np.nan)


def _by_sheets(year: Year, group: Whole, sheet: Whole, cells: int) -> Floats:
    """Weights within groups: a sheet's points, shared evenly among its audits there."""
    place = group * year.sheets + sheet
    number = np.bincount(place, minlength=cells * year.sheets)
    points = (number.reshape(cells, year.sheets) > 0) @ year.sheet_points
    return np.asarray(year.sheet_points[sheet] / number[place] / points[group])
