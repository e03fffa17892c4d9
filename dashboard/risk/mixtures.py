"""Mixtures of normal distributions: their mean and the interval that holds 90 %."""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np

from dashboard.risk.scored_audits import Floats

SHARE = 0.90
HALVINGS = 30

# Chebyshev's coefficients of the complementary error function (Numerical Recipes, 6.2.2); it is
# right to 1.2 parts in ten million everywhere.
_TAIL = (
    *(-1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806),
    *(0.27886807, -1.13520398, 1.48851587, -0.82215223, 0.17087277),
)


def normal(z: Floats) -> Floats:
    """The share of a standard normal distribution below z, of any shape."""
    far = np.abs(z) / math.sqrt(2.0)
    t = 1.0 / (1.0 + 0.5 * far)
    inner = np.zeros_like(t)
    for coefficient in reversed(_TAIL):
        inner = inner * t + coefficient
    tail = 0.5 * t * np.exp(np.maximum(inner - far**2, -700.0))
    return np.asarray(np.where(z < 0, tail, 1.0 - tail))


def below(weights: Floats, mean: Floats, sd: Floats, bound: Floats) -> Floats:
    """The share of a mixture below a bound (n,), of J normals (J, n) that weigh so much (J,)."""
    gap = bound - mean
    spread = np.where(sd > 0, sd, 1.0)
    shares = np.where(sd > 0, normal(gap / spread), np.where(gap > 0, 1.0, 0.0))
    return np.asarray(weights @ shares)


def interval(
    weights: Floats, mean: Floats, sd: Floats, share: float = SHARE
) -> tuple[Floats, Floats, Floats]:
    """The mean and both ends (n,) of the interval that holds a share of each mixture."""
    middle = weights @ mean
    tail = (1 - share) / 2
    return middle, _quantile(weights, mean, sd, tail), _quantile(weights, mean, sd, 1 - tail)


def _quantile(weights: Floats, mean: Floats, sd: Floats, share: float) -> Floats:
    # A mixture's quantile lies between those of its parts.
    parts = mean + NormalDist().inv_cdf(share) * sd
    low, high = parts.min(axis=0), parts.max(axis=0)
    for _halving in range(HALVINGS):
        middle = (low + high) / 2
        under = below(weights, mean, sd, middle) < share
        low, high = np.where(under, middle, low), np.where(under, high, middle)
    return np.asarray((low + high) / 2)
