"""Due times that are no plain hours: the night's orders and the government's paper slips."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from checklists.order_classes import GovernmentSlip, Night
from checklists.work_calendar import ZONE, WorkCalendar


def at(day: date, clock: time) -> datetime:
    """A time of a day where the organisation is."""
    return datetime.combine(day, clock, ZONE)


def night_due(called: datetime, sent: datetime | None, night: Night) -> datetime | None:
    """When an order the unit got at night, or for the morning, is due; None for any other.

    It belongs to the night of the call, if it was sent by the time of the morning or is not sent
    yet; otherwise to the night it was sent in.
    """
    for moment in (called, sent):
        morning = None if moment is None else _morning(moment, night)
        if morning is not None and (sent is None or sent <= at(morning, night.sent_by)):
            return at(morning, night.due)
    return None


def is_night(moment: datetime, night: Night) -> bool:
    """Whether a moment lies in a night."""
    return _morning(moment, night) is not None


def night_call_due(called: datetime, night: Night) -> datetime | None:
    """When what a customer called for at night is due, None for a call by day."""
    morning = _morning(called, night)
    return None if morning is None else at(morning, night.due)


def _morning(moment: datetime, night: Night) -> date | None:
    """The day whose morning ends the night a moment lies in, None for one by day."""
    local = moment.astimezone(ZONE)
    if local.time() >= night.begins:
        return local.date() + timedelta(days=1)
    return local.date() if local.time() < night.ends else None


def government_fetch(
    collected: datetime, sent: datetime, calendar: WorkCalendar, slip: GovernmentSlip
) -> datetime:
    """When the unit is to fetch a slip. Raises UnknownYear.

    On the working day after the one it was collected on; if it was sent after that, on the first
    working morning from then.
    """
    local = collected.astimezone(ZONE)
    day = local.date()
    if local.time() > slip.collected_by or not calendar.is_workday(day):
        day = calendar.workday_after(day)
    fetched = at(calendar.workday_after(day), slip.fetched_by)
    if sent <= fetched:
        return fetched
    return at(_morning_from(sent, slip.fetched_by, calendar), slip.fetched_by)


def government_back(fetched: datetime, calendar: WorkCalendar, slip: GovernmentSlip) -> datetime:
    """When a slip fetched on a working day is to be back. Raises UnknownYear."""
    return at(calendar.workday_after(fetched.date()), slip.back_by)


def moved_to_morning(due: datetime, calendar: WorkCalendar, slip: GovernmentSlip) -> datetime:
    """A due time itself where it is that of a slip, or the next one. Raises UnknownYear."""
    return at(_morning_from(due, slip.back_by, calendar), slip.back_by)


def _morning_from(moment: datetime, clock: time, calendar: WorkCalendar) -> date:
    """The first working day whose morning time is not before a moment."""
    local = moment.astimezone(ZONE)
    day = local.date() if local.time() <= clock else local.date() + timedelta(days=1)
    return calendar.workday_from(day)
