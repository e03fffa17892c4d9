"""Stored forecasts as they are shown: the newest of a period, and P(last) only where it may be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from checklists.periods import Period
from dashboard.forecasts.looking import require_looking
from dashboard.forecasts.reckoning import record_of
from db.actors import Actor
from db.forecasts.reading import forecasts
from db.forecasts.rows import ForecastRow, Method, UnitForecast
from db.session import database

EARLIER = 24
"""So many forecasts of a period are named at most."""


@dataclass(frozen=True)
class Shown:
    """The newest forecast of a period, and those before it, the newest first.

    `withheld` says that forecasts of the last place were no better so far than the naive one:
    then no unit's `last` is there to be shown, except once the period is settled.
    """

    forecast: ForecastRow
    earlier: tuple[ForecastRow, ...]
    withheld: bool

    @cached_property
    def of_unit(self) -> Mapping[int, UnitForecast]:
        """The forecasts by the unit's id."""
        return {one.unit: one for one in self.forecast.units}


def newest(actor: Actor, period: Period, division: int | None) -> Shown | None:
    """The newest forecast of a period for a division or (None) the company; None without one.

    Of a heating season it is that of the accounts, else of the audited scores. Raises Forbidden.
    """
    method: Method = "A" if period.kind == "season" else "B"
    with database().read(actor) as session:
        require_looking(session)
        found = [row for row in forecasts(session, method, period, division, EARLIER) if row.units]
        if not found:
            return None
        withheld = record_of(session, method).withheld
    kept = tuple(_without_last(row) if withheld else row for row in found)
    return Shown(kept[0], kept[1:], withheld and not found[0].settled)


def _without_last(row: ForecastRow) -> ForecastRow:
    if row.settled:
        return row
    return replace(row, units=tuple(replace(one, last=None) for one in row.units))
