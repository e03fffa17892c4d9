"""How much of the season is over and to come, when heating days weigh more than others."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dashboard.risk.inputs import Exposure, Prior, Season
from dashboard.risk.ranks import Floats

NODES = 61
WIDTH = 3.5


def weigh(season: Season, prior: Prior, phi: float) -> Exposure:
    """The exposures of all units in parts of the longest one's whole season."""
    multiplier, chances = _multiplier(season, prior, phi)
    middle = float(np.exp(chances @ np.log(multiplier)))
    weight = np.where(season.heating, middle, 1.0)
    periods = season.over.shape[1]
    passed = season.over * weight[:periods]
    over = passed.sum(axis=1)
    coming = season.ahead * weight[periods:]
    ahead = coming.sum(axis=1)
    whole = max(float((over + ahead).max(initial=0)), 1e-12)
    past = np.zeros(season.units)
    if season.past is not None:
        past = np.asarray(season.past.exposure, float) @ np.array([1.0, middle])
    return Exposure(
        over / whole,
        ahead / whole,
        past / whole,
        passed / whole,
        coming / whole,
        _shared(season, prior, multiplier, chances),
        middle,
    )


def _multiplier(season: Season, prior: Prior, phi: float) -> tuple[Floats, Floats]:
    """The nodes of the heating multiplier with their posterior chances, pooled over units.

    Given how much happened to a unit in all, how much of it fell on heating days is binomial and
    says nothing of the unit's own rate.
    """
    middle, deviation = prior.heating
    logs = middle + deviation * np.linspace(-WIDTH, WIDTH, NODES)
    nodes = np.exp(logs)
    heating = season.heating[: season.over.shape[1]]
    totals = season.events.sum(axis=2)
    warm, all_of_it = totals[:, heating].sum(axis=1) / phi, totals.sum(axis=1) / phi
    heated, other = season.over[:, heating].sum(axis=1), season.over[:, ~heating].sum(axis=1)
    both = (heated > 0) & (other > 0)
    weighted = nodes[:, None] * heated[both]
    score = warm[both] * np.log(weighted) - all_of_it[both] * np.log(weighted + other[both])
    likelihood = score.sum(axis=1) - ((logs - middle) / deviation) ** 2 / 2
    chances = np.exp(likelihood - likelihood.max())
    return nodes, chances / chances.sum()


def _shared(season: Season, prior: Prior, multiplier: Floats, chances: Floats) -> float:
    """Weather of the periods over and to come, and what is not known of the multiplier."""
    periods = season.over.shape[1]
    over, ahead = season.over.sum(axis=0), season.ahead.sum(axis=0)
    if not ahead.any():
        return 0.0
    variance = prior.weather**2 * _months(ahead, season)
    if over.any():
        variance += prior.weather**2 * _months(over, season)
        heating = season.heating
        ratio = np.log(_exposed(ahead, heating[periods:], multiplier)) - np.log(
            _exposed(over, heating[:periods], multiplier)
        )
        mean = chances @ ratio
        variance += float(chances @ (ratio - mean) ** 2)
    return float(np.sqrt(variance))


def _exposed(exposure: Floats, heating: NDArray[np.bool_], multiplier: Floats) -> Floats:
    """The exposure of all units by each node of the multiplier."""
    return np.asarray(exposure[heating].sum() * multiplier + exposure[~heating].sum())


def _months(exposure: Floats, season: Season) -> float:
    """1 / the number of months that a stretch is long, at most 1; a season counts as 12 parts."""
    everything = season.over.sum() + season.ahead.sum()
    parts = MONTHS * exposure.sum() / everything
    return float(1 / max(1.0, parts))


MONTHS = 12
