"""Where the 100-point accounts may end: who may be last or below the line, and what drives it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dashboard.risk.balances import chance_beyond, lost_at, room_above
from dashboard.risk.compound import ToCome, chances
from dashboard.risk.dispersion import dispersion
from dashboard.risk.draws import DRAWS, draw
from dashboard.risk.drivers import Base, Drivers, drivers
from dashboard.risk.hyper import count
from dashboard.risk.inputs import Prior, Season
from dashboard.risk.last_place import Ends, lasts
from dashboard.risk.rankability import rankability
from dashboard.risk.ranks import Floats, Integers, chance_of_places, likely_places
from dashboard.risk.rates import Rates, rates
from dashboard.risk.seasons import weigh
from dashboard.risk.sizes import sizes


@dataclass(frozen=True)
class Outlook:
    """What the accounts are expected to do, before anything is asked of it.

    `taken` (units) is what was taken off so far, in steps of `come.sizes.step` points; `coming`
    (units, periods to come) the exposure of each period.
    """

    come: ToCome
    rates: Rates
    taken: Integers
    coming: Floats


@dataclass(frozen=True)
class Forecast:
    """The forecast of a season; all arrays have one row a unit, in the input's order.

    `last` is P(last), NaN for units outside the field or alone in it; `below` is P(below the line).
    `balance` (units, levels of `balances.LEVELS`) is the final balance. `places` (units, units) are
    the chances of places, NaN outside the field; `best` and `worst` bound the likely ones (90 %),
    counted from 1, and are 0 outside the field. `comparable` is false for units that were not there
    for all of the season so far. `rankable` is the share of the units' differences that is real,
    None where it cannot be said. `settled` is true once nothing is to come.
    """

    last: Floats
    below: Floats
    balance: Floats
    places: Floats
    best: Integers
    worst: Integers
    field: NDArray[np.bool_]
    comparable: NDArray[np.bool_]
    rankable: float | None
    settled: bool
    drivers: Drivers
    outlook: Outlook


def project(season: Season, prior: Prior | None = None, draws: int = DRAWS) -> Forecast:
    """The forecast of all accounts of a season."""
    ahead = outlook(season, prior or Prior())
    found, weights = chances(ahead.come)
    ends = Ends(found, weights, ahead.taken, ahead.come.groups)
    step = ahead.come.sizes.step
    room = room_above(season.start, season.line, ahead.taken, step)
    field = season.field
    members = np.flatnonzero(field)
    among = ends.only(members)
    last = lasts(among, season.ties) if len(members) > 1 else None
    places = chance_of_places(-draw(among, draws))
    best, worst = likely_places(places)
    codes = np.rint(season.points / step).astype(np.int64)
    base = Base(ends, room, season.events.sum(axis=1), codes, members, last)
    return Forecast(
        last=_among(field, np.nan if last is None else last.chance()),
        below=chance_beyond(ends, room),
        balance=np.asarray(season.start - step * lost_at(ends), float),
        places=_places(field, places),
        best=_among(field, best, 0).astype(np.int64),
        worst=_among(field, worst, 0).astype(np.int64),
        field=field,
        comparable=_comparable(season),
        rankable=rankability(ahead.rates.between, ahead.rates.within[members]),
        settled=season.settled,
        drivers=drivers(base),
        outlook=ahead,
    )


def outlook(season: Season, prior: Prior) -> Outlook:
    """What is known of the units' rates and sizes, and how much is to come."""
    phi = dispersion(season, prior)
    exposure = weigh(season, prior, phi)
    known = rates(count(season, exposure, prior, phi), prior)
    found = sizes(season, prior, phi)
    taken = np.rint((season.start - season.balance) / found.step).astype(np.int64)
    return Outlook(
        ToCome.of(known, found, exposure, phi, prior.drift), known, taken, exposure.coming
    )


def _among(field: NDArray[np.bool_], values: Any, elsewhere: float = np.nan) -> Floats:
    """The values of the field's units with the others' between them."""
    whole = np.full(len(field), elsewhere, dtype=float)
    whole[field] = values
    return whole


def _places(field: NDArray[np.bool_], chances: Floats) -> Floats:
    """Chances of places of all units: there are as many places as units in the field."""
    whole = np.full((len(field), len(field)), np.nan)
    whole[field] = 0.0
    whole[np.ix_(field, np.arange(len(field)) < len(chances))] = chances
    return whole


def _comparable(season: Season) -> NDArray[np.bool_]:
    """Whether a unit was there in as much of every period so far as any other."""
    most = season.over.max(axis=0, initial=0)
    return np.asarray((season.over >= most - 1e-9).all(axis=1))
