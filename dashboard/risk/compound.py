"""What is still to be taken off, as exact chances on a lattice: compound negative binomials by FFT.

Given the factor that all units share, a unit's events to come are Poisson bursts at a Gamma rate,
each burst a geometric number of events, each event of a size of its own.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dashboard.risk.inputs import Exposure
from dashboard.risk.ranks import Floats, Integers
from dashboard.risk.rates import Rates
from dashboard.risk.sizes import Sizes

NODES = 5
DEVIATIONS = 12.0
LONGEST = 1500
"""The longest lattice that is needed: a longer one changes no chance by 1 in 100,000."""
FASTEST = tuple(sorted(2**a * 3**b for a in range(3, 15) for b in range(3)))


@dataclass(frozen=True)
class ToCome:
    """What drives the events to come: a Gamma rate a unit, their sizes, and what all share.

    `shape` and `rate` (groups, units) hold the unsureness of sizes too; `chance` (groups) is how
    likely each group of hyperparameters is; `phi` is the variance of counts against
    single events; `shared` the deviation of the common factor.
    """

    shape: Floats
    rate: Floats
    chance: Floats
    sizes: Sizes
    ahead: Floats
    phi: float
    shared: float

    @staticmethod
    def of(rates: Rates, sizes: Sizes, exposure: Exposure, phi: float, drift: float) -> ToCome:
        """The mean size and a drift of the unit's own multiply its rate: all of that is held in one
        Gamma of the same two moments.
        """
        relative = (1 + 1 / rates.shape) * (1 + sizes.spread) * np.exp(drift**2) - 1
        shape = 1 / relative
        rate = rates.rate * shape / rates.shape
        return ToCome(shape, rate, rates.chance, sizes, exposure.ahead, phi, exposure.shared)

    @property
    def groups(self) -> int:
        """How many groups of hyperparameters there are."""
        return len(self.chance)

    def factors(self) -> tuple[Floats, Floats]:
        """Nodes of the common factor, whose mean is 1, and their chances."""
        if self.shared == 0:
            return np.ones(1), np.ones(1)
        normal, chance = np.polynomial.hermite_e.hermegauss(NODES)
        logs = self.shared * normal - self.shared**2 / 2
        return np.exp(logs), chance / chance.sum()

    def length(self, largest: float) -> int:
        """A lattice long enough that what lies beyond it does not matter."""
        mean = self.ahead * largest * self.shape / self.rate
        first = self.sizes.chance @ self.sizes.steps
        second = self.sizes.chance @ self.sizes.steps**2
        variance = mean * self.phi * second + (mean * first) ** 2 / self.shape
        need = float((mean * first + DEVIATIONS * np.sqrt(variance)).max(initial=0)) + 2
        need = min(need + float(self.sizes.steps.max(initial=0)), LONGEST)
        return next(length for length in FASTEST if length >= min(need, FASTEST[-1]))


def chances(come: ToCome, share: float = 1.0) -> tuple[Floats, Floats]:
    """Chances (nodes, units, steps) of what is taken off, and the nodes' own chances.

    The nodes are those of the common factor, and within each of them the groups.
    `share` is how much of the exposure to come is looked at.
    """
    factors, weights = come.factors()
    length = come.length(float(factors.max()))
    bursts = _bursts(come.sizes.steps, come.sizes.chance, come.phi, length)
    # The rate of bursts is that of events by their mean number in one.
    scale = come.ahead * share * _single(come.phi) / come.rate
    parts = []
    for factor in factors:
        base = 1 + (factor * scale)[:, :, None] * (1 - bursts)
        parts.append(np.fft.irfft(np.exp(-come.shape[:, :, None] * np.log(base)), n=length, axis=2))
    found = np.concatenate(parts)
    np.maximum(found, 0.0, out=found)
    found /= found.sum(axis=2, keepdims=True)
    return found, np.outer(weights, come.chance).ravel()


def _single(phi: float) -> float:
    """The chance that a burst ends with an event: bursts are geometric, of mean (1 + phi) / 2."""
    return 2 / (1 + phi)


def _bursts(steps: Integers, chance: Floats, phi: float, length: int) -> Floats:
    """The transform (units, length // 2 + 1) of what one burst takes off; complex."""
    angle = -2j * np.pi * np.arange(length // 2 + 1) / length
    one = chance @ np.exp(np.multiply.outer(steps, angle))
    single = _single(phi)
    return np.asarray(single * one / (1 - (1 - single) * one))
