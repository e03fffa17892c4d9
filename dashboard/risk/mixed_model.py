"""The mixed model of audited scores: how large its parts are, and what remains uncertain of that.

    y = level + month + sheet + unit + unit-month (AR(1)) + inspector + error

Unit and unit-month are integrated out unit by unit, the effects that all units share at once
(a restricted likelihood), so that only the hyperparameters are searched. Their posterior is
carried on as 16 weighted nodes of a Laplace approximation.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from dashboard.risk.mixed_sums import Sums
from dashboard.risk.scored_audits import Floats, Whole

ERROR, UNIT_MONTH, UNIT, INSPECTOR, MONTH, RHO = range(6)
"""The places of the hyperparameters: five logarithms of standard deviations, and atanh rho."""

NODES = 16
STEP = 0.02
FARTHEST = 4.0
ROUNDS = 40
CLOSE = 1e-2
"""A step that promises less on the logarithmic scale is the last one."""

MOST_UNLIKELY = 3.0
SHEET_SD = 100.0


@dataclass(frozen=True)
class Priors:
    """Normal priors of the hyperparameters; `sd` 0 holds one at its `centre`, inf is flat."""

    centre: Floats
    sd: Floats
    sheet_sd: float = SHEET_SD
    farthest: float = FARTHEST
    """No hyperparameter is looked for farther away from its centre."""

    @property
    def free(self) -> Whole:
        """The places that are searched."""
        return np.flatnonzero(self.sd > 0)

    def held(self, place: int, value: float) -> Priors:
        """The same with one hyperparameter held at a value."""
        centre, sd = self.centre.copy(), self.sd.copy()
        centre[place], sd[place] = value, 0.0
        return replace(self, centre=centre, sd=sd)


def usual_priors() -> Priors:
    """Error 60, unit-month 25, unit 40, inspector 20 and month 15 points, rho 0.3, all unsure."""
    centre = np.log([60.0, 25.0, 40.0, 20.0, 15.0, 1.0])
    centre[RHO] = 0.31
    return Priors(centre, np.array([0.5, 0.7, 0.7, 0.7, 0.7, 0.35]))


@dataclass(frozen=True)
class Fitted:
    """The posterior of the hyperparameters: its mode and J weighted nodes (J, 6)."""

    mode: Floats
    nodes: Floats
    weights: Floats
    priors: Priors


def fit(sums: Sums, priors: Priors | None = None) -> Fitted:
    """Fits the model; without any audit the nodes are those of the priors."""
    priors = priors or usual_priors()
    mode = priors.centre.copy()
    free = priors.free
    spread = np.eye(len(free))
    for _round in range(ROUNDS):
        gradient, curvature = _slopes(sums, priors, mode)
        spread = _inverse(curvature)
        step = spread @ gradient
        if step @ gradient < CLOSE:
            mode[free] += step
            break
        mode = _along(sums, priors, mode, step)
    nodes, weights = _nodes(sums, priors, mode, spread)
    return Fitted(mode, nodes, weights, priors)


def sizes(theta: Floats) -> tuple[Floats, Floats]:
    """Standard deviations (..., 5) and rho (...) of hyperparameters (..., 6)."""
    return np.exp(theta[..., :RHO]), np.tanh(theta[..., RHO])


def between_months(theta: Floats, months: int) -> Floats:
    """The covariance of a unit's months, unit and unit-month together (B, T, T)."""
    sd, rho = sizes(theta)
    apart = np.abs(np.subtract.outer(np.arange(months), np.arange(months)))
    ar = rho[..., None, None] ** apart
    return np.asarray(sd[..., UNIT, None, None] ** 2 + sd[..., UNIT_MONTH, None, None] ** 2 * ar)


def blocks(sums: Sums, theta: Floats) -> Floats:
    """I + root G root / error variance of each unit (B, N, T, T): what is inverted."""
    months = sums.roots.shape[1]
    scaled = between_months(theta, months) / np.exp(2 * theta[..., ERROR])[..., None, None]
    products = sums.roots[:, :, None] * sums.roots[:, None, :]
    return np.asarray(np.eye(months) + scaled[..., None, :, :] * products)


def shared_precision(sums: Sums, priors: Priors, theta: Floats) -> Floats:
    """The prior precisions of the effects that all units share (B, P); the level's is 0."""
    precision = np.zeros((*theta.shape[:-1], sums.columns))
    precision[..., sums.sheets] = priors.sheet_sd**-2.0
    precision[..., sums.months] = np.exp(-2 * theta[..., MONTH])[..., None]
    precision[..., sums.inspectors] = np.exp(-2 * theta[..., INSPECTOR])[..., None]
    return precision


def log_posterior(sums: Sums, priors: Priors, theta: Floats) -> Floats:
    """The log posterior density of hyperparameters (B, 6), up to a constant."""
    variance = np.exp(2 * theta[:, ERROR])
    used = np.flatnonzero(sums.roots.any(axis=0))
    last = int(used[-1]) + 1 if len(used) else 0
    seen = replace(sums, roots=sums.roots[:, :last], cells=sums.cells[:, :last])
    lower = np.asarray(np.linalg.cholesky(blocks(seen, theta)), dtype=np.float64)
    whitened = np.linalg.inv(lower) @ seen.cells
    flat = whitened.reshape(len(theta), -1, sums.columns + 1)
    products = (sums.within + flat.transpose(0, 2, 1) @ flat) / variance[:, None, None]
    prior = shared_precision(sums, priors, theta)
    shared = products[:, :-1, :-1] + _diagonals(prior)
    if not sums.rows:
        shared[:, 0, 0] = 1.0
    root = np.asarray(np.linalg.cholesky(shared), dtype=np.float64)
    explained = np.linalg.solve(root, products[:, :-1, -1:])[..., 0]
    misfit = products[:, -1, -1] - (explained**2).sum(axis=1)
    determinants = (
        sums.rows * np.log(variance)
        + 2 * _log_diagonal(lower).sum(axis=1)
        + 2 * _log_diagonal(root)
        - np.log(prior[:, 1:]).sum(axis=1)
    )
    return np.asarray(-0.5 * (determinants + misfit) + _log_prior(priors, theta))


def _log_prior(priors: Priors, theta: Floats) -> Floats:
    free = priors.free
    away = (theta[:, free] - priors.centre[free]) / priors.sd[free]
    return np.asarray(-0.5 * (away**2).sum(axis=1))


def _diagonals(values: Floats) -> Floats:
    return np.asarray(values[..., :, None] * np.eye(values.shape[-1]))


def _log_diagonal(lower: Floats) -> Floats:
    return np.asarray(np.log(np.diagonal(lower, axis1=-2, axis2=-1)).sum(axis=-1))


def _clipped(priors: Priors, theta: Floats) -> Floats:
    """The hyperparameters kept where they are looked for."""
    return np.clip(theta, priors.centre - priors.farthest, priors.centre + priors.farthest)


def _slopes(sums: Sums, priors: Priors, theta: Floats) -> tuple[Floats, Floats]:
    """Gradient and negative curvature at a point, over the free hyperparameters."""
    free = priors.free
    count = len(free)
    steps = np.zeros((count, len(theta)))
    steps[np.arange(count), free] = STEP
    one, other = np.triu_indices(count, 1)
    ways = np.concatenate([steps, -steps, steps[one] + steps[other], -steps[one] - steps[other]])
    values = log_posterior(sums, priors, np.concatenate([theta[None], theta + ways]))
    here, up, down = values[0], values[1 : 1 + count], values[1 + count : 1 + 2 * count]
    both = values[1 + 2 * count :].reshape(2, -1).sum(axis=0)
    bend = (up + down - 2 * here) / STEP**2
    curvature = np.diag(bend)
    mixed = (both - 2 * here) / STEP**2 - bend[one] - bend[other]
    curvature[one, other] = curvature[other, one] = mixed / 2
    return (up - down) / (2 * STEP), -curvature


def _inverse(curvature: Floats) -> Floats:
    """The inverse of the negative curvature, kept positive where it bends the wrong way."""
    values, vectors = np.linalg.eigh(curvature)
    return np.asarray((vectors / np.maximum(np.abs(values), 0.25)) @ vectors.T)


def _along(sums: Sums, priors: Priors, theta: Floats, step: Floats) -> Floats:
    """Where the best of some lengths of a step leads; the shortest hardly moves."""
    lengths = np.array([1.0, 0.5, 0.1, 0.001])
    limit = min(1.0, 2.0 / max(float(np.abs(step).max(initial=0.0)), 1e-300))
    tried = np.repeat(theta[None], len(lengths), axis=0)
    tried[:, priors.free] += lengths[:, None] * limit * step
    tried = _clipped(priors, tried)
    values = log_posterior(sums, priors, tried)
    return np.asarray(tried[np.argmax(values)])


def _nodes(sums: Sums, priors: Priors, mode: Floats, spread: Floats) -> tuple[Floats, Floats]:
    """Sixteen points with the mean and the covariance of the Laplace approximation, weighted."""
    points = standard_points(len(priors.free))
    nodes = np.repeat(mode[None], len(points), axis=0)
    nodes[:, priors.free] += points @ np.linalg.cholesky(spread).T
    nodes = _clipped(priors, nodes)
    ratios = log_posterior(sums, priors, nodes) + 0.5 * (points**2).sum(axis=1)
    ratios = np.clip(ratios - np.median(ratios), -MOST_UNLIKELY, MOST_UNLIKELY)
    weights = np.exp(ratios)
    return nodes, weights / weights.sum()


def standard_points(dimensions: int, number: int = NODES) -> Floats:
    """Points in pairs of opposites whose mean is 0 and whose covariance is the identity."""
    if not dimensions:
        return np.zeros((1, 0))
    half = np.random.default_rng(number).standard_normal((number // 2, dimensions))
    points = np.concatenate([half, -half])
    root = np.linalg.cholesky(points.T @ points / number)
    return np.asarray(np.linalg.solve(root, points.T).T)


def mean_sd(fitted: Fitted, place: int) -> float:
    """The root of the mean variance of one part over the nodes."""
    return math.sqrt(float(fitted.weights @ np.exp(2 * fitted.nodes[:, place])))
