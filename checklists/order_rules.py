"""All figures by which work orders, their call-backs and the account are judged, as of a day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Literal, Self

from pydantic import Field, model_validator

from checklists.account_rules import (
    COMMITMENTS,
    AccountRules,
    CallbackRules,
    LadderRules,
    TemperatureRules,
)
from checklists.order_classes import (
    ORDER_CLASSES,
    ClockRule,
    GovernmentSlip,
    ManyReports,
    Night,
    OrderClass,
    RedoPhotos,
    Shift,
)
from checklists.resting import Code, Frozen, Resting, Text


class OrdersPart(Frozen):
    """`orders.yaml`: classes, clocks, the night, the paper slip, shifts."""

    classes: tuple[OrderClass, ...]
    clocks: tuple[ClockRule, ...]
    night: Night
    government: GovernmentSlip
    shifts: tuple[Shift, ...]
    summary_minutes: int = Field(ge=0, le=240)
    redo_photos: RedoPhotos
    many_reports: ManyReports

    @model_validator(mode="after")
    def _names_every_class_and_clock_once(self) -> Self:
        if tuple(one.code for one in self.classes) != ORDER_CLASSES:
            raise ValueError(f"classes: name {', '.join(ORDER_CLASSES)} in this order")
        codes = [one.code for one in self.clocks]
        if len(set(codes)) < len(codes):
            raise ValueError("clocks: two have one code")
        return self


class Commitment(Resting):
    """A promise to the customers: what it is measured by, and its bound.

    A `clock` is kept by every order that meets the clocks named in `clocks`; the others are
    shares, `least` of which must be kept. A bound of a clock's share is a local default.
    """

    code: Code
    name: Text
    measure: Literal["clock", "notice", "satisfaction", "called_back", "temperature", "rings"]
    clocks: tuple[Code, ...] = ()
    least: Decimal = Field(gt=0, le=1)
    hours: int | None = Field(default=None, gt=0)
    classes: tuple[Code, ...] = ()

    @model_validator(mode="after")
    def _can_be_measured(self) -> Self:
        if bool(self.clocks) != (self.measure == "clock"):
            raise ValueError("clocks: given exactly when the measure is `clock`")
        if (self.hours is not None) != (self.measure == "notice"):
            raise ValueError("hours: given exactly when the measure is `notice`")
        return self


class CommitmentsPart(Frozen):
    """`commitments.yaml`."""

    commitments: tuple[Commitment, ...]

    @model_validator(mode="after")
    def _names_every_commitment_once(self) -> Self:
        if tuple(one.code for one in self.commitments) != COMMITMENTS:
            raise ValueError(f"commitments: name {COMMITMENTS[0]} to {COMMITMENTS[-1]} in order")
        return self


class OrderRules(Frozen):
    """What holds for work orders on a day; `valid_from` is when the newest part of it began.

    Looked up for `valid_from`, the same rules are found again.
    """

    valid_from: date
    orders: OrdersPart
    account: AccountRules
    callbacks: CallbackRules
    ladder: LadderRules
    temperature: TemperatureRules
    commitments: tuple[Commitment, ...]

    def clocks_of(self, order_class: str) -> tuple[ClockRule, ...]:
        """The clocks that orders of a class run against."""
        return self._by_class.get(order_class, ())

    def order_class(self, code: str) -> OrderClass:
        """The class with a code. Raises KeyError where there is none."""
        return {one.code: one for one in self.orders.classes}[code]

    def clock(self, code: str) -> ClockRule:
        """The clock with a code. Raises KeyError where there is none."""
        return {one.code: one for one in self.orders.clocks}[code]

    def commitment(self, code: str) -> Commitment:
        """The commitment with a code. Raises KeyError where there is none."""
        return {one.code: one for one in self.commitments}[code]

    @cached_property
    def _by_class(self) -> dict[str, tuple[ClockRule, ...]]:
        return {
            code: tuple(clock for clock in self.orders.clocks if code in clock.classes)
            for code in ORDER_CLASSES
        }

    def __hash__(self) -> int:
        return hash(self.valid_from)


def order_rules(on: date) -> OrderRules:
    """The rules of work orders as they hold on a day. Raises NotInForce before the first ones."""
    from checklists.catalogue_loader import load_catalogue

    return load_catalogue().order_rules(on)
