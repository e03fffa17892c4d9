"""What the projection of accounts is told: what happened, how much of the season is over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from checklists.errors import N_, WordedError
from dashboard.risk.ranks import Floats, Ties


class BadInput(WordedError):
    """Arrays that do not fit each other, or values that no account can have."""


@dataclass(frozen=True)
class Past:
    """Last season: events (units, codes); exposure (units, 2) outside and within heating days.

    Exposure is in the same measure as this season's; 0 where a unit was not there.
    """

    events: NDArray[Any]
    exposure: NDArray[Any]


@dataclass(frozen=True)
class Season:
    """The accounts of some units, as they stand between two of a season's periods (weeks, say).

    `events` (units, periods over, codes) is how often each code happened. `points` (codes) is what
    one event takes off. `over` (units, periods over) and `ahead` (units, periods to come) is the
    exposure, in days for example: 0 while a unit is not there. `heating` (all periods) says in
    which the heating runs. `balance` (units) is what is left of `start`; below `line` is for people
    to decide. Higher is better.
    """

    events: NDArray[Any]
    points: NDArray[Any]
    over: NDArray[Any]
    ahead: NDArray[Any]
    heating: NDArray[Any]
    balance: NDArray[Any]
    past: Past | None = None
    start: float = 100.0
    line: float = 80.0
    ties: Ties = Ties.SHARED

    def __post_init__(self) -> None:
        for name in ("events", "points", "over", "ahead", "balance"):
            object.__setattr__(self, name, np.asarray(getattr(self, name), float))
        object.__setattr__(self, "heating", np.asarray(self.heating, bool))
        units, codes = len(self.balance), len(self.points)
        periods, coming = self.over.shape[-1], self.ahead.shape[-1]
        shapes = {
            "events": (units, periods, codes),
            "over": (units, periods),
            "ahead": (units, coming),
            "heating": (periods + coming,),
        }
        for name, shape in shapes.items():
            _fits(name, getattr(self, name), shape)
        for name in ("events", "over", "ahead"):
            _is_count(name, getattr(self, name))
        if not codes or (self.points <= 0).any() or not np.isfinite(self.points).all():
            raise BadInput(N_("points: at least one code, and each more than 0."))
        if self.past is not None:
            _fits("past.events", self.past.events, (units, codes))
            _fits("past.exposure", self.past.exposure, (units, 2))

    @property
    def units(self) -> int:
        """How many units there are."""
        return len(self.balance)

    @property
    def field(self) -> NDArray[np.bool_]:
        """Who can be last: units that were there on some day, this season or in the last."""
        there = self.over.sum(axis=1) > 0
        return there if self.past is None else there | (self.past.exposure.sum(axis=1) > 0)

    @property
    def settled(self) -> bool:
        """Whether nothing is to come for anybody."""
        return not (self.ahead > 0).any()


@dataclass(frozen=True)
class Prior:
    """What is held likely before anything is seen; logarithms are (mean, standard deviation).

    `shape` is of the Gamma distribution of the units' rates, `mean` its mean in events of a whole
    season, `heating` how many times as much happens while the heating runs. `kappa` are the weights
    that last season may have. `weather` is the standard deviation of what all units have in common
    in a month, on the logarithmic scale; `drift` that of what is a unit's own between what is over
    and what is to come; `fading` how much less what happened says of what is to come for each month
    that it lies back; a month is a twelfth of the whole. `sizes` is how many events the pooled
    shares of the codes weigh; `calm` how many cells of period and unit speak for events that come
    singly.
    """

    shape: tuple[float, float] = (float(np.log(2)), 0.8)
    mean: tuple[float, float] = (float(np.log(8)), 1.0)
    heating: tuple[float, float] = (float(np.log(2)), 0.5)
    kappa: tuple[float, ...] = (0.0, 0.25, 0.5, 0.75, 1.0)
    weather: float = 0.2
    drift: float = 0.15
    fading: float = 0.12
    sizes: float = 20.0
    calm: float = 6.0


@dataclass(frozen=True)
class Exposure:
    """The exposure of units in parts of a whole season, with heating days weighted.

    `over`, `ahead` and `past` (units); `passed` and `coming` (units, periods over and to come);
    `shared` is the standard deviation, on the logarithmic scale, of what is to come for all alike
    against what was so far; `heating` is how many times as much a heating day weighs.
    """

    over: Floats
    ahead: Floats
    past: Floats
    passed: Floats
    coming: Floats
    shared: float
    heating: float


def _fits(name: str, array: NDArray[Any], shape: tuple[int, ...]) -> None:
    if np.shape(array) != shape:
        raise BadInput(
            N_("{name} has the shape {found}, expected {shape}."),
            name=name,
            found=str(np.shape(array)),
            shape=str(shape),
        )


def _is_count(name: str, array: NDArray[Any]) -> None:
    if not np.isfinite(array).all() or (array < 0).any():
        raise BadInput(N_("{name}: no value may be below 0 or missing."), name=name)
