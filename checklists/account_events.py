"""Which deductions follow from orders, redos and call-backs: exactly, one order at a time.

HEAT, HEV-01 to 04, 11 and 12; the others are entered by people. `columnar_events` finds the same
for many orders at once. Each has an origin that names the order or the call, the event and the
unit, so that it is found once, and found anew where another unit turns out to answer for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from checklists.account import Bounds, SeasonDays
from checklists.account_rules import AccountRules
from checklists.work_calendar import ZONE

if TYPE_CHECKING:
    from checklists.clocks import Clock

VOID = "void"
REDONE, ATTITUDE, RESULT = "HEV-04", "HEV-11", "HEV-12"


@dataclass(frozen=True)
class JudgedOrder:
    """What is needed of an order: who answers for it, its state, its redos as they were.

    `redos` may be more than there are moments of them, as with imported orders; `else_at` is then
    when they happened. An order without a unit leads to nothing.
    """

    id: str
    unit_id: int | None
    division_id: int
    state: str
    redos: int
    redone_at: tuple[datetime, ...]
    else_at: datetime


@dataclass(frozen=True)
class Call:
    """What a customer who was called back said; `exemption` is empty where there is none."""

    id: str
    order_id: str
    unit_id: int
    division_id: int
    attitude: bool
    result: bool
    exemption: str
    at: datetime


@dataclass(frozen=True)
class FoundEvent:
    """A deduction that follows from something, before anybody has decided on it."""

    origin: str
    unit_id: int
    division_id: int
    code: str
    points: Decimal
    occurred_at: datetime
    order_id: str
    callback_id: str | None = None


def order_events(
    order: JudgedOrder, clocks: Iterable[Clock], rules: AccountRules, now: datetime
) -> list[FoundEvent]:
    """The deductions an order leads to: one for each late clock that has one, one for each redo.

    Redos count once there are as many as the rules ask for, then every one of them.

    A late one happened at its due time, whether the order is answered by now or not.
    """
    if order.unit_id is None or order.state == VOID:
        return []
    found = [
        _of_order(order, f"order:{order.id}:{clock.event}", clock.event, clock.due_at, rules)
        for clock in clocks
        if clock.event is not None and clock.due_at is not None and clock.state(now) == "late"
    ]
    counted = order.redos if order.redos >= rules.event(REDONE).at_least else 0
    moments = [*order.redone_at, *(counted * [order.else_at])][:counted]
    found += [
        _of_order(order, f"redo:{order.id}:{number}", REDONE, at, rules)
        for number, at in enumerate(moments, start=1)
    ]
    return found


def call_events(call: Call, rules: AccountRules) -> list[FoundEvent]:
    """The deductions a call-back leads to; an exempt result leads to none."""
    codes = [ATTITUDE] if not call.attitude else []
    codes += [RESULT] if not call.result and not call.exemption else []
    return [
        FoundEvent(
            f"call:{call.id}:{code}:{call.unit_id}",
            call.unit_id,
            call.division_id,
            code,
            rules.event(code).points,
            call.at,
            call.order_id,
            call.id,
        )
        for code in codes
    ]


def within(found: Sequence[FoundEvent], season: SeasonDays, bounds: Bounds) -> list[FoundEvent]:
    """Those that take points off the account of a season, by when they happened."""
    kept = [
        one for one in found if bounds.takes_off(season, one.occurred_at.astimezone(ZONE).date())
    ]
    return sorted(kept, key=lambda one: (one.occurred_at, one.origin))


def _of_order(
    order: JudgedOrder, origin: str, code: str, at: datetime, rules: AccountRules
) -> FoundEvent:
    unit = order.unit_id
    assert unit is not None
    points = rules.event(code).points
    return FoundEvent(f"{origin}:{unit}", unit, order.division_id, code, points, at, order.id)
