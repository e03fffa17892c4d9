"""What a ranking is made of: the units whoever acts may see ranked, and their sums."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from checklists.periods import Period
from db import organisation
from db.actors import Role, acting
from db.counting import waits
from db.models import Audit
from db.models_access import Release
from db.releases import released
from db.rows import UnitRow
from db.scope import EVERYTHING
from db.sums import SheetSums, sums_by_unit_and_sheet


def ranked_units(session: Session, period: Period) -> list[UnitRow]:
    """The units of a ranking: all where everything or a released period is seen, else one's own.

    Units of divisions that do not work under GAS are ranked nowhere.
    """
    if sees_released(session, period):
        return organisation.units(session, on=period.last_day, under=organisation.GAS)
    return organisation.units_in_scope(session, period.last_day)


def ranked_sums(session: Session, period: Period) -> list[SheetSums]:
    """The sums behind a ranking, of the units whoever acts may see ranked."""
    first, last = period.months[0], period.months[-1]
    return sums_by_unit_and_sheet(session, first, last)


def waiting_by_unit(session: Session, period: Period) -> dict[int, int]:
    """How many audits of a period wait for a confirmation and do not count yet, by unit.

    Whoever sees the whole released ranking is told of all units.
    """
    query = (
        select(Audit.unit_id, func.count())
        .where(waits(), Audit.period.between(period.months[0], period.months[-1]))
        .group_by(Audit.unit_id)
    )
    options = EVERYTHING if sees_released(session, period) else {}
    found = session.execute(query, execution_options=options)
    return {row[0]: row[1] for row in found}


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
