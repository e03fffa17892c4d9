"""The measurements: each module here has `run() -> list[Figure]`; `make bench` runs them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One measured figure, the bar it must meet, and what the bar is compared with."""

    name: str
    value: float
    unit: str
    bar: str
    compared_with: str
    passed: bool
