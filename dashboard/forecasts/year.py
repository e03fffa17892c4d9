"""The audits of a year as method B takes them: whose, when, by which sheet, by whom, with what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np

from checklists.columnar_rollup import number_of
from checklists.periods import Period
from dashboard.risk.scored_audits import HIGHEST, Audits, Planned, Whole, Year, as_so_far
from dashboard.standings.roll_up import rules_of
from db import organisation
from db.figures import Figures, figures
from db.rows import UnitRow

CELLS = 1000
"""More than there are months or sheets."""


@dataclass(frozen=True)
class Known:
    """What is known of a year on a day: its units in their order, its audits and what may come."""

    units: tuple[UnitRow, ...]
    year: Year
    audits: Audits
    planned: Planned


def known_of(session: Any, period: Period, on: date, division: int | None) -> Known:
    """What is known of a year on a day, for the units of a division or of the company."""
    units = _units(session, period, on, division)
    sheets = {code: float(sheet.points) for code, sheet in rules_of(period)[1].items()}
    year_s, audits = _audits(figures(session), units, sheets, period, on)
    done = max(1, _months_over(period, on))
    planned = _open(units, period, audits, year_s, done)
    return Known(units, year_s, audits, _without(audits, planned))


def _units(session: Any, period: Period, on: date, division: int | None) -> tuple[UnitRow, ...]:
    """The units that were there at some time of the year, as they belong on the day."""
    rows = organisation.units(session, on=min(on, period.last_day), under=organisation.GAS)
    found = (
        row
        for row in rows
        if division in (None, row.division.id)
        and (row.closed_on is None or row.closed_on > period.first_day)
    )
    return tuple(sorted(found, key=lambda row: (row.division.code, row.code)))


def _audits(
    found: Figures, units: Sequence[UnitRow], sheets: dict[str, float], period: Period, on: date
) -> tuple[Year, Audits]:
    """The audits that count, of these units and sheets, up to the day's month."""
    found, first = found.within(period), _month(period.first_day)
    codes = [code for code in found.sheets if code in sheets]
    column = np.array([codes.index(one) if one in codes else -1 for one in found.sheets], int)
    place = {unit.id: number for number, unit in enumerate(units)}
    ids, which = np.unique(found.unit, return_inverse=True)
    unit = np.array([place.get(int(one), -1) for one in ids], int)[which]
    sheet = column[found.sheet] if len(found) else np.empty(0, int)
    available = found.k1 - found.k3
    mask = (found.month <= _month(on)) & (unit >= 0)
    mask &= (sheet >= 0) & (available > 0)
    who, inspector = np.unique(found.inspector[mask], return_inverse=True)
    score = HIGHEST * found.k2[mask] / available[mask]
    audits = Audits(
        unit=unit[mask].astype(np.int64),
        month=(found.month[mask] - first).astype(np.int64),
        sheet=sheet[mask].astype(np.int64),
        inspector=inspector.astype(np.int64),
        score=np.clip(score, 0.0, HIGHEST),
    )
    points = np.array([sheets[code] for code in codes])
    return Year(len(units), len(who), points, len(period.months)), audits


def _open(
    units: Sequence[UnitRow], period: Period, audits: Audits, year: Year, done: int
) -> Planned:
    """The rest of the year like its months that are over; nothing for units that are closed.

    A unit of which these months say nothing is audited as in its last month.
    """
    planned = _joined(as_so_far(year, audits, done), _as_last(year, audits, done))
    ends = [
        year.months if unit.closed_on is None else _month(unit.closed_on) - _month(period.first_day)
        for unit in units
    ]
    there = planned.month < np.array(ends, int)[planned.unit] if len(planned) else slice(None)
    return Planned(planned.unit[there], planned.month[there], planned.sheet[there])


def _as_last(year: Year, audits: Audits, done: int) -> Planned:
    """For units that `as_so_far` gives none: each month to come is like their last."""
    repeated = np.unique(audits.unit[audits.month < min(done, year.months - done)])
    new = ~np.isin(audits.unit, repeated)
    last = np.zeros(year.units, dtype=np.int64)
    np.maximum.at(last, audits.unit, audits.month)
    rows = np.flatnonzero(new & (audits.month == last[audits.unit]))
    months = np.arange(done, year.months)
    times = len(months)
    return Planned(
        np.repeat(audits.unit[rows], times),
        np.tile(months, len(rows)),
        np.repeat(audits.sheet[rows], times),
    )


def _joined(one: Planned, other: Planned) -> Planned:
    return Planned(
        *(
            np.concatenate([getattr(one, name), getattr(other, name)])
            for name in ("unit", "month", "sheet")
        )
    )


def _without(audits: Audits, planned: Planned) -> Planned:
    """What is planned, but for what the month that runs has already brought."""
    new = ~np.isin(_cells(planned), _cells(audits))
    return Planned(planned.unit[new], planned.month[new], planned.sheet[new])


def _cells(given: Audits | Planned) -> Whole:
    """Unit, month and sheet of each audit in one number."""
    return (given.unit * CELLS + given.month) * CELLS + given.sheet


def _months_over(period: Period, on: date) -> int:
    """How many months of a period are over at the end of a day."""
    after = _month(min(on, period.last_day) + timedelta(days=1))
    return max(0, after - _month(period.first_day))


def _month(day: date) -> int:
    """A month as `db.figures` counts them."""
    return number_of(f"{day:%Y-%m}")
