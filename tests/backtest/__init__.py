"""Forecasts on invented years whose end is known; `make backtest` runs each module's `run()`."""

from dataclasses import dataclass

from tests.bench import Figure


@dataclass(frozen=True)
class Section:
    """A module's part of docs/forecast.md, and its figures with their bars."""

    text: str
    figures: tuple[Figure, ...]
