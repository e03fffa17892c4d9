"""The shifts of the centre in its zone, and which of them were summed up by a moment."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from checklists.order_rules import order_rules
from checklists.shifts import Roster, Span
from dashboard.looks import ZONE


def roster(day: date) -> Roster:
    """The shifts as they are on a day."""
    rules = order_rules(day).orders
    return Roster(rules.shifts, timedelta(minutes=rules.summary_minutes), ZONE)


def ready_spans(now: datetime, days: int = 1) -> list[Span]:
    """The shifts of the last days that were summed up by now, the newest first."""
    today = now.astimezone(ZONE).date()
    spans = (
        roster(today - timedelta(days=back)).span(shift.code, today - timedelta(days=back))
        for back in range(days + 1)
        for shift in roster(today).shifts
    )
    ready = [span for span in spans if span.ready_at <= now]
    return sorted(ready, key=lambda span: span.ready_at, reverse=True)
