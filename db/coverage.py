"""How many audits of which occasion stand behind the units of a ranking, over a year."""

import numpy as np
from sqlalchemy.orm import Session

from checklists.columnar_rollup import number_of
from checklists.coverage import AuditCount
from checklists.periods import Period
from db import rankings
from db.figures_kept import kept
from db.models import KINDS


def audit_counts(session: Session, period: Period, first: str, last: str) -> list[AuditCount]:
    """The audits that count from one month to another, of the units one sees ranked in a period.

    An audit in which nothing was scored stands behind no score and is left out. Whether enough
    audits stand behind a score is the same for whoever sees the unit ranked.
    """
    units = np.array([unit.id for unit in rankings.ranked_units(session, period)], dtype=np.int64)
    columns = kept(session)
    month, sheet, occasion = columns["month"], columns["sheet"], columns["occasion"]
    wanted = (month >= number_of(first)) & (month <= number_of(last))
    wanted &= np.isin(columns["unit"], units) & (columns["k1"] != columns["k3"])
    shape = (int(columns["unit"].max(initial=0)) + 1, max(len(columns["sheets"]), 1), len(KINDS))
    places = (columns["unit"][wanted], sheet[wanted], occasion[wanted])
    place, number = np.unique(np.ravel_multi_index(places, shape), return_counts=True)
    rows = zip(*(part.tolist() for part in np.unravel_index(place, shape)), strict=True)
    return [
        AuditCount(unit, columns["sheets"][code], KINDS[kind], count)
        for (unit, code, kind), count in zip(rows, number.tolist(), strict=True)
    ]
