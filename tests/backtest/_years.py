"""Invented years of accounts whose end is known: as the model holds them to be, and otherwise.

Twelve months, of which January to March, November and December are heated. In the base mode rates
are Gamma over the units and hold all year; in the wrong one events come in clusters, the weather
lasts, rates have heavy tails and drift, and a unit that was warned improves.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from dashboard.risk.inputs import Past, Season
from dashboard.risk.ranks import Ties

MONTHS = 12
HEATING = np.array([1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 1, 1], dtype=bool)
POINTS = np.array([1, 2, 1, 1, 3, 3, 5, 5, 10, 2, 2, 2], dtype=float)
SHARES = np.array([0.34, 0.12, 0.1, 0.15, 0.03, 0.01, 0.005, 0.02, 0.005, 0.05, 0.07, 0.1])
START, LINE = 100.0, 80.0
WARNED, IMPROVES = 88.0, 0.7


@dataclass(frozen=True)
class Year:
    """A year as it went: events (units, months, codes), last year's (units, codes), who was there.

    `present` (units, months) is 0 for the months before a unit was there.
    """

    events: NDArray[np.int64]
    past: NDArray[np.int64]
    present: NDArray[np.float64]

    @property
    def ends(self) -> NDArray[np.float64]:
        """What is left of each account at the end."""
        return START - self.events.sum(axis=1) @ POINTS

    def after(self, months: int, ties: Ties = Ties.SHARED) -> Season:
        """What is known of it after some months."""
        known = self.events[:, :months]
        was_there = self.present[:, 0] > 0
        exposure = np.outer(was_there, [(~HEATING).sum(), HEATING.sum()])
        return Season(
            events=known,
            points=POINTS,
            over=self.present[:, :months],
            ahead=self.present[:, months:],
            heating=HEATING,
            balance=START - known.sum(axis=1) @ POINTS,
            past=Past(self.past * was_there[:, None], exposure),
            ties=ties,
        )


def make_year(units: int, wrong: bool, random: Generator) -> Year:
    """A year with hyperparameters of its own."""
    shape = np.exp(random.normal(np.log(2), 0.5))
    mean = np.exp(random.normal(np.log(9), 0.35))
    monthly = _months(random)
    last = _rates(units, shape, mean, wrong, random)
    stays = random.random()
    own = stays * last + (1 - stays) * _rates(units, shape, mean, wrong, random)
    shares = random.dirichlet(20 * SHARES, size=units)
    past = random.poisson((last * random.lognormal(0, 0.1))[:, None] * shares)
    present = np.ones((units, MONTHS))
    if units >= 10 and random.random() < 0.5:
        present[-1, : random.integers(1, 3)] = 0
    weather = _weather(wrong, random)
    rate = own[:, None] * monthly * weather * present
    if wrong:
        rate *= np.exp(random.normal(0, 0.3, (units, 1)) * np.linspace(-1, 1, MONTHS))
    return Year(_events(rate, shares, wrong, random), past, present)


def _months(random: Generator) -> NDArray[np.float64]:
    weight = np.where(HEATING, np.exp(random.normal(np.log(2), 0.3)), 1.0)
    return weight / weight.sum()


def _rates(
    units: int, shape: float, mean: float, wrong: bool, random: Generator
) -> NDArray[np.float64]:
    """Gamma; or log-normal of the same spread with the tails of Student's t of 5."""
    if not wrong:
        return random.gamma(shape, mean / shape, units)
    spread = np.sqrt(np.log1p(1 / shape))
    return mean * np.exp(spread * random.standard_t(5, units) * 0.77 - spread**2 / 2)


def _weather(wrong: bool, random: Generator) -> NDArray[np.float64]:
    """What all have in common by month: independent, or half of it left a month later."""
    shocks = random.normal(0, 0.2, MONTHS)
    if wrong:
        for month in range(1, MONTHS):
            shocks[month] = 0.5 * shocks[month - 1] + np.sqrt(0.75) * shocks[month]
    return np.exp(shocks)


def _events(
    rate: NDArray[np.float64], shares: NDArray[np.float64], wrong: bool, random: Generator
) -> NDArray[np.int64]:
    units, months = rate.shape
    events = np.zeros((units, months, len(POINTS)), dtype=np.int64)
    left = np.full(units, START)
    for month in range(months):
        expected = rate[:, month]
        if wrong:
            expected = expected * np.where(left < WARNED, IMPROVES, 1.0)
            # Bursts of 1.5 events in the mean, as many events in all.
            bursts = random.poisson(expected / 1.5)
            number = bursts + random.negative_binomial(np.maximum(bursts, 1), 1 / 1.5) * (
                bursts > 0
            )
        else:
            number = random.poisson(expected)
        events[:, month] = random.multinomial(number, shares)
        left = left - events[:, month] @ POINTS
    return events
