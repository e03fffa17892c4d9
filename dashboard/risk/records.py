"""How good forecasts were once their year has ended, beside the forecast anybody could make.

Forecasts are probabilities (years, units) or lists of such rows; what happened is 0 or 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dashboard.risk.ranks import Floats, Ties, last_in

LEAST = 1e-4
"""A forecast of never costs no more than one of 1 in 10,000 when it happens after all."""


@dataclass(frozen=True)
class Skill:
    """By how much less forecasts were wrong than the reference, and its standard error.

    1 is never wrong, 0 no better than the reference.
    """

    value: float
    error: float

    @property
    def is_sure(self) -> bool:
        """Whether they were better by more than two standard errors."""
        return self.value > 2 * self.error


def brier(chance: NDArray, happened: NDArray) -> Floats:
    """The squared error of each forecast."""
    return np.asarray((np.asarray(chance, float) - happened) ** 2)


def log_score(chance: NDArray, happened: NDArray) -> Floats:
    """What each forecast lost on a logarithmic scale; less is better."""
    bounded = np.clip(np.asarray(chance, float), LEAST, 1 - LEAST)
    return np.asarray(-np.where(np.asarray(happened) > 0, np.log(bounded), np.log1p(-bounded)))


def skill(losses: Sequence[float] | Floats, reference: Sequence[float] | Floats) -> Skill:
    """The skill of forecasts by the loss of each year, against a reference's in the same years.

    The years are independent, units within one are not: the error is that of a ratio of sums.
    NaN where the reference was never wrong.
    """
    mine, other = np.asarray(losses, float), np.asarray(reference, float)
    whole = other.sum()
    if whole <= 0:
        return Skill(float("nan"), float("nan"))
    ratio = mine.sum() / whole
    left = mine - ratio * other
    years = len(mine)
    error = np.sqrt((left**2).sum() * years / max(1, years - 1)) / whole
    return Skill(float(1 - ratio), float(error))


def naive_last(balances: NDArray, ties: Ties = Ties.SHARED) -> Floats:
    """Today's last is last: 1 for the lowest of today's figures, 0 for all others."""
    return last_in(np.asarray(balances, float)[None, :], ties)[0]


def hit_rate(naive: Sequence[NDArray], happened: Sequence[NDArray]) -> float:
    """How often whom the naive forecast named was last; 0 where it named nobody."""
    named = sum(float(np.sum(one)) for one in naive)
    hits = sum(float(np.sum(one * was)) for one, was in zip(naive, happened, strict=True))
    return hits / named if named else 0.0


def with_hit_rate(naive: NDArray, rate: float, expected: float = 1.0) -> Floats:
    """The naive forecast with its true hit rate: whom it names by that rate, the rest alike.

    `expected` is how many units are last in a year, more than 1 where the last place is shared.
    """
    naive = np.asarray(naive, float)
    named, units = float(naive.sum()), naive.size
    rest = (expected - rate * named) / (units - named) if units > named else 0.0
    return np.clip(naive * rate + (1 - naive) * rest, 0.0, 1.0)


def straight_line_below(
    balance: NDArray, start: float, line: float, passed: NDArray | float, whole: NDArray | float
) -> Floats:
    """Below the line if it goes on as so far: 0 or 1; `passed` of `whole` exposure is over."""
    taken = start - np.asarray(balance, float)
    passed, whole = np.asarray(passed, float), np.asarray(whole, float)
    pace = np.divide(
        whole, passed, out=np.ones(np.broadcast(passed, whole).shape), where=passed > 0
    )
    return np.asarray(start - taken * pace < line, float)


def randomised_pit(places: Floats, place: NDArray, uniform: NDArray) -> Floats:
    """Where each place that came lay in its forecast (units, places): uniform if all is right.

    Places are counted from 1; `uniform` in [0, 1) settles where within the place's own step.
    """
    rows = np.arange(len(places))
    upper = np.cumsum(places, axis=1)[rows, np.asarray(place) - 1]
    return np.asarray(upper - np.asarray(uniform) * places[rows, np.asarray(place) - 1])


def coverage(pit: NDArray, level: float = 0.9) -> float:
    """The share that lay within the middle `level` of their forecasts; NaN of none."""
    pit = np.asarray(pit, float)
    beyond = (1 - level) / 2
    within = (pit >= beyond) & (pit <= 1 - beyond)
    return float(within.mean()) if pit.size else float("nan")
