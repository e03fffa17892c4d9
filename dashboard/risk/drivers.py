"""What drives the risk, as arithmetic: how it falls with one deduction less, or with no more.

It is no cause: nobody knows what else would have happened.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dashboard.risk.balances import chance_beyond
from dashboard.risk.last_place import Ends, Lasts
from dashboard.risk.ranks import Floats, Integers


@dataclass(frozen=True)
class Drivers:
    """P(last) and P(below the line) had it been otherwise; NaN where it could not be.

    (units, codes): with one deduction of a code less (`last_with_one_less`), with all of the code
    less (`last_without`), and the same for `below`. (units): if no further deduction comes for the
    unit while the others go on (`last_if_no_more`).
    """

    last_with_one_less: Floats
    below_with_one_less: Floats
    last_without: Floats
    below_without: Floats
    last_if_no_more: Floats


@dataclass(frozen=True)
class Base:
    """What the drivers are reckoned from: `room` and `counts` by unit, `steps` by code.

    `members` are the units of the field, `last` what their others leave them, None for one alone.
    """

    ends: Ends
    room: Integers
    counts: NDArray
    steps: Integers
    members: Integers
    last: Lasts | None


def drivers(base: Base) -> Drivers:
    """The drivers of all units."""
    one = [_spared(base, code, base.counts[:, code] > 0) for code in range(len(base.steps))]
    every = [_spared(base, code, base.counts[:, code]) for code in range(len(base.steps))]
    stays = np.full(len(base.room), np.nan)
    if base.last is not None:
        stays[base.members] = base.last.if_no_more()
    return Drivers(
        np.stack([last for last, _ in one], axis=1),
        np.stack([below for _, below in one], axis=1),
        np.stack([last for last, _ in every], axis=1),
        np.stack([below for _, below in every], axis=1),
        stays,
    )


def _spared(base: Base, code: int, times: NDArray) -> tuple[Floats, Floats]:
    """P(last) and P(below) with some deductions of a code less; NaN where there were none."""
    spared = (np.asarray(times, float) * base.steps[code]).astype(np.int64)
    had = base.counts[:, code] > 0
    below = np.where(had, chance_beyond(base.ends, base.room + spared), np.nan)
    last = np.full(len(had), np.nan)
    if base.last is not None:
        last[base.members] = base.last.chance(spared[base.members])
    return np.where(had, last, np.nan), below
