"""The ladder an order climbs while nobody handles it: after how many hours who is to be told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Step:
    """A step of the ladder that an order has reached, and when it did."""

    hours: int
    reached_at: datetime


def steps_reached(
    taken_at: datetime, handled_at: datetime | None, hours: Iterable[int], now: datetime
) -> tuple[Step, ...]:
    """The steps an order has reached by `now`, the lowest first.

    It climbs from the moment the centre took it until it is handled; a step that falls on the
    very moment of handling is not reached.
    """
    steps = (Step(step, taken_at + timedelta(hours=step)) for step in sorted(hours))
    return tuple(
        step
        for step in steps
        if step.reached_at <= now and (handled_at is None or step.reached_at < handled_at)
    )
