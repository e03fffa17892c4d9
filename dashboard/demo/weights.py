"""The demo's difficulty coefficients: set with its first month, and some anew at mid-year."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, time
from decimal import Decimal
from typing import Any

from checklists.periods import Period
from dashboard.looks import ZONE
from db.coefficient_changes import set_coefficients

FIRST = {
    "D1-01": "1.2",
    "D1-02": "1",
    "D1-03": "1.1",
    "D1-04": "0.9",
    "D1-05": "1",
    "D1-06": "0.8",
    "D2-01": "1.1",
    "D2-02": "1",
    "D2-03": "1.3",
    "D2-04": "1",
    "D2-05": "0.9",
    "D2-06": "0.85",
    "D2-07": "1.2",
    "D3-01": "1",
    "D3-02": "0.95",
    "D3-03": "1.15",
    "D3-04": "1.25",
}
"""By unit; the one that is missing is new and weighs as every unit does by default."""

LATER = {"D1-04": "1.05", "D2-07": "1.1", "D3-04": "1.3"}

WHY_FIRST = "按服务户数、老旧管网占比和服务半径核定"
WHY_LATER = "年中调整：新圩片区新增入住小区，南塘完成旧管改造，凤鸣接管偏远村镇"

MONTHS = 12
MIDDLE = 6
"""The demo runs over so many months; so many of them later some coefficients change."""


def weigh(session: Any, units: Mapping[str, int], last: Period) -> None:
    """Set the coefficients of a year that ends with a month."""
    steps = ((MONTHS - 1, FIRST, WHY_FIRST), (MONTHS - 1 - MIDDLE, LATER, WHY_LATER))
    for back, values, why in steps:
        period = last
        for _each in range(back):
            period = period.previous
        of = {units[code]: Decimal(value) for code, value in values.items()}
        at = datetime.combine(period.first_day, time(9), ZONE).astimezone(UTC)
        set_coefficients(session, period, of, why, at)
