"""How many units of each period have a provisional score: one pass over all periods."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from checklists.columnar_rollup import month_numbers
from checklists.periods import Period
from dashboard.trends.covered import lacking
from dashboard.trends.ground import Ground, ground
from dashboard.view import View
from db import seals
from db.actors import Actor
from db.session import database


def provisional_units(actor: Actor, periods: Sequence[Period]) -> dict[Period, int]:
    """Of how many units the score is provisional, by period; as sealed where it is sealed.

    Raises Forbidden.
    """
    found = _as_it_is(ground(actor, View()), periods)
    with database().read(actor) as session:
        for period in periods:
            sealed = seals.figures_of(session, period)
            if sealed is not None:
                found[period] = sum(1 for unit in sealed[1]["units"] if unit["provisional"])
    return found


def _as_it_is(base: Ground, periods: Sequence[Period]) -> dict[Period, int]:
    lacks = lacking(base, periods) if periods else None
    if lacks is None:
        return {}
    figures, rows = base.figures, base.fitting
    rows = rows[(figures.k1 != figures.k3)[rows]]
    months, units = figures.month[rows], figures.unit[rows]
    found = {}
    for place, period in enumerate(periods):
        first, last = month_numbers(period)
        scored = np.unique(units[(months >= first) & (months <= last)]).tolist()
        found[period] = sum(lacks.units[unit][place] for unit in scored if unit in lacks.units)
    return found
