"""How many audits of which occasion stand behind the units of a ranking, over a year."""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from checklists.coverage import AuditCount
from checklists.periods import Period
from db import rankings
from db.counting import counts
from db.models import Audit, Score

RANKED: dict[str, Any] = {"heng_everything": True}
"""Execution options of this module alone, which hands out numbers of units it has checked.

Whether enough audits stand behind a score is the same for whoever sees the unit ranked.
"""


def audit_counts(session: Session, period: Period, first: str, last: str) -> list[AuditCount]:
    """The audits that count from one month to another, of the units one sees ranked in a period.

    An audit in which nothing was scored stands behind no score and is left out.
    """
    units = [unit.id for unit in rankings.ranked_units(session, period)]
    query = (
        select(Audit.unit_id, Audit.sheet, Audit.kind, func.count())
        .join(Score, Score.audit_id == Audit.id)
        .where(counts(), Score.k.is_not(None), Audit.period.between(first, last))
        .where(Audit.unit_id.in_(units))
        .group_by(Audit.unit_id, Audit.sheet, Audit.kind)
    )
    return [AuditCount(*row) for row in session.execute(query, execution_options=RANKED)]
