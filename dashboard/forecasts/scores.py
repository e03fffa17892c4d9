"""Method B for storing: how the year of audited scores may end, for the company or a division."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from checklists.errors import NotInForce
from checklists.periods import Period
from checklists.ranking import shared_ranks
from dashboard.forecasts.hashing import hash_of, number
from dashboard.forecasts.year import Known, known_of
from dashboard.risk.scores import ScoreForecast, learn, look_ahead
from dashboard.standings.official import official
from dashboard.standings.roll_up import SCHEME, rules_of
from dashboard.standings.rows import UnitStanding
from db import roster
from db.forecasts.rows import NewForecast, UnitForecast

VERSION = "1"
"""Of method B as it is stored; another one where its figures change."""


def of_scores(session: Any, year: Period, on: date, division: int | None) -> NewForecast | None:
    """The forecast of a year as of a day; None where nothing was audited.

    Once the year is over it is no forecast any more but what came, from the official figures.
    """
    if on >= year.last_day:
        return _settled(session, year, division)
    known = known_of(session, year, on, division)
    if not len(known.audits):
        return None
    line = line_of(year)
    told = look_ahead(learn(known.year, known.audits), known.planned, line=float(line))
    new = _new_units(session, year, (unit.id for unit in known.units))
    return NewForecast(
        method="B",
        scheme=SCHEME,
        period=year,
        division=division,
        as_of=on,
        version=VERSION,
        inputs=_inputs(known, year, division, line),
        line=float(line),
        number=len(known.audits),
        rankable=None if told.beside is None else told.beside.rankability,
        settled=False,
        units=tuple(_unit(known, told, place, new) for place in range(len(known.units))),
    )


def has_rules(year: Period) -> bool:
    """Whether there are rules by which a year is scored."""
    try:
        rules_of(year)
    except NotInForce:
        return False
    return True


def line_of(year: Period) -> Fraction:
    """The highest score that still fails."""
    return Fraction(min(band.high for band in rules_of(year)[0].grades))


def _inputs(known: Known, year: Period, division: int | None, line: Fraction) -> str:
    said = {
        "method": "B",
        "version": VERSION,
        "period": str(year),
        "division": division,
        "units": [unit.id for unit in known.units],
        "line": str(line),
    }
    audits, planned = known.audits, known.planned
    columns = (audits.unit, audits.month, audits.sheet, audits.inspector, audits.score)
    return hash_of(
        said, known.year.sheet_points, *columns, planned.unit, planned.month, planned.sheet
    )


def _new_units(session: Any, year: Period, units: Iterable[int]) -> frozenset[int]:
    """Which of some units (by id) came after the first day of the year."""
    since = {key: places[-1][0] for key, places in roster.histories(session).items()}
    return frozenset(unit for unit in units if since[unit] > year.first_day)


def _unit(known: Known, told: ScoreForecast, place: int, new: frozenset[int]) -> UnitForecast:
    end, key = told.end, known.units[place].id
    rated = bool(end.rated[place])
    return UnitForecast(
        unit=key,
        rated=rated,
        comparable=key not in new,
        now=number(end.now[place]),
        spread=tuple(float(one) for one in end.quantiles[place]) if rated else None,
        last=number(end.last[place]),
        below=number(end.below[place]),
        best=int(end.best[place]) if rated else None,
        worst=int(end.worst[place]) if rated else None,
    )


def _settled(session: Any, year: Period, division: int | None) -> NewForecast | None:
    """What came: the exact scores and places of a year that is over."""
    stands = official(session, year)
    units = [one for one in stands.units if division in (None, one.row.division.id)]
    rates = {one.row.id: one.exact for one in units}
    if not any(rate is not None for rate in rates.values()):
        return None
    places, line = shared_ranks(rates), line_of(year)
    scored = [rate for rate in rates.values() if rate is not None]
    new = _new_units(session, year, rates)
    told = tuple(_came(one, places[one.row.id], min(scored), line) for one in units)
    told = tuple(replace(one, comparable=one.unit not in new) for one in told)
    alone = len(scored) < 2
    said = {
        "method": "B",
        "version": VERSION,
        "period": str(year),
        "division": division,
        "settled": {str(key): str(rate) for key, rate in sorted(rates.items())},
    }
    return NewForecast(
        method="B",
        scheme=SCHEME,
        period=year,
        division=division,
        as_of=year.last_day,
        version=VERSION,
        inputs=hash_of(said),
        line=float(line),
        number=sum(one.audits for one in units),
        rankable=None,
        settled=True,
        units=tuple(_alone(one) for one in told) if alone else told,
    )


def _came(one: UnitStanding, place: int | None, lowest: Fraction, line: Fraction) -> UnitForecast:
    exact = one.exact
    figure = None if exact is None else float(exact)
    return UnitForecast(
        unit=one.row.id,
        rated=exact is not None,
        comparable=True,
        now=figure,
        spread=None if figure is None else (figure,) * 5,
        last=None if exact is None else float(exact == lowest),
        below=None if exact is None else float(exact <= line),
        best=place,
        worst=place,
    )


def _alone(one: UnitForecast) -> UnitForecast:
    """A unit alone is not last."""
    return replace(one, last=None)
