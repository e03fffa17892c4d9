"""One account under a supposition: more points taken off it, or nothing more than there is.

The others go on as in the forecast; how much happens is learned from what did happen alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dashboard.risk.account import Forecast
from dashboard.risk.balances import LEVELS, chance_beyond, lost_at, room_above
from dashboard.risk.compound import chances
from dashboard.risk.inputs import Season
from dashboard.risk.last_place import Ends, lasts
from dashboard.risk.ranks import Floats


@dataclass(frozen=True)
class Supposed:
    """A unit's final balance at `balances.LEVELS`, P(below the line) and P(last), which may be NaN.

    `settled` says that nothing is to come for the unit: `below` is 0 or 1 then.
    """

    balance: Floats
    below: float
    last: float
    settled: bool


def suppose(
    known: Season, forecast: Forecast, unit: int, more: float = 0.0, *, stays: bool = False
) -> Supposed:
    """A unit if `more` points were taken off it at once, and if nothing else comes (`stays`)."""
    ahead = forecast.outlook
    found, weights = chances(ahead.come)
    step = ahead.come.sizes.step
    taken = ahead.taken.copy()
    taken[unit] += round(more / step)
    ends = Ends(found, weights, taken, ahead.come.groups)
    room = room_above(known.start, known.line, taken, step)
    if stays:
        lost = np.full(len(LEVELS), taken[unit])
        below = float(room[unit] < 0)
    else:
        lost = lost_at(ends.only(np.array([unit])))[0]
        below = float(chance_beyond(ends, room)[unit])
    return Supposed(
        np.asarray(known.start - step * lost, float),
        below,
        _last(known, ends, unit, stays=stays),
        stays or forecast.settled,
    )


def _last(known: Season, ends: Ends, unit: int, *, stays: bool) -> float:
    """P(last) of the unit; NaN outside the field or alone in it."""
    members = np.flatnonzero(known.field)
    if unit not in members or len(members) < 2:
        return float("nan")
    found = lasts(ends.only(members), known.ties)
    chance = found.if_no_more() if stays else found.chance()
    return float(chance[members == unit][0])
