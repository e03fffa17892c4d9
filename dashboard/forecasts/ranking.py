"""A ranking with what is forecast of it: the official figures, and beside them how it may end."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from checklists.periods import Period
from checklists.ranking import shared_ranks
from dashboard.forecasts.looking import may_look
from dashboard.forecasts.stored import Shown, newest
from dashboard.forecasts.year import known_of
from dashboard.looks import today
from dashboard.risk.funnel import Funnel, funnel
from dashboard.standings.official import before
from dashboard.standings.rows import Standings, UnitStanding
from db.actors import Actor
from db.forecasts.rows import UnitForecast
from db.rows import DivisionRow
from db.session import database

MIDDLE = 2
"""Where the median stands in the spread of a forecast."""


@dataclass(frozen=True)
class Prospect:
    """A scored unit as it stands and as it may end.

    `grade` is that of the middle of what is forecast; None without a forecast.
    """

    unit: UnitStanding
    forecast: UnitForecast | None
    grade: str | None


@dataclass(frozen=True)
class Prospects:
    """The units of a ranking as they may end.

    `division` is the one the forecast is of, None for the whole company; `shown` is None while
    there is no forecast.
    """

    division: DivisionRow | None
    shown: Shown | None
    rows: tuple[Prospect, ...]


def scope_of(actor: Actor, stands: Standings, division: str | None) -> list[DivisionRow | None]:
    """Of what somebody may look at forecasts here: the company (None), else divisions one heads.

    With a division chosen it is that one, but for who sees the whole company.
    """
    if not may_look(actor):
        return []
    if stands.whole:
        return [None]
    rows = [group.row for group in stands.divisions if group.row is not None]
    return [row for row in rows if division in (None, row.code)]


def prospects(actor: Actor, stands: Standings, division: DivisionRow | None) -> Prospects:
    """The scored units of a division, or of the company, with what is forecast. Raises Forbidden.

    The forecast is of all of them together, as the places are.
    """
    key = None if division is None else division.id
    shown = newest(actor, stands.period, key) if stands.period.kind == "year" else None
    rows = tuple(_prospect(stands, shown, one) for one in _ranked(stands, key))
    return Prospects(division, shown, rows)


def moved(actor: Actor, found: Prospects, period: Period) -> dict[int, int]:
    """By how many places the units of a ranking rose since the period before, by unit.

    Those without a place then are left out; empty where there is nothing to compare with.
    """
    with database().read(actor) as session:
        earlier = before(session, period)
    key = None if found.division is None else found.division.id
    ranked = [] if earlier is None else _ranked(earlier, key)
    was = {one.row.id: one.place for one in ranked if one.place is not None}
    now = {row.unit.row.id: row.unit.place for row in found.rows if row.unit.place is not None}
    return {unit: was[unit] - place for unit, place in now.items() if unit in was}


def funnel_of(actor: Actor, stands: Standings, division: DivisionRow | None) -> Funnel | None:
    """The funnel of the scored units of a period; None where there is none."""
    key = None if division is None else division.id
    exact = {one.row.id: one.exact for one in stands.units}
    with database().read(actor) as session:
        known = known_of(session, stands.period, today(), key)
    found = [exact.get(unit.id) for unit in known.units]
    scores = np.array([np.nan if one is None else float(one) for one in found], float)
    return funnel(known.audits, len(known.units), scores)


def _prospect(stands: Standings, shown: Shown | None, unit: UnitStanding) -> Prospect:
    forecast = None if shown is None else shown.of_unit.get(unit.row.id)
    grade = None
    if forecast is not None and forecast.spread is not None:
        grade = stands.scheme.grade(Fraction(forecast.spread[MIDDLE]))
    return Prospect(unit, forecast, grade)


def _ranked(stands: Standings, division: int | None) -> list[UnitStanding]:
    """The scored units of a division, or of all that are seen, with their places among them."""
    units = [one for one in stands.units if division in (None, one.row.division.id)]
    places = shared_ranks({one.row.id: one.exact for one in units})
    return [replace(one, place=places[one.row.id]) for one in units if one.k is not None]
