"""Forecasts as they are stored and read: one of a period, and in it one of each unit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Literal

from checklists.periods import Period

Method = Literal["A", "B"]
"""A: accounts of a season; B: audited scores of a year."""

DIGITS = 6
"""Chances and figures are kept with so many decimals."""


@dataclass(frozen=True)
class UnitForecast:
    """How a period may end for a unit; None is what cannot be said of it.

    `now` is its figure as it stood, `spread` that at the end (5, 25, 50, 75 and 95 %), `last`
    P(last), `below` P(below the line), `best` to `worst` the places that hold 90 %. A unit that
    is not `rated` is out of the ranking; `comparable` says that it was there from the first day.
    """

    unit: int
    rated: bool
    comparable: bool
    now: float | None
    spread: tuple[float, ...] | None
    last: float | None
    below: float | None
    best: int | None
    worst: int | None

    def told(self) -> dict[str, Any]:
        """What is stored of it."""
        return {name: _rounded(value) for name, value in asdict(self).items()}

    @staticmethod
    def read(told: Mapping[str, Any]) -> UnitForecast:
        """What was stored of it."""
        spread = told["spread"]
        return UnitForecast(**{**told, "spread": None if spread is None else tuple(spread)})


@dataclass(frozen=True)
class NewForecast:
    """A forecast to store; `division` is None for all units of the company.

    `inputs` is the hash of what it was made from, `number` of how many audits or events that was;
    `rankable` is the share of the units' differences that is real, None where it cannot be said;
    `settled` says that the period has ended, so that chances are 0 or 1.
    """

    method: Method
    scheme: str
    period: Period
    division: int | None
    as_of: date
    version: str
    inputs: str
    line: float
    number: int
    rankable: float | None
    settled: bool
    units: tuple[UnitForecast, ...]

    def content(self) -> dict[str, Any]:
        """What is stored besides who made it when, and of what."""
        return {
            "line": _rounded(self.line),
            "number": self.number,
            "rankable": _rounded(self.rankable),
            "settled": self.settled,
            "units": [one.told() for one in self.units],
        }


@dataclass(frozen=True, kw_only=True)
class ForecastRow(NewForecast):
    """A forecast as it was stored; `made_by` is a name, None where the program made it."""

    id: int
    made_at: datetime
    made_by: str | None


@dataclass(frozen=True)
class Ended:
    """A forecast whose period has ended, unit by unit without saying which: said and came.

    `last` and `below` are the chances said (None where nothing was said), `was_last` and
    `was_below` what came, `now` the figures on the day of the forecast.
    """

    method: Method
    period: Period
    as_of: date
    now: tuple[float, ...]
    last: tuple[float | None, ...]
    was_last: tuple[float, ...]
    below: tuple[float | None, ...]
    was_below: tuple[float, ...]


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, DIGITS)
    return [_rounded(one) for one in value] if isinstance(value, (list, tuple)) else value
