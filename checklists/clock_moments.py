"""What the clocks of a work order look at: its moments, its pauses, its appointment."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Pause:
    """A time in which clocks stand still, with its reason; `until` None while it lasts."""

    since: datetime
    until: datetime | None
    reason: str


def read_pauses(stored: Sequence[Sequence[Any]]) -> tuple[Pause, ...]:
    """Pauses as an order keeps them: [from, until or null, reason], the times in ISO 8601."""
    return tuple(
        Pause(
            datetime.fromisoformat(since),
            None if until is None else datetime.fromisoformat(until),
            reason,
        )
        for since, until, reason in stored
    )


def store_pauses(pauses: Iterable[Pause]) -> list[list[Any]]:
    """Pauses as an order keeps them."""
    return [
        [one.since.isoformat(), None if one.until is None else one.until.isoformat(), one.reason]
        for one in pauses
    ]


def end_pauses(pauses: Iterable[Pause], at: datetime) -> tuple[Pause, ...]:
    """The pauses with the one that goes on ended at a moment, and not before it began."""
    return tuple(
        one if one.until is not None else replace(one, until=max(one.since, at)) for one in pauses
    )


@dataclass(frozen=True, kw_only=True)
class Moments:
    """What the clocks of an order look at; all times carry a zone.

    An appointment moves clocks only with its proof; a pause stops them only with its reason.
    `imported` tells an order that was taken in from a file, in which moments may be missing that
    nobody was asked for.
    """

    order_class: str
    reported_at: datetime
    opened_at: datetime
    dispatched_at: datetime | None = None
    taken_at: datetime | None = None
    arrived_at: datetime | None = None
    answered_at: datetime | None = None
    restored_at: datetime | None = None
    closed_at: datetime | None = None
    appointment_at: datetime | None = None
    appointment_proof: str = ""
    insists: bool = False
    pauses: tuple[Pause, ...] = ()
    imported: bool = False

    @property
    def sent_at(self) -> datetime | None:
        """When the order went to the unit, as far as that is known."""
        return self.dispatched_at or self.taken_at
