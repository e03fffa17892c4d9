"""Ranks of units by score: ties share a rank, units not scored have none."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from fractions import Fraction
from typing import TypeVar

K = TypeVar("K", bound=Hashable)


def shared_ranks(rates: Mapping[K, Fraction | None]) -> dict[K, int | None]:
    """The rank of each by its exact score rate, best first: 1, 2, 2, 4; None is not ranked."""
    scored = sorted((rate for rate in rates.values() if rate is not None), reverse=True)
    first: dict[Fraction, int] = {}
    for place, rate in enumerate(scored, start=1):
        first.setdefault(rate, place)
    return {key: None if rate is None else first[rate] for key, rate in rates.items()}
