"""Months as moments: call-backs go by the organisation's calendar days."""

from datetime import date, datetime, time, timedelta

from checklists.periods import Period
from checklists.work_calendar import ZONE


def moments_of(month: str) -> tuple[datetime, datetime]:
    """The first moment of a month and the first one after it. Raises BadPeriod."""
    period = Period.parse(month)
    end = period.last_day + timedelta(days=1)
    return _begin(period.first_day), _begin(end)


def today_of(now: datetime) -> date:
    """The day it is for the organisation."""
    return now.astimezone(ZONE).date()


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), ZONE)
