"""What method B is given: the audits of a year so far and those still planned, as arrays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

HIGHEST = 1000.0
"""Scores lie from 0 to so much."""


@dataclass(frozen=True)
class Year:
    """The frame of an evaluation year: how many units, months, inspectors, and the sheets' points.

    `sheet_points` has what each sheet weighs in the year's score (its points, above 0). Indices
    of all other arrays count from 0 within these numbers.
    """

    units: int
    inspectors: int
    sheet_points: Floats
    months: int = 12

    def __post_init__(self) -> None:
        """Raises ValueError where the frame holds no year."""
        for name in ("units", "inspectors"):
            if getattr(self, name) < 0:
                raise ValueError(f"{name} is {getattr(self, name)}; it must not be below 0")
        if self.months < 1:
            raise ValueError(f"months is {self.months}; a year has at least 1")
        if not np.all(np.isfinite(self.sheet_points) & (self.sheet_points > 0)):
            raise ValueError("sheet_points must all be finite and above 0")

    @property
    def sheets(self) -> int:
        """How many sheets there are."""
        return len(self.sheet_points)


@dataclass(frozen=True)
class Planned:
    """Audits that are still to come, one element an audit; who will hold them is not known.

    Audits of a unit in the same month are taken as one visit by one inspector.
    """

    unit: Whole
    month: Whole
    sheet: Whole

    def __len__(self) -> int:
        return len(self.unit)


@dataclass(frozen=True)
class Audits:
    """Audits that were scored, one element an audit, `score` from 0 to 1000."""

    unit: Whole
    month: Whole
    sheet: Whole
    inspector: Whole
    score: Floats

    def __len__(self) -> int:
        return len(self.unit)


def validate(year: Year, audits: Audits, planned: Planned) -> None:
    """Raises ValueError that names the field, the value and what is allowed."""
    for name, given in (("audits", audits), ("planned", planned)):
        _lengths(name, given)
        for field, most in _bounds(year, given):
            _within(f"{name}.{field}", getattr(given, field), most)
    wrong = ~((audits.score >= 0) & (audits.score <= HIGHEST))
    if wrong.any():
        raise ValueError(f"audits.score is {audits.score[wrong][0]}; scores lie from 0 to 1000")


def as_so_far(year: Year, audits: Audits, months_done: int) -> Planned:
    """The rest of the year audited like the part that is over, where no plan says otherwise.

    `months_done` months are over. Of each unit, the months of the past are repeated in their
    order until the year is full, with their sheets; a unit without any audit gets none.
    """
    if not 0 <= months_done <= year.months:
        raise ValueError(f"months_done is {months_done}; the year has {year.months} months")
    past = audits.month < months_done
    ahead = np.arange(1, -(-year.months // months_done)) if months_done else np.arange(0)
    months = audits.month[past][None, :] + months_done * ahead[:, None]
    fits = months < year.months
    unit, sheet = (
        np.broadcast_to(column[past], months.shape)[fits] for column in (audits.unit, audits.sheet)
    )
    return Planned(unit, months[fits], sheet)


def _bounds(year: Year, given: Audits | Planned) -> tuple[tuple[str, int], ...]:
    both = (("unit", year.units), ("month", year.months), ("sheet", year.sheets))
    return (*both, ("inspector", year.inspectors)) if isinstance(given, Audits) else both


def _lengths(name: str, given: Audits | Planned) -> None:
    lengths = {field: np.shape(column) for field, column in vars(given).items()}
    if len(set(lengths.values())) > 1 or any(len(shape) != 1 for shape in lengths.values()):
        raise ValueError(f"the columns of {name} must be of one length, not {lengths}")


def _within(name: str, column: npt.NDArray[Any], most: int) -> None:
    if not np.issubdtype(column.dtype, np.integer):
        raise ValueError(f"{name} must be whole numbers, not {column.dtype}")
    wrong = (column < 0) | (column >= most)
    if wrong.any():
        raise ValueError(f"{name} is {column[wrong][0]}; there are {most}, counted from 0")
