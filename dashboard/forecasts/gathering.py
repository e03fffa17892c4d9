"""Forecasts as they could be made as of a day: of a period, or all that somebody may make."""

from __future__ import annotations

from datetime import date
from typing import Any

from checklists.errors import N_, WordedError
from checklists.periods import Period
from dashboard.forecasts.accounts import of_accounts
from dashboard.forecasts.scores import has_rules, of_scores
from dashboard.points.ground import season_at
from db import organisation
from db.account.places import REGULATION
from db.actors import Role, acting
from db.forecasts.rows import NewForecast


class NoForecast(WordedError):
    """There is nothing from which a forecast could be made, or none is made of such a period."""


def made(session: Any, period: Period, division: int | None, on: date) -> NewForecast:
    """The forecast of a period as of a day, not stored. Raises NoForecast."""
    found: NewForecast | None = None
    if period.kind == "year":
        found = of_scores(session, period, on, division)
    elif period.kind == "season" and division is not None:
        found = next(iter(of_accounts(session, period, on, [division])), None)
    else:
        raise NoForecast(
            N_("No forecast is made of {period}: choose a year, or a heating season of accounts."),
            period=period,
        )
    if found is None:
        raise NoForecast(
            N_("Nothing is known of {period} yet from which a forecast could be made."),
            period=period,
        )
    return found


def everything(session: Any, on: date) -> list[NewForecast]:
    """All forecasts whoever acts may make as of a day, not stored: two years and two seasons."""
    actor = acting(session)
    heads = actor.divisions(Role.DIVISION_HEAD)
    divisions = [one for one in organisation.divisions(session) if actor.may_all or one.id in heads]
    scored = [one.id for one in divisions if one.works_under(organisation.GAS)]
    whole: list[int | None] = [None] if actor.may_all else []
    this, season = Period.parse(str(on.year)), season_at(on)
    found = [
        of_scores(session, year, on, division)
        for year in (this.previous, this)
        if has_rules(year)
        for division in [*whole, *scored]
    ]
    keeping = [one.id for one in divisions if one.works_under(REGULATION)]
    for part in (season.previous, season) if keeping else ():
        found += of_accounts(session, part, on, keeping)
    return [one for one in found if one is not None]
