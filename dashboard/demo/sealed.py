"""The demo's past: months that are over are sealed, the last one is being closed."""

from __future__ import annotations

from datetime import UTC, date, datetime

from checklists.periods import Period, around
from dashboard.periods.freezing import freeze
from db import periods, seal_audits
from db.actors import Actor
from db.counting import numbers_by_month
from db.session import database


def seal_past(url: str, administrator: Actor, on: date) -> list[Period]:
    """Seal every month up to the one before last, and the quarters these make up; those sealed.

    Heating seasons and years stay open: they are what is looked forward to.
    """
    this = Period.month_of(on)
    last = this.previous
    with database(url).write(administrator) as session:
        months = [text for text in numbers_by_month(session) if text < str(last)]
        over = [one for one in around(months) if one.kind in ("month", "quarter")]
        wanted = [one for one in over if set(one.months) <= set(months)]
        now = datetime.now(UTC)
        for period in sorted(wanted, key=lambda one: (one.last_day, len(one.months))):
            known = seal_audits.histories(session, period)
            periods.close(session, period, now)
            freeze(session, period, on, known)
        periods.close(session, last, now)
    return wanted
