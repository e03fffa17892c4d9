"""Final balances out of chances on a lattice: below the line, and at given levels."""

from __future__ import annotations

import numpy as np

from dashboard.risk.last_place import Ends, without_noise
from dashboard.risk.ranks import Floats, Integers

LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
"""The levels at which balances are said: the lowest first."""


def chance_beyond(ends: Ends, room: Integers | int) -> Floats:
    """P(a unit is to lose more than its room, in steps) for each unit."""
    room = np.broadcast_to(room, len(ends.taken))
    up_to = np.cumsum(ends.mixed, axis=1)
    last = np.clip(room, 0, up_to.shape[1] - 1)
    within = np.where(room < 0, 0.0, up_to[np.arange(len(last)), last])
    return without_noise(1 - within)


def room_above(start: float, line: float, taken: Integers, step: float) -> Integers:
    """How many steps each unit may still lose without falling below the line."""
    return np.asarray(np.floor((start - line) / step + 1e-9).astype(np.int64) - taken)


def lost_at(ends: Ends, levels: tuple[float, ...] = LEVELS) -> Integers:
    """What each unit has lost in the end, in steps, so that the balance has these levels.

    (units, levels): the lowest balance, the most lost, comes first.
    """
    up_to = np.cumsum(ends.mixed, axis=1)
    steps = [(up_to < 1 - level - 1e-9).sum(axis=1) for level in levels]
    return np.asarray(np.stack(steps, axis=1) + ends.taken[:, None])
