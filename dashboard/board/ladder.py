"""The ladder of unhandled orders is kept up: by whoever reads the board, and each minute anyway."""

from __future__ import annotations

import threading
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from checklists.errors import WordedError
from checklists.ladder import steps_reached
from checklists.order_rules import OrderRules, order_rules
from dashboard.board.rows import BoardRow
from dashboard.looks import ZONE
from db.actors import SYSTEM
from db.orders.escalations import UNHANDLED, record_steps, steps_due
from db.session import database

EVERY = timedelta(minutes=1)


def keep_up(now: datetime | None = None) -> int:
    """Record the steps that orders have reached by now; how many there were.

    The program itself records them, since nobody does anything: time passes. Whoever looks at
    the same time records nothing twice. Mostly there is nothing, and nothing is written.
    """
    moment = now or datetime.now(UTC)
    ladder = order_rules(moment.astimezone(ZONE).date()).ladder
    asked = ([step.hours for step in ladder.steps], ladder.classes, moment)
    with database().read(SYSTEM) as session:
        if not steps_due(session, *asked):
            return 0
    with database().write(SYSTEM) as session:
        return len(record_steps(session, *asked))


def step_of(row: BoardRow, rules: OrderRules, now: datetime) -> int | None:
    """The highest step of the ladder, in hours, that an open order has reached; None for none."""
    if row.order_class not in rules.ladder.classes or row.state not in UNHANDLED:
        return None
    hours = [step.hours for step in rules.ladder.steps]
    reached = steps_reached(row.reported_at, None, hours, now)
    return reached[-1].hours if reached else None


def keep_up_always(
    end: threading.Event | None = None, every: timedelta = EVERY
) -> threading.Thread:
    """Keep up from a thread of its own, until `end` is set or the process ends."""
    ended = end or threading.Event()

    def climb() -> None:
        while True:
            # What is wrong with the database is told to whoever uses it; the next minute may do.
            with suppress(WordedError):
                keep_up()
            if ended.wait(every.total_seconds()):
                return

    thread = threading.Thread(target=climb, name="ladder", daemon=True)
    thread.start()
    return thread
