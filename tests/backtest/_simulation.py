"""The same model by dice: season ends drawn step by step, with nothing integrated out by hand."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from dashboard.risk.dispersion import dispersion
from dashboard.risk.hyper import count, posterior
from dashboard.risk.inputs import Prior, Season
from dashboard.risk.seasons import weigh

CHUNK = 2000


def simulate(season: Season, draws: int, random: Generator) -> NDArray[np.float64]:
    """Final balances (draws, units); phi and the multiplier are as in the model."""
    return np.concatenate([_some(season, CHUNK, random) for _ in range(draws // CHUNK)])


def _some(season: Season, draws: int, random: Generator) -> NDArray[np.float64]:
    prior = Prior()
    phi = dispersion(season, prior)
    exposure = weigh(season, prior, phi)
    rate = _rates(season, draws, random) * exposure.ahead
    rate *= random.lognormal(-(exposure.shared**2) / 2, exposure.shared, (draws, 1))
    rate *= random.lognormal(-(prior.drift**2) / 2, prior.drift, rate.shape)
    single = 2 / (1 + phi)
    bursts = random.poisson(rate * single)
    more = random.negative_binomial(np.maximum(bursts, 1), single) if phi > 1 else 0
    events = bursts + more * (bursts > 0)
    shares = _shares(season, draws, phi, random)
    return season.balance - random.multinomial(events, shares) @ season.points


def _rates(season: Season, draws: int, random: Generator) -> NDArray[np.float64]:
    """Hyperparameters from their grid, then each unit's rate given them."""
    prior = Prior()
    phi = dispersion(season, prior)
    counted = count(season, weigh(season, prior, phi), prior, phi)
    grid = posterior(counted, prior)
    node = random.choice(len(grid.chance), draws, p=grid.chance)
    kappa, shape, mean = (values[node, None] for values in (grid.kappa, grid.shape, grid.mean))
    alpha = shape + counted.count + kappa * counted.past
    beta = shape / mean + counted.over + kappa * counted.past_over
    return random.gamma(alpha, 1 / beta)


def _shares(season: Season, draws: int, phi: float, random: Generator) -> NDArray[np.float64]:
    """Shares of the codes, (draws, units, codes): Dirichlet by unit."""
    prior = Prior()
    counts = season.events.sum(axis=1)
    if season.past is not None:
        counts = counts + season.past.events
    pooled = counts.sum(axis=0) + 1 / counts.shape[1]
    weight = prior.sizes * pooled / pooled.sum() + counts / phi
    drawn = random.gamma(np.broadcast_to(weight, (draws, *weight.shape)))
    return drawn / drawn.sum(axis=2, keepdims=True)
