"""Method A for storing: how the accounts of a division may end."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from checklists.periods import Period
from dashboard.forecasts.hashing import hash_of, number
from dashboard.points.ground import bounds, season_days
from dashboard.points.outlook import Outlook, Read
from db.forecasts.rows import NewForecast, UnitForecast

VERSION = "2"
"""Of method A as it is stored; another one where its figures change."""

SCHEME = "heat-account"


def of_accounts(
    session: Any, season: Period, on: date, divisions: Collection[int] | None = None
) -> list[NewForecast]:
    """The forecasts of a season's accounts as of a day, one for each division seen, or of some."""
    days = season_days(season)
    if on < days.first or days.last < bounds(season).in_force:
        return []
    found = Read.of(session, season, on).outlooks(divisions)
    return [_of(season, on, one) for one in found]


def _of(season: Period, on: date, told: Outlook) -> NewForecast:
    known, last = told.known, season_days(season).last
    said = {
        "method": "A",
        "version": VERSION,
        "period": str(season),
        "division": told.division.id,
        "units": [unit.id for unit in told.units],
        "bounds": [known.start, known.line],
        "settled": told.forecast.settled,
    }
    past = () if known.past is None else (known.past.events, known.past.exposure)
    arrays = (known.events, known.points, known.over, known.ahead, known.balance, *past)
    return NewForecast(
        method="A",
        scheme=SCHEME,
        period=season,
        division=told.division.id,
        as_of=min(on, last),
        version=VERSION,
        inputs=hash_of(said, *arrays),
        line=known.line,
        number=int(known.events.sum()),
        rankable=told.forecast.rankable,
        settled=told.forecast.settled,
        units=tuple(_unit(told, place) for place in range(len(told.units))),
    )


def _unit(told: Outlook, place: int) -> UnitForecast:
    forecast = told.forecast
    rated = bool(forecast.field[place])
    return UnitForecast(
        unit=told.units[place].id,
        rated=rated,
        comparable=bool(forecast.comparable[place]),
        now=float(told.known.balance[place]),
        spread=tuple(float(one) for one in forecast.balance[place]),
        last=number(forecast.last[place]),
        below=number(forecast.below[place]),
        best=int(forecast.best[place]) if rated else None,
        worst=int(forecast.worst[place]) if rated else None,
    )
