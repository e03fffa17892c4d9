"""Which periods the evaluation meeting may see."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from checklists.periods import Period
from db.actors import Role, require
from db.errors import ReasonMissing
from db.models_access import Release
from db.texts import entry
from db.trail import note


def released(session: Session) -> list[str]:
    """The released periods, the newest first."""
    return list(session.scalars(select(Release.period).order_by(Release.period.desc())))


def release(session: Session, period: str, now: datetime) -> None:
    """Let the evaluation meeting see a period's ranking. Raises Forbidden or BadPeriod."""
    actor = require(session, Role.ADMINISTRATOR)
    period = str(Period.parse(period))
    if session.get(Release, period) is None:
        session.add(Release(period=period, released_at=now, released_by=actor.me))
        session.flush()
        note(session, "released", "period", period, after={"released_at": now})


def withdraw(session: Session, period: str, reason: str) -> None:
    """Take a release back. Raises Forbidden, BadPeriod, ReasonMissing or EntryRefused."""
    require(session, Role.ADMINISTRATOR)
    if not reason.strip():
        raise ReasonMissing
    period = str(Period.parse(period))
    found = session.get(Release, period)
    if found is not None:
        before = {"released_at": found.released_at, "released_by": found.released_by}
        session.delete(found)
        session.flush()
        why = entry(reason, 500)
        note(session, "release_withdrawn", "period", period, before=before, reason=why)


def is_released(session: Session, first_month: str, last_month: str) -> bool:
    """Whether the months from the first to the last are, as they are, a released period."""
    periods = (Period.parse(period).months for period in released(session))
    return (first_month, last_month) in {(months[0], months[-1]) for months in periods}
