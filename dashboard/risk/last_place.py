"""Who is last, exactly: the product formula over independent units on a lattice.

Given a node of what all units share, they are independent: a unit is last if it ends at some step
and nobody ends beyond it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from dashboard.risk.ranks import Floats, Integers, Ties

LEAST = 1e-300
PARTS = 8


@dataclass(frozen=True)
class Ends:
    """How a season may end: chances (nodes, units, steps) of what each unit is still to lose.

    `taken` (units) is what it has lost, in steps; `weights` (nodes) add up to 1. Each run of
    `groups` nodes has one factor in common.
    """

    chances: Floats
    weights: Floats
    taken: Integers
    groups: int = 1

    @cached_property
    def mixed(self) -> Floats:
        """The chances whatever the node, (units, steps)."""
        return np.tensordot(self.weights, self.chances, axes=1)

    def only(self, units: Integers) -> Ends:
        """The ends of some of the units."""
        return Ends(self.chances[:, units], self.weights, self.taken[units], self.groups)


@dataclass(frozen=True)
class Lasts:
    """P(nobody else is worse) by node, unit and what the unit itself has lost in the end.

    `others` (nodes, units, levels); level 0 is a loss of `first` steps: who has lost less cannot be
    last.
    """

    others: Floats
    first: int
    ends: Ends

    def chance(self, spared: Integers | int = 0) -> Floats:
        """P(last) of each unit, had it been spared so many steps (a number, or one a unit).

        A number below 0 is so many steps more.
        """
        length, levels = self.ends.chances.shape[2], self.others.shape[2]
        shift = self.first - self.ends.taken + np.asarray(spared)
        met = (shift > -levels) & (shift < length)
        found = self._by_shift[np.arange(len(shift)), np.where(met, shift, 0)]
        return np.where(met, np.clip(found, 0.0, 1.0), 0.0)

    def if_no_more(self) -> Floats:
        """P(last) of each unit if nothing more is taken off it while the others go on."""
        stands = self.ends.taken - self.first
        level = np.clip(stands, 0, self.others.shape[2] - 1)
        left = self.others[:, np.arange(len(stands)), level]
        return np.where(stands < 0, 0.0, np.clip(self.ends.weights @ left, 0.0, 1.0))

    @cached_property
    def _by_shift(self) -> Floats:
        """P(last) by unit and shift of what is to come against the levels, by transforms.

        A shift below 0 stands at the end, as indices below 0 do.
        """
        own, others = self.ends.chances, self.others
        size = _even(own.shape[2] + others.shape[2])
        product = np.fft.rfft(own, size, axis=2) * np.fft.rfft(others, size, axis=2).conj()
        return np.fft.irfft(np.tensordot(self.ends.weights, product, axes=1), size, axis=1)


def lasts(ends: Ends, ties: Ties = Ties.SHARED) -> Lasts:
    """What the others leave to each unit. At least one unit; each is compared with all others."""
    first = int(ends.taken.max())
    up_to = np.cumsum(ends.chances, axis=2)
    length = ends.chances.shape[2]
    levels = _levels(up_to, first - ends.taken)
    step = (first - ends.taken)[:, None] + np.arange(levels)
    step = np.broadcast_to(np.minimum(step, length - 1), (len(ends.weights), *step.shape))
    no_worse = np.take_along_axis(up_to, step, axis=2)
    if ties is Ties.SHARED:
        return Lasts(_without_own(no_worse), first, ends)
    real = (first - ends.taken)[:, None] + np.arange(levels) < length
    equal = np.take_along_axis(ends.chances, step, axis=2) * real
    better = np.maximum(no_worse - equal, 0.0)
    if ties is Ties.ORDER:
        return Lasts(_by_order(better, no_worse), first, ends)
    return Lasts(_split(better, equal), first, ends)


def _levels(up_to: Floats, offset: Integers) -> int:
    """How far to look: until nobody ends beyond, but for less than 1e-10."""
    short = (up_to < 1 - 1e-10).sum(axis=2).max(axis=0, initial=0)
    return int(np.clip((short - offset).max(initial=0) + 1, 1, up_to.shape[2]))


def _even(size: int) -> int:
    """The next size that transforms fast: a multiple of 48."""
    return -(-size // 48) * 48


def _without_own(no_worse: Floats) -> Floats:
    logs = np.log(np.maximum(no_worse, LEAST))
    return np.asarray(np.exp(logs.sum(axis=1, keepdims=True) - logs))


def _by_order(better: Floats, no_worse: Floats) -> Floats:
    """Those before must be no worse: they win a tie; those after must be better."""
    before, after = (np.log(np.maximum(one, LEAST)) for one in (no_worse, better))
    ahead = np.cumsum(before, axis=1) - before
    behind = np.cumsum(after[:, ::-1], axis=1)[:, ::-1] - after
    return np.exp(ahead + behind)


def _split(better: Floats, equal: Floats) -> Floats:
    """One of those that are equal is last: as if each had drawn a lot in [0, 1).

    A unit whose lot is t is last if all others are better, or equal with a lot below t.
    """
    nodes, weights = np.polynomial.legendre.leggauss(PARTS)
    total = np.zeros_like(better)
    for node, weight in zip((nodes + 1) / 2, weights / 2, strict=True):
        total += weight * _without_own(better + node * equal)
    return total
