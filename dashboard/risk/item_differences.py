"""On which items inspectors differ most, once it is taken into account where they audited."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dashboard.risk.connectedness import NOBODY
from dashboard.risk.scored_audits import Flags, Floats, Whole

LEAST_AUDITS = 3
"""An inspector with fewer answers to an item is not compared on it."""

SMALLEST = 1e-9


@dataclass(frozen=True)
class ItemAnswers:
    """Answers to items, one element an answer; `lost` is the share of the points lost, 0 to 1."""

    item: Whole
    unit: Whole
    inspector: Whole
    lost: Floats


@dataclass(frozen=True)
class ItemDifferences:
    """How inspectors differ on each item (I,), beside what units differ on it.

    `sd` is the standard deviation between inspectors in shares of the item's points, less what
    chance makes of it; `mild` and `strict` are the inspectors at the ends and `range` lies
    between them. NaN and NOBODY where fewer than two inspectors can be compared.
    """

    sd: Floats
    range: Floats
    mild: Whole
    strict: Whole


def differences(
    answers: ItemAnswers, items: int, units: int, inspectors: int, least: int = LEAST_AUDITS
) -> ItemDifferences:
    """Compares inspectors on each item by least squares, every unit at its own level.

    An item says nothing where its inspectors are not linked by units that more than one of them
    audited, or where fewer than two gave `least` answers.
    """
    if not len(answers.item):
        nothing = np.full(items, np.nan)
        nobody = np.full(items, NOBODY, dtype=np.int64)
        return ItemDifferences(sd=nothing, range=nothing, mild=nobody, strict=nobody)
    met = _table(answers.item, answers.unit, answers.inspector, (items, units, inspectors))
    effects, inverse, variance, linked = _least_squares(answers, met)
    compared = (met.sum(axis=1) >= least) & linked[:, None]
    number = np.maximum(compared.sum(axis=1), 1)
    told = compared.sum(axis=1) > 1
    middle = np.where(compared, effects, 0.0).sum(axis=1) / number
    squares = np.where(compared, (effects - middle[:, None]) ** 2, 0.0).sum(axis=1)
    own = np.where(compared, np.diagonal(inverse, axis1=1, axis2=2), 0.0).sum(axis=1)
    common = np.einsum("ik,ikl,il->i", compared, inverse, compared) / number
    chance = variance * (own - common)
    between = np.maximum(squares - chance, 0.0) / np.maximum(number - 1, 1)
    strict, mild = (np.where(compared, way * effects, -np.inf).argmax(1) for way in (1, -1))
    rows = np.arange(items)
    return ItemDifferences(
        sd=np.where(told, np.sqrt(between), np.nan),
        range=np.where(told, effects[rows, strict] - effects[rows, mild], np.nan),
        mild=np.where(told, mild, NOBODY),
        strict=np.where(told, strict, NOBODY),
    )


def _least_squares(answers: ItemAnswers, met: Floats) -> tuple[Floats, Floats, Floats, Flags]:
    """Inspectors' effects (I, K), their covariance over that of an answer (I, K, K), the latter
    (I,), and whether all inspectors of the item are linked (I,)."""
    items, units, inspectors = met.shape
    at_unit = np.maximum(met.sum(axis=2), 1.0)
    by_inspector = met.sum(axis=1)
    shared = -np.swapaxes(met / at_unit[:, :, None], 1, 2) @ met
    diagonal = np.arange(inspectors)
    shared[:, diagonal, diagonal] += by_inspector
    there = answers.item * units + answers.unit
    means = np.bincount(there, weights=answers.lost, minlength=items * units)
    off = answers.lost - (means / at_unit.ravel())[there]
    spot = answers.item * inspectors + answers.inspector
    sums = np.bincount(spot, weights=off, minlength=items * inspectors).reshape(-1, inspectors)
    inverse = np.linalg.pinv(shared, rcond=SMALLEST, hermitian=True)
    effects = (inverse @ sums[:, :, None])[..., 0]
    rank = np.linalg.matrix_rank(shared, tol=SMALLEST * inspectors, hermitian=True)
    left = np.bincount(answers.item, weights=off**2, minlength=items) - (effects * sums).sum(axis=1)
    free = by_inspector.sum(axis=1) - (met.sum(axis=2) > 0).sum(axis=1) - rank
    variance = np.maximum(left, 0.0) / np.maximum(free, 1.0)
    linked = np.asarray(rank == (by_inspector > 0).sum(axis=1) - 1)
    return np.asarray(effects, np.float64), inverse, variance, linked


def _table(item: Whole, unit: Whole, inspector: Whole, shape: tuple[int, int, int]) -> Floats:
    """How many answers an inspector gave to an item at a unit (I, N, K)."""
    spot = (item * shape[1] + unit) * shape[2] + inspector
    number = np.bincount(spot, minlength=shape[0] * shape[1] * shape[2])
    return number.reshape(shape).astype(np.float64)
