"""What the audits say of the effects once the hyperparameters are given, node by node."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dashboard.risk.mixed_model import (
    ERROR,
    UNIT,
    Fitted,
    between_months,
    blocks,
    shared_precision,
)
from dashboard.risk.mixed_sums import Sums
from dashboard.risk.scored_audits import Floats


@dataclass(frozen=True)
class Posterior:
    """Effects that all units share under each of J nodes: `mean` (J, P), `root` (J, P, P) with
    root root' their covariance; `solved` (J, N, T, P + 1) is what each unit's months add."""

    theta: Floats
    weights: Floats
    mean: Floats
    root: Floats
    solved: Floats
    months: Floats
    inverse: Floats


def posterior(sums: Sums, fitted: Fitted) -> Posterior:
    """The posterior under every node; `sums` hold at least one audit."""
    theta = fitted.nodes
    variance = np.exp(2 * theta[:, ERROR])
    inverse = np.asarray(np.linalg.inv(blocks(sums, theta)), dtype=np.float64)
    solved = inverse @ sums.cells
    wide = sums.columns + 1
    products = sums.cells.reshape(-1, wide).T @ solved.reshape(len(theta), -1, wide)
    products = (sums.within + products) / variance[:, None, None]
    precision = products[:, :-1, :-1]
    diagonal = np.arange(sums.columns)
    precision[:, diagonal, diagonal] += shared_precision(sums, fitted.priors, theta)
    lower = np.linalg.cholesky(precision)
    root = np.linalg.inv(lower).transpose(0, 2, 1)
    mean = (root @ (root.transpose(0, 2, 1) @ products[:, :-1, -1:]))[..., 0]
    months = between_months(theta, sums.roots.shape[1])
    return Posterior(theta, fitted.weights, mean, root, solved, months, inverse)


@dataclass(frozen=True)
class OfUnits:
    """Something of each unit, normal once the shared effects g are given.

    Its mean is `constant` (N,) and `loadings` (N, P) times g, its variance `variance` (N,).
    """

    constant: Floats
    loadings: Floats
    variance: Floats


def unit_months(sums: Sums, known: Posterior, node: int, months: Floats) -> OfUnits:
    """A weighted sum (N, T) of each unit's own months, unit and unit-month together."""
    reach = months @ known.months[node]
    return _given(sums, known, node, reach, (reach * months).sum(axis=1))


def lasting(sums: Sums, known: Posterior, node: int) -> OfUnits:
    """What lasts of each unit, without the swings of its months."""
    between = np.exp(2 * known.theta[node, UNIT])
    return _given(
        sums,
        known,
        node,
        np.full(sums.roots.shape, between),
        np.full(len(sums.roots), between),
    )


def _given(sums: Sums, known: Posterior, node: int, reach: Floats, prior: Floats) -> OfUnits:
    """What the audits say of it; `reach` (N, T) is its covariance with the unit's months."""
    variance = float(np.exp(2 * known.theta[node, ERROR]))
    seen = reach * sums.roots
    both = np.einsum("nt,ntp->np", seen, known.solved[node]) / variance
    explained = np.einsum("nt,nts,ns->n", seen, known.inverse[node], seen) / variance
    return OfUnits(both[:, -1], -both[:, :-1], np.maximum(prior - explained, 0.0))
