"""What the counts say of how units' rates are spread: shape, mean and last season's weight.

Rates are Gamma(shape, shape / mean) over the units; counts are Poisson given the rate. Last season
counts with a weight kappa. The posterior of the three lies on a grid; nothing is plugged in.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dashboard.risk.inputs import Exposure, Prior, Season
from dashboard.risk.ranks import Floats
from dashboard.risk.special import log_gamma

SHAPES = 21
MEANS = 15
WIDTH = 2.5
LEAST = 1e-7
"""Nodes so much less likely than the best one are left out."""


@dataclass(frozen=True)
class Grid:
    """The nodes (kappa, shape, mean) with their posterior chances."""

    kappa: Floats
    shape: Floats
    mean: Floats
    chance: Floats


@dataclass(frozen=True)
class Counted:
    """Counts and exposure of this season and the last, both divided by the over-dispersion."""

    count: Floats
    over: Floats
    past: Floats
    past_over: Floats


def count(season: Season, exposure: Exposure, prior: Prior, phi: float) -> Counted:
    """What happened and in how much exposure, older periods faded."""
    fresh = _fresh(season, prior)
    happened, over = season.events.sum(axis=2) @ fresh, exposure.passed @ fresh
    past = np.zeros(season.units)
    if season.past is not None:
        past = np.asarray(season.past.events, float).sum(axis=1)
    level = _level(happened, over, past, exposure.past, phi)
    past_over = exposure.past * level
    return Counted(happened / phi, over / phi, past / phi, past_over / phi)


def _fresh(season: Season, prior: Prior) -> Floats:
    """How much each period over still says: the older it is, the less."""
    longest = season.over.max(axis=0, initial=0)
    whole = longest.sum() + season.ahead.max(axis=0, initial=0).sum()
    since = longest.sum() - np.cumsum(longest)
    return np.asarray((1 - prior.fading) ** (MONTHS * since / max(whole, 1e-12)))


def _level(count: Floats, over: Floats, past: Floats, past_over: Floats, phi: float) -> float:
    """How many times as much happens to all this season as in the last, as far as it is sure."""
    if not count.any() or not past.any() or not past_over.any():
        return 1.0
    ratio = np.log((count.sum() / over.sum()) / (past.sum() / past_over.sum()))
    error = phi / count.sum() + phi / past.sum() + 1 / np.count_nonzero(over)
    return float(np.exp(ratio * LEVELS**2 / (LEVELS**2 + error)))


LEVELS = 0.3
MONTHS = 12


def posterior(counted: Counted, prior: Prior) -> Grid:
    """The posterior over kappa, shape and mean; the means lie where the counts put them."""
    has_past = bool(counted.past_over.any())
    kappas = np.asarray(prior.kappa if has_past else (0.0,))
    shapes = np.exp(prior.shape[0] + prior.shape[1] * np.linspace(-WIDTH, WIDTH, SHAPES))
    means = np.exp(_log_means(counted, prior))
    kappa, shape, mean = (
        values.ravel() for values in np.meshgrid(kappas, shapes, means, indexing="ij")
    )
    score = _fit(counted, kappas, shapes, means).ravel()
    score -= ((np.log(shape) - prior.shape[0]) / prior.shape[1]) ** 2 / 2
    score -= ((np.log(mean) - prior.mean[0]) / prior.mean[1]) ** 2 / 2
    chance = np.exp(score - score.max())
    kept = chance > LEAST
    chance = chance[kept] / chance[kept].sum()
    return Grid(kappa[kept], shape[kept], mean[kept], chance)


def _log_means(counted: Counted, prior: Prior) -> Floats:
    """Where the mean rate may lie, on the logarithmic scale."""
    middle, deviation = prior.mean
    seen = counted.over.sum() + counted.past_over.sum()
    precision = 1 / deviation**2
    if seen > 0:
        count = counted.count.sum() + counted.past.sum()
        units = np.count_nonzero(counted.over + counted.past_over)
        known = 1 / (1 / (count + 0.5) + 1 / units)
        log_rate = np.log((count + 0.5) / (seen + 0.5 * np.exp(-middle)))
        middle = (middle * precision + log_rate * known) / (precision + known)
        precision += known
    spread = np.linspace(-3.0, 3.0, MEANS) / np.sqrt(precision)
    return np.asarray(middle + spread)


def _fit(counted: Counted, kappas: Floats, shapes: Floats, means: Floats) -> Floats:
    """The log likelihood (kappas, shapes, means): this season's counts given last season's."""
    rate = shapes[:, None] / means
    total = np.zeros((len(kappas), len(shapes), len(means)))
    for place, kappa in enumerate(kappas):
        # Only units that were there say anything.
        alpha = shapes[:, None] + kappa * counted.past
        total[place] = _marginal(alpha, rate, counted, kappa)
    if counted.past_over.any():
        nothing = np.zeros_like(counted.count)
        last = Counted(counted.past, counted.past_over, nothing, nothing)
        total += _marginal(np.broadcast_to(shapes[:, None], alpha.shape), rate, last, 0.0)
    return total


def _marginal(alpha: Floats, rate: Floats, counted: Counted, kappa: float) -> Floats:
    """The negative binomial log likelihood of all counts, (shapes, means)."""
    before = rate[:, :, None] + kappa * counted.past_over
    own = log_gamma(alpha + counted.count) - log_gamma(alpha)
    after = before + counted.over
    powers = np.einsum("au,amu->am", alpha, np.log(before))
    powers -= np.einsum("au,amu->am", alpha + counted.count, np.log(after))
    return np.asarray(own.sum(axis=1)[:, None] + powers)
