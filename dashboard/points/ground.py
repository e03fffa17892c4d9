"""Who may look at accounts and decide on them, and which seasons there are."""

from __future__ import annotations

from datetime import date, datetime

from checklists.account import Bounds, SeasonDays
from checklists.account_rules import AccountRules
from checklists.order_rules import order_rules
from checklists.periods import Period
from dashboard.looks import ZONE, today
from db.actors import Actor, Role

LOOKING = (Role.AGENT, Role.DIVISION_HEAD, Role.UNIT_REPRESENTATIVE)
ENTERING = (Role.AGENT, Role.DIVISION_HEAD)


def may_look(actor: Actor) -> bool:
    """Whether accounts are anything to somebody."""
    return actor.may_all or actor.holds(*LOOKING)


def may_enter(actor: Actor, division: int) -> bool:
    """Whether somebody enters deductions for the units of a division."""
    return actor.may_all or any(division in actor.divisions(role) for role in ENTERING)


def may_decide(actor: Actor, division: int) -> bool:
    """Whether somebody decides on deductions and on eliminations in a division."""
    return actor.may_all or division in actor.divisions(Role.DIVISION_HEAD)


def rules_of(season: Period, on: date | None = None) -> AccountRules:
    """The rules of a season's account: as they hold today, or held on the season's last day."""
    days = order_rules(on or today()).account.season.days(season)
    return order_rules(min(max(on or today(), days[0]), days[1])).account


def season_days(season: Period) -> SeasonDays:
    """The days of a season's account."""
    return SeasonDays.of(rules_of(season), season)


def bounds(season: Period) -> Bounds:
    """With how many points accounts of a season begin, and where the line is."""
    return Bounds.of(rules_of(season))


def seasons() -> list[str]:
    """The seasons to choose from, the newest first: from when the rules are in force to today."""
    found, season = [], season_at(today())
    while season_days(season).last >= bounds(season).in_force:
        found.append(str(season))
        season = season.previous
    return found


def season_at(day: date) -> Period:
    """The season a day lies in, or the last one before it."""
    season = Period.parse(f"{day.year}-HS")
    return season if order_rules(day).account.season.days(season)[0] <= day else season.previous


def day_of(moment: datetime) -> date:
    """The day of a moment in the organisation's zone."""
    return moment.astimezone(ZONE).date()
