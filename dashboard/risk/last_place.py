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
NOISE = 1e-12


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
        if len(units) == len(self.taken):
            return self
        return Ends(self.chances[:, units], self.weights, self.taken[units], self.groups)


@dataclass(frozen=True)
class Lasts:
    """P(nobody else is worse) by node, unit and what the unit itself has lost in the end.

    `others` (nodes, units, levels); level 0 is a loss of `first` steps: with less nobody can be
    last, even if the worst of them had been spared anything.
    """

    others: Floats
    first: int
    ends: Ends

    def chance(self, spared: Integers | int = 0) -> Floats:
        """P(last) of each unit, had it been spared so many steps (0 and more; one number, or one
        a unit).
        """
        length, levels = self.ends.chances.shape[2], self.others.shape[2]
        shift = self.first - self.ends.taken + np.asarray(spared)
        met = (shift > -levels) & (shift < length)
        found = self._by_shift[np.arange(len(shift)), np.where(met, shift, 0)]
        return without_noise(np.where(met, found, 0.0) + self._beyond(levels + shift))

    def if_no_more(self) -> Floats:
        """P(last) of each unit if nothing more is taken off it while the others go on."""
        stands = self.ends.taken - self.first
        levels = self.others.shape[2]
        left = self.others[:, np.arange(len(stands)), np.clip(stands, 0, levels - 1)]
        found = np.where(stands < levels, self.ends.weights @ left, 1.0)
        return without_noise(np.where(stands < 0, 0.0, found))

    def _beyond(self, steps: Integers) -> Floats:
        """P(a unit is to lose so many steps or more): there, nobody else is worse."""
        up_to = np.cumsum(self.ends.mixed, axis=1)
        last = np.clip(steps - 1, 0, up_to.shape[1] - 1)
        return np.where(steps <= 0, 1.0, 1 - up_to[np.arange(len(steps)), last])

    @cached_property
    def _by_shift(self) -> Floats:
        """P(last) by unit and shift of what is to come against the levels, by transforms.

        A shift below 0 stands at the end, as indices below 0 do.
        """
        ends = self.ends
        size = _even(ends.chances.shape[2] + self.others.shape[2])
        total = np.zeros((len(ends.taken), size // 2 + 1), complex)
        for own, others, weight in zip(ends.chances, self.others, ends.weights, strict=True):
            total += weight * np.fft.rfft(own, size) * np.fft.rfft(others, size).conj()
        return np.fft.irfft(total, size, axis=1)


def lasts(ends: Ends, ties: Ties = Ties.SHARED) -> Lasts:
    """What the others leave to each unit. At least one unit; each is compared with all others."""
    first = int(np.sort(ends.taken)[-2:].min())
    up_to = np.cumsum(ends.chances, axis=2)
    length = ends.chances.shape[2]
    step = (first - ends.taken)[:, None] + np.arange(_levels(up_to, first - ends.taken))
    place = np.clip(step, 0, length - 1)[None].repeat(len(ends.weights), axis=0)
    no_worse = np.take_along_axis(up_to, place, axis=2) * (step >= 0)
    if ties is Ties.SHARED:
        return Lasts(_without_own(no_worse), first, ends)
    equal = np.take_along_axis(ends.chances, place, axis=2) * ((step >= 0) & (step < length))
    better = np.maximum(no_worse - equal, 0.0)
    if ties is Ties.ORDER:
        return Lasts(_by_order(better, no_worse), first, ends)
    return Lasts(_split(better, equal), first, ends)


def without_noise(found: Floats) -> Floats:
    """A chance without the noise of adding up: what is nearly 0 or 1 is."""
    near = np.where(found < NOISE, 0.0, found)
    return np.where(near > 1 - NOISE, 1.0, near)


def _levels(up_to: Floats, offset: Integers) -> int:
    """How far to look: until at most one unit ends beyond, but for less than 1e-10.

    Beyond that nobody else is worse than this one, however far behind it is.
    """
    short = (up_to < 1 - 1e-10).sum(axis=2).max(axis=0, initial=0)
    return int(max(1, np.sort(short - offset)[-2:].min() + 1))


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
