"""The points of a ledger as whole numbers: four bytes available, four lost, item by item."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

import numpy as np
import numpy.typing as npt

from checklists.exact import POINT_DIGITS
from checklists.scoring import SheetScore
from db.base import scaled

PAIR = np.dtype("<i4")
"""A number as it is stored: four bytes, the smallest first."""


def points_of(score: SheetScore) -> bytes:
    """The points of a score, in units of 0.0001, as `scores.points` keeps them."""
    return _packed((line.available, line.deducted) for line in score.lines)


def points_of_ledger(ledger: Mapping[str, Any]) -> bytes:
    """The same from the stored form of a score."""
    return _packed(
        (Decimal(line["available"]), Decimal(line["deducted"])) for line in ledger["lines"]
    )


def unpacked(stored: Iterable[bytes]) -> npt.NDArray[np.int32]:
    """A row an item, one score after the other: points available and points lost."""
    return np.frombuffer(b"".join(stored), dtype=PAIR).reshape(-1, 2).astype(np.int32, copy=False)


def _packed(pairs: Iterable[tuple[Decimal, Decimal]]) -> bytes:
    whole = [scaled(number, POINT_DIGITS) for pair in pairs for number in pair]
    return np.array(whole, dtype=PAIR).tobytes()
