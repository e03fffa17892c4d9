"""Our own record: what forecasts said of periods that have ended, beside what came."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from dashboard.risk.ranks import Floats
from dashboard.risk.records import Skill, brier, naive_last, skill
from dashboard.risk.reliability import ENOUGH, Bin, bins
from db.forecasts.reading import ended
from db.forecasts.rows import Ended, Method


@dataclass(frozen=True)
class Record:
    """How good the forecasts of one method were; a forecast here is one of one unit.

    `brier` is how far off they were (0 is never), `naive` how far off “today's last stays last”
    was; `skill` holds both against each other, period by period. `last` and `below` are the
    forecasts in bins of about the same chance. All of it is None or empty where none has ended.
    """

    method: Method
    number: int
    periods: int
    brier: float | None
    naive: float | None
    skill: Skill | None
    last: tuple[Bin, ...]
    below: tuple[Bin, ...]

    @property
    def enough(self) -> bool:
        """Whether so many have ended that anything can be said."""
        return self.number >= ENOUGH

    @property
    def withheld(self) -> bool:
        """Whether forecasts of the last place are kept back: they were no better than naive."""
        if self.brier is None or self.naive is None:
            return False
        return self.enough and self.brier >= self.naive


def record_of(session: Any, method: Method) -> Record:
    """The record of one method."""
    return reckoned(method, [one for one in ended(session) if one.method == method])


def reckoned(method: Method, found: Sequence[Ended]) -> Record:
    """What became of some forecasts of one method."""
    parts = [_of(one) for one in found]
    said, came, naive = (
        np.concatenate([part[place] for part in parts]) if parts else np.empty(0)
        for place in range(3)
    )
    below = [_pairs(one.below, one.was_below) for one in found]
    below_said, below_came = (
        np.concatenate([pair[place] for pair in below]) if below else np.empty(0)
        for place in range(2)
    )
    if not said.size:
        return Record(method, 0, 0, None, None, None, (), ())
    return Record(
        method=method,
        number=len(said),
        periods=len({one.period for one in found}),
        brier=float(brier(said, came).mean()),
        naive=float(brier(naive, came).mean()),
        skill=_skill(found, parts),
        last=bins(said, came),
        below=bins(below_said, below_came),
    )


Parts = tuple[Floats, Floats, Floats]
"""What was said of the last place, what came, and what the naive forecast said."""


def _of(one: Ended) -> Parts:
    said, came = _pairs(one.last, one.was_last)
    known = [chance is not None for chance in one.last]
    naive = naive_last(np.array(one.now)) if one.now else np.empty(0)
    return said, came, naive[np.array(known, bool)]


def _pairs(said: Sequence[float | None], came: Sequence[float]) -> tuple[Floats, Floats]:
    known = [(a, b) for a, b in zip(said, came, strict=True) if a is not None]
    return np.array([a for a, _b in known], float), np.array([b for _a, b in known], float)


def _skill(found: Sequence[Ended], parts: Sequence[Parts]) -> Skill | None:
    """By period: what was said of the same period is not independent."""
    losses: dict[str, list[float]] = {}
    for one, (said, came, naive) in zip(found, parts, strict=True):
        sums = losses.setdefault(str(one.period), [0.0, 0.0])
        sums[0] += float(brier(said, came).sum())
        sums[1] += float(brier(naive, came).sum())
    mine, other = zip(*losses.values(), strict=True)
    told = skill(mine, other)
    return None if np.isnan(told.value) else told
