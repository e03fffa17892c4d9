"""The ladder of unhandled orders is kept up: by whoever reads the board, and each minute anyway."""

from __future__ import annotations

import threading
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from checklists.errors import WordedError
from checklists.order_rules import order_rules
from dashboard.looks import ZONE
from db.actors import SYSTEM
from db.orders.escalations import record_steps, steps_due
from db.session import database

EVERY = timedelta(minutes=1)

_turn = threading.Lock()
_due = {"at": 0.0}


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


def keep_up_once_a_minute() -> None:
    """Keep up unless this process has done so within the last minute: boards are read often."""
    now = time.monotonic()
    with _turn:
        if now < _due["at"]:
            return
        _due["at"] = now + EVERY.total_seconds()
    keep_up()


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
