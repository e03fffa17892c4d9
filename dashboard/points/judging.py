"""What takes points off in a season, as orders, redos and call-backs are now; nothing is kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import pandas as pd

from checklists import columnar_events as columnar
from checklists.account_events import REDONE
from checklists.columnar_clocks import due_times_as_opened
from checklists.order_rules import order_rules
from checklists.periods import Period
from dashboard.looks import ZONE
from dashboard.points.ground import bounds, rules_of, season_days
from db.account import places
from db.account.proposing import Proposal
from db.callbacks.reading import dissatisfied
from db.callbacks.rows import Dissatisfied
from db.work_calendars import calendars_as_opened

BEFORE = timedelta(days=60)
"""Orders of so long before a season may still become late in it."""


@dataclass(frozen=True)
class Judged:
    """Deductions as columnar_events has them; so many orders have no due time."""

    events: pd.DataFrame
    unknown: int


def since(season: Period) -> datetime:
    """From when on orders may take points off in a season."""
    return datetime.combine(season_days(season).first, time(), ZONE) - BEFORE


def judge(session: Any, season: Period, now: datetime) -> Judged:
    """The deductions of a season that follow from what there is.

    Raises NotInForce, or Forbidden for whoever is not the program itself.
    """
    days, first = season_days(season), since(season)
    end = datetime.combine(days.last + timedelta(days=1), time(), ZONE)
    orders = places.judged_orders(session, first, end)
    redos = _frame(places.redo_steps(session, first), ("order_id", "at"))
    # HEV-11 and HEV-12 follow from calls drawn by HEAT alone (reading): where a division works
    # under GAS too, an order drawn by both would lose its points twice.
    heard = (one for one in dissatisfied(session, first) if one.scheme == places.REGULATION)
    calls = _frame([asdict(one) for one in heard], _CALLED)
    due = due_times_as_opened(orders, calendars_as_opened(session), now)
    parts = (
        columnar.late_events(orders, due),
        columnar.redo_events(orders, redos, rules_of(season).event(REDONE).at_least),
        columnar.called_events(calls[calls["division_id"].isin(orders["division_id"].unique())]),
    )
    found = pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)
    return Judged(columnar.within(found, days, bounds(season)), columnar.without_due_time(due))


def proposals(judged: Judged, season: Period) -> Iterator[Proposal]:
    """The deductions as they are proposed."""
    for row in judged.events.to_dict("records"):
        moment: datetime = row["occurred_at"].to_pydatetime()
        rules = order_rules(_day(moment))
        yield Proposal(
            origin=row["origin"],
            unit_id=int(row["unit_id"]),
            division_id=int(row["division_id"]),
            season=str(season),
            code=row["code"],
            points=rules.account.event(row["code"]).points,
            occurred_at=moment,
            rules=rules.valid_from,
            order_id=row["order_id"],
            callback_id=row["callback_id"] or None,
        )


_CALLED = tuple(Dissatisfied.__annotations__)


def _day(moment: datetime) -> date:
    return moment.astimezone(ZONE).date()


def _frame(rows: list[Any], columns: tuple[str, ...]) -> pd.DataFrame:
    made = pd.DataFrame(rows, columns=list(columns))
    for name in {"at", "called_at"} & set(columns):
        made[name] = pd.to_datetime(made[name], utc=True).astype("datetime64[us, UTC]")
    return made
