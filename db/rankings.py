"""What a ranking is made of: the units whoever acts may see ranked, and their sums."""

from sqlalchemy.orm import Session

from checklists.periods import Period
from db import organisation
from db.actors import Role, acting
from db.models_access import Release
from db.releases import released
from db.rows import UnitRow
from db.scores import SheetSums, sums_by_unit_and_sheet


def ranked_units(session: Session, period: Period) -> list[UnitRow]:
    """The units of a ranking: all where everything or a released period is seen, else one's own."""
    if sees_released(session, period):
        return organisation.units(session, on=period.last_day)
    return organisation.units_in_scope(session, period.last_day)


def ranked_sums(session: Session, period: Period) -> list[SheetSums]:
    """The sums behind a ranking, of the units whoever acts may see ranked."""
    first, last = period.months[0], period.months[-1]
    return sums_by_unit_and_sheet(session, first, last)


def released_periods(session: Session) -> list[str]:
    """The released periods for those who see the evaluation meeting's rankings, else none."""
    actor = acting(session)
    return released(session) if actor.may_all or actor.holds(Role.MEETING_VIEWER) else []


def sees_released(session: Session, period: Period) -> bool:
    """Whether whoever acts sees the whole ranking of a period."""
    actor = acting(session)
    if actor.may_all:
        return True
    is_released = session.get(Release, str(period)) is not None
    return actor.holds(Role.MEETING_VIEWER) and is_released
