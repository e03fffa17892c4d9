"""The classes of work orders and what the regulations ask of each: proofs and clocks."""

from __future__ import annotations

from datetime import time
from decimal import Decimal
from typing import Literal, Self, get_args

from pydantic import Field, model_validator

from checklists.resting import Code, Resting, Text

ORDER_CLASSES = (
    "hotline",
    "government",
    "urgent",
    "refund",
    "complaint",
    "gas_fault",
    "heating_fault",
    "repair",
    "temperature",
)
"""The codes of all classes in the order in which they are shown."""

Moment = Literal[
    "reported_at",
    "opened_at",
    "dispatched_at",
    "taken_at",
    "arrived_at",
    "answered_at",
    "restored_at",
    "closed_at",
]
TIMES: tuple[str, ...] = (*get_args(Moment), "appointment_at")
"""All moments that an order may have."""

Span = Literal["hours", "working_day", "handling", "appointment"]


class OrderClass(Resting):
    """A class of work orders; `photos` names what an answer must show."""

    code: Code
    name: Text
    photos: tuple[Literal["visit", "thermometer", "slip"], ...] = ()


class ClockRule(Resting):
    """A clock that orders of some classes run against.

    It starts at the moment `starts` and is met at the first known of `until`. `span` says how its
    due time is found: so many `hours`, by the government slip's `working_day` or its `handling`,
    or at the `appointment`, so many minutes `ahead`. `shifts` says whether an appointment with
    proof starts it anew, `at_night` by what the rule of the night holds, if it does: by when the
    order was `sent` to the unit, or by when the customer `called`. `in_season` says that it is for
    reports of the heating season alone. `event` names the deduction a late one leads to.

    The first of `until` is what is measured; the others stand in for it where nobody wrote it down
    here. In an order taken in from a file they do not: there nobody was asked for it.
    """

    code: Code
    name: Text
    classes: tuple[Code, ...] = Field(min_length=1)
    starts: Moment
    until: tuple[Moment, ...] = Field(min_length=1)
    span: Span = "hours"
    hours: Decimal | None = Field(default=None, gt=0, le=240)
    ahead: int = Field(default=0, ge=0, le=120)
    shifts: bool = True
    at_night: Literal["sent", "called"] | None = None
    in_season: bool = False
    event: Code | None = None

    @model_validator(mode="after")
    def _says_how_long(self) -> Self:
        if (self.hours is not None) != (self.span == "hours"):
            raise ValueError("hours: given exactly when the span is `hours`")
        if self.ahead and self.span != "appointment":
            raise ValueError("ahead: belongs to the span `appointment`")
        unknown = set(self.classes) - set(ORDER_CLASSES)
        if unknown:
            raise ValueError(f"classes: there is no {', '.join(sorted(unknown))}")
        return self


class Night(Resting):
    """Orders of the night are due at a time of the morning after.

    An order belongs to the night when it comes in between `begins` and `ends`, over midnight, and
    is sent to the unit by `sent_by` of the morning; or when it is sent in that time.
    """

    begins: time
    ends: time
    sent_by: time
    due: time

    @model_validator(mode="after")
    def _lies_over_midnight(self) -> Self:
        if not self.ends <= self.sent_by < self.due < self.begins:
            raise ValueError("night: ends, sent_by, due and begins follow each other in a day")
        return self


class GovernmentSlip(Resting):
    """The timetable of a paper slip: collected, fetched, handled, back the working day after."""

    collected_by: time
    fetched_by: time
    handling_hours: Decimal = Field(gt=0, le=24)
    back_by: time


class Shift(Resting):
    """A shift of the agents from one time of the day to another, over midnight where it ends so."""

    code: Code
    name: Text
    begins: time
    ends: time


class RedoPhotos(Resting):
    """Whether what is answered after a redo needs its photos anew."""

    anew: bool


class ManyReports(Resting):
    """So many reports of one problem within so many hours need a situation report."""

    reports: int = Field(ge=2, le=1000)
    hours: int = Field(ge=1, le=240)
