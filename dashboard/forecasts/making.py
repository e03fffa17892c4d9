"""Making forecasts: on demand, at each month's end, and by the program for everything at once."""

from __future__ import annotations

from datetime import UTC, datetime

from checklists.periods import Period
from dashboard.forecasts.gathering import everything, made
from dashboard.looks import ZONE
from dashboard.points.finding import find
from dashboard.points.ground import bounds, season_at, season_days
from db import organisation
from db.account.places import REGULATION
from db.actors import Actor, Role, require
from db.forecasts.storing import may_make, store
from db.session import database


def make(actor: Actor, period: Period, division: int | None) -> int:
    """Make a forecast now and store it; its id, or that of the one of the same inputs.

    A year is forecast from its audited scores, for the company without a division; a heating
    season from the accounts of a division. Raises Forbidden or NoForecast.
    """
    now = datetime.now(UTC)
    with database().read(actor) as session:
        may_make(session, division)
    if period.kind == "season":
        find(period)
    with database().read(actor) as session:
        new = made(session, period, division, now.astimezone(ZONE).date())
    with database().write(actor) as session:
        return store(session, new, now)


def at_month_end(actor: Actor) -> int:
    """Make and store all forecasts that somebody may make; how many there are now.

    The year and the season that run are forecast, and what came of those before is kept.
    Raises Forbidden.
    """
    now = datetime.now(UTC)
    on = now.astimezone(ZONE).date()
    with database().read(actor) as session:
        require(session, Role.DIVISION_HEAD)
        keeping = any(one.works_under(REGULATION) for one in organisation.divisions(session))
    for season in (season_at(on).previous, season_at(on)) if keeping else ():
        if season_days(season).last >= bounds(season).in_force:
            find(season)
    with database().read(actor) as session:
        found = everything(session, on)
    with database().write(actor) as session:
        return len({store(session, one, now) for one in found})
