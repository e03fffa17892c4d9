"""The demo's forecasts: made at each month's end of its year, as if it had been in use."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from checklists.periods import Period
from dashboard.forecasts.accounts import of_accounts
from dashboard.forecasts.gathering import everything
from dashboard.forecasts.scores import of_scores
from dashboard.looks import ZONE
from dashboard.points.ground import season_at
from db.actors import SYSTEM
from db.forecasts.rows import NewForecast
from db.forecasts.storing import store
from db.session import Database

MONTHS = 12
EVENING = time(23, 50)


def keep_forecasts(kept: Database, on: date) -> int:
    """Make the forecasts of the month ends before a day; how many there are.

    Of all but the last month's end only those of the company and of the accounts are kept.
    """
    number = 0
    for day in _month_ends(on):
        with kept.read(SYSTEM) as session:
            last = (day + timedelta(days=1)).strftime("%Y-%m") == on.strftime("%Y-%m")
            found = everything(session, day) if last else _whole(session, day)
        with kept.write(SYSTEM) as session:
            for one in found:
                store(session, one, datetime.combine(day, EVENING, ZONE))
                number += 1
    return number


def _whole(session: object, day: date) -> list[NewForecast]:
    scores = of_scores(session, Period.parse(str(day.year)), day, None)
    accounts = of_accounts(session, season_at(day), day)
    return [*([scores] if scores else []), *accounts]


def _month_ends(on: date) -> Iterator[date]:
    """The last days of the twelve months before the one a day lies in, the oldest first."""
    months = []
    month = Period.month_of(on)
    for _number in range(MONTHS):
        month = month.previous
        months.append(month.last_day)
    yield from reversed(months)
