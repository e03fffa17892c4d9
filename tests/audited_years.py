"""Small years of audited scores, written down or drawn, and their forecasts."""

from typing import Any

import numpy as np
from hypothesis import strategies as st

from dashboard.risk.scored_audits import Audits, Planned, Year, as_so_far
from dashboard.risk.scores import ScoreForecast, learn, look_ahead

LINE = 750.0


def whole(*numbers: int) -> Any:
    """A column of whole numbers."""
    return np.array(numbers, dtype=np.int64)


NOTHING = Planned(whole(), whole(), whole())


def audits_of(*rows: tuple[int, int, int, int, float]) -> Audits:
    """Audits as (unit, month, sheet, inspector, score)."""
    unit, month, sheet, inspector, score = zip(*rows, strict=True) if rows else ((),) * 5
    return Audits(
        whole(*unit), whole(*month), whole(*sheet), whole(*inspector), np.array(score, float)
    )


def forecast(year: Year, audits: Audits, planned: Planned | None = None) -> ScoreForecast:
    """A forecast; without a plan the rest of the year is as so far."""
    done = int(audits.month.max(initial=-1)) + 1
    if planned is None:
        planned = as_so_far(year, audits, done) if done else NOTHING
    return look_ahead(learn(year, audits), planned, line=LINE)


ROW = st.tuples(*(st.integers(0, most) for most in (3, 11, 2, 1)), st.floats(0, 1000))
"""An audit of four units, twelve months, three sheets and two inspectors."""

YEAR = Year(4, 2, np.array([100.0, 60.0, 40.0]))
