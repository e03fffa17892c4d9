"""Which orders are called back: how many of a population, and which of them by a stored seed.

HEAT, call-back sample per unit; GAS art. 7. Anyone can draw again with what is stored, in any
language: for each order take the SHA-256 of the text `seed:order`, in UTF-8 and written as
hexadecimal digits in small letters, and sort the orders by it. The first ones, as many as the
size says, are the sample; those after them take the place of who is not reached, in this order.
On a command line, with the orders in a file, one a line:

    while read key; do
        printf '%s:%s' "$seed" "$key" | sha256sum | cut -c-64 | tr '\\n' ' '; echo "$key"
    done < orders | LC_ALL=C sort

The seed comes out of the system's own randomness when a month is drawn and is not known before,
so nobody can number an order in such a way that it is drawn, or that it is not.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from checklists.account_rules import SampleBand

SEED_BYTES = 32
"""So many random bytes are a seed; it is kept as twice as many hexadecimal digits."""


class BadSample(ValueError):
    """A sample was asked for that cannot be drawn: a fault of the program."""


@dataclass(frozen=True)
class Draw:
    """Orders by key: the sample, and those that follow it as replacements, in this order."""

    sample: tuple[str, ...]
    reserve: tuple[str, ...]

    @property
    def sequence(self) -> tuple[str, ...]:
        """The whole population as it was drawn."""
        return self.sample + self.reserve


def sample_size(population: int, bands: Sequence[SampleBand]) -> int:
    """How many orders to call back: the share of the first band that holds them, rounded up.

    The share holds for the whole population, not only for what is above the band before:
    21 orders at 20 % are 5, though 20 at 30 % are 6 (HEAT; rounding up is a reading).
    Raises BadSample where no band holds them or the population is negative.
    """
    if population < 0:
        raise BadSample(f"a population of {population}")
    for band in bands:
        if band.up_to is None or population <= band.up_to:
            return math.ceil(population * band.share)
    raise BadSample(f"no share for {population} orders")


def draw(population: Iterable[str], seed: str, size: int) -> Draw:
    """Draw without replacement; the order in which the population comes is of no weight.

    Raises BadSample for an order that is there twice, and for a size out of 0..population.
    """
    keys = list(population)
    if len(set(keys)) != len(keys):
        raise BadSample("an order is in the population twice")
    if not 0 <= size <= len(keys):
        raise BadSample(f"{size} out of {len(keys)} orders")
    sequence = tuple(sorted(keys, key=lambda key: (rank(seed, key), key)))
    return Draw(sequence[:size], sequence[size:])


def rank(seed: str, key: str) -> str:
    """What an order is sorted by: the SHA-256 of `seed:order` as 64 hexadecimal digits."""
    return hashlib.sha256(f"{seed}:{key}".encode()).hexdigest()
