"""What is handed out of call-backs: frozen rows of calls, of what was said, of who was called."""

from dataclasses import dataclass
from datetime import datetime

EXEMPTIONS = ("warm", "system")
"""Why dissatisfaction with the result is not the unit's: HEV-12 (a) and (b)."""

HANDLED = ("answered", "closed")
"""The states of an order in which there is a result to ask about."""


GONE = "gone"
"""Why a call was passed on or closed: its order was void, or no unit had it any more."""


@dataclass(frozen=True)
class CallFilter:
    """Which call-backs to list; `unit_id` answers for the order; None does not restrict."""

    month: str | None = None
    unit_id: int | None = None
    state: str | None = None
    draw_id: int | None = None


@dataclass(frozen=True)
class CalledOrder:
    """The order a customer is called about, as far as a caller needs it."""

    id: str
    source: str
    number: str
    order_class: str
    unit_id: int | None
    estate: str
    building: str
    staircase: str
    room: str
    contact: str
    telephone: str
    problem: str
    cause: str
    done: str
    state: str
    dispatched_at: datetime | None
    closed_at: datetime | None

    @property
    def handled(self) -> bool:
        """Whether the unit has answered, before which there is no result to ask about."""
        return self.state in HANDLED


@dataclass(frozen=True)
class CallRow:
    """A call-back with its order, its draw and how often it was tried.

    `place` counts from 1 in the sequence of the draw; `state` is waiting, done or replaced.
    `scheme` and `sample_class` say by which rule it was drawn, `whole` that all were.
    """

    id: str
    draw_id: int
    division_id: int
    scheme: str
    sample_class: str
    month: str
    size: int
    whole: bool
    drawn_at: datetime
    place: int
    replaces: str | None
    state: str
    reason: str
    order: CalledOrder
    tries: int
    tried_at: datetime | None


@dataclass(frozen=True)
class TalkRow:
    """One call, or what was done after it; `person` is who recorded it."""

    id: str
    callback_id: str
    outcome: str
    attitude: bool | None
    result: bool | None
    opinion: str
    exemption: str
    proof: str
    reason: str
    night: str
    complaint_id: str | None
    complaint: str | None
    called_at: datetime
    recorded_at: datetime
    person: str


@dataclass(frozen=True)
class Dissatisfied:
    """A customer who was not satisfied, as the newest record of the call has it.

    `attitude` and `result` are False where the customer was not satisfied with it. `exemption`
    is empty, warm or system: with one of these the result is not the unit's.
    """

    callback_id: str
    order_id: str
    unit_id: int
    division_id: int
    attitude: bool
    result: bool
    exemption: str
    opinion: str
    called_at: datetime
    scheme: str
