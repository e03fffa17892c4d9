"""Summaries of shifts: counted live, signed by the division's head, compared with what is now."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from checklists.errors import N_, WordedError
from checklists.order_rules import OrderRules, order_rules
from checklists.shifts import Span
from dashboard.board.clocks import ran_out_within
from dashboard.looks import moment_text
from dashboard.summaries.counting import Counts, counted, differences, shared
from dashboard.summaries.shifts import ready_spans, roster
from db import organisation
from db.actors import Actor, Forbidden, Role
from db.orders.shift_orders import orders_of_shift, returned_within
from db.orders.summaries import (
    NewSummary,
    SummaryRow,
    sign_summary,
    signed_since,
    summaries_of,
)
from db.regulations import ORDERS
from db.rows import DivisionRow
from db.session import database
from db.visible_orders import working_divisions
from db.work_calendars import calendars_as_opened

SHOWN_BACK = timedelta(days=7)


class ShiftNotOver(WordedError):
    """A summary was to be signed before it is summed up."""

    def __init__(self, ready_at: datetime) -> None:
        super().__init__(
            N_("This shift is summed up at {time}. Sign it then; nothing was signed."),
            time=moment_text(ready_at),
        )


class FiguresMoved(WordedError):
    """The figures are no longer those that were looked at."""

    def __init__(self) -> None:
        super().__init__(
            N_("Figures changed while you looked. Nothing was signed; look at them and sign again.")
        )


@dataclass(frozen=True)
class ShiftSummary:
    """A shift of a division as it is now, and what was signed of it, the newest first.

    `changes` is what differs now from what was signed last.
    """

    division: DivisionRow
    span: Span
    rules: OrderRules
    at: datetime
    counts: Counts
    shared: int
    signed: tuple[SummaryRow, ...]
    may_sign: bool
    changes: list[dict[str, Any]] = field(default_factory=list)

    @property
    def content(self) -> dict[str, Any]:
        """What is frozen when it is signed."""
        return {
            "classes": self.counts,
            "shared": self.shared,
            "start": self.span.start.astimezone(UTC).isoformat(),
            "end": self.span.end.astimezone(UTC).isoformat(),
            "as_of": self.at.astimezone(UTC).isoformat(),
        }

    @property
    def seen(self) -> str:
        """What tells these figures from others."""
        told = json.dumps([self.counts, self.shared], sort_keys=True)
        return hashlib.sha256(told.encode()).hexdigest()

    @property
    def ready(self) -> bool:
        """Whether the shift is summed up."""
        return self.at >= self.span.ready_at


def divisions(actor: Actor) -> list[DivisionRow]:
    """The divisions with orders for which somebody works. Raises Forbidden where there is none."""
    with database().read(actor) as session:
        every = organisation.divisions(session)
    works = working_divisions(actor)
    found = [
        row for row in every if row.works_under(*ORDERS) and (actor.may_all or row.id in works)
    ]
    if not found and not actor.may_all:
        raise Forbidden
    return found


def shift_summary(
    actor: Actor, division: DivisionRow, day: date, shift: str, now: datetime | None = None
) -> ShiftSummary:
    """A shift as it is now, beside what was signed of it. Raises Forbidden, KeyError."""
    _check_works_for(actor, division)
    moment = now or datetime.now(UTC)
    span = roster(day).span(shift, day)
    end = min(span.end, moment)
    with database().read(actor) as session:
        orders = orders_of_shift(session, division.id, span.start, span.end)
        calendars = calendars_as_opened(session)
        returned = returned_within(session, division.id, span.start, end)
        signed = summaries_of(session, division.id, day, shift)
    late = ran_out_within(orders, calendars, span.start, end)
    counts = counted(orders, late, returned, span, moment)
    return ShiftSummary(
        division,
        span,
        order_rules(day),
        moment,
        counts,
        shared(orders, span, moment),
        tuple(signed),
        actor.may_all or division.id in actor.divisions(Role.DIVISION_HEAD),
        differences(signed[0].content["classes"], counts) if signed else [],
    )


def sign(
    actor: Actor, looked_at: ShiftSummary, name: str, reason: str = "", now: datetime | None = None
) -> str:
    """Sign a shift's figures as they were looked at; their hash.

    Raises ShiftNotOver, FiguresMoved, Forbidden, EntryRefused, ReasonMissing, or
    SummarySignedMeanwhile.
    """
    span, division = looked_at.span, looked_at.division
    fresh = shift_summary(actor, division, span.day, span.shift, now)
    if not fresh.ready:
        raise ShiftNotOver(span.ready_at)
    if fresh.seen != looked_at.seen:
        raise FiguresMoved
    after = looked_at.signed[0].number if looked_at.signed else 0
    wanted = NewSummary(division.id, span.day, span.shift, fresh.content, name, after, reason)
    with database().write(actor) as session:
        return sign_summary(session, wanted, fresh.at)


def unsigned(actor: Actor, division: DivisionRow, now: datetime | None = None) -> list[Span]:
    """The shifts of the last week that are summed up and that nobody has signed, newest first.

    Raises Forbidden.
    """
    _check_works_for(actor, division)
    moment = now or datetime.now(UTC)
    spans = ready_spans(moment, SHOWN_BACK.days)
    with database().read(actor) as session:
        signed = signed_since(session, division.id, spans[-1].day)
    return [span for span in spans if (span.day, span.shift) not in signed]


def _check_works_for(actor: Actor, division: DivisionRow) -> None:
    if not actor.may_all and division.id not in working_divisions(actor):
        raise Forbidden
