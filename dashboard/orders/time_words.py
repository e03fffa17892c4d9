"""How long, how late and until when, in words."""

from __future__ import annotations

from datetime import datetime, timedelta

from dashboard.looks import ZONE
from dashboard.words import _


def time_words(span: timedelta) -> str:
    """A length of time to the minute, downwards: 3 h 20 min; days from two days on."""
    minutes = int(span.total_seconds() // 60)
    if minutes < 1:
        return _("under 1 min")
    days, hours = divmod(minutes // 60, 24)
    if days >= 2:
        return _("{days} d {hours} h", days=days, hours=hours)
    if minutes >= 60:
        return _("{hours} h {minutes} min", hours=minutes // 60, minutes=minutes % 60)
    return _("{minutes} min", minutes=minutes)


def left_words(due: datetime, now: datetime) -> str:
    """How much time is left, or since when it is late."""
    if due < now:
        return _("late for {time}", time=time_words(now - due))
    return _("{time} left", time=time_words(due - now))


def due_words(due: datetime, now: datetime) -> str:
    """When something is due, in the organisation's zone; the day only where it is another one."""
    at, today = due.astimezone(ZONE), now.astimezone(ZONE).date()
    return at.strftime("%H:%M" if at.date() == today else "%m-%d %H:%M")


def day_words(moment: datetime, now: datetime) -> str:
    """A moment with its day, in the organisation's zone; the year only where it is another one."""
    at = moment.astimezone(ZONE)
    same = at.year == now.astimezone(ZONE).year
    return at.strftime("%m-%d %H:%M" if same else "%Y-%m-%d %H:%M")
