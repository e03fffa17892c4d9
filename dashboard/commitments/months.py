"""Commitments of a month by unit: shares with the numbers behind them, and the cases themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pandas as pd

from checklists.columnar_clocks import due_times_as_opened
from checklists.commitment_figures import Figure
from checklists.commitments import (
    NOT_SHOWN,
    figures,
    order_cases,
    ring_figures,
    stop_cases,
    temperature_cases,
)
from checklists.order_rules import Commitment, OrderRules, order_rules
from checklists.periods import Period
from dashboard.commitments.scope import ALLOWED, bounds, units_of
from dashboard.looks import today
from dashboard.place_words import place_words
from db import answered_calls, commitment_data, planned_stops
from db.actors import Actor, require
from db.orders.columns import order_columns
from db.orders.filters import OrderFilter
from db.rows import UnitRow
from db.session import database
from db.visible_orders import working_divisions
from db.work_calendars import calendars_as_opened


@dataclass(frozen=True)
class MonthFigures:
    """The commitments of a month: `figures` by unit, under None all units together.

    `over` says whether the month is; `own` that one sees none but the units one stands for.
    """

    month: str
    units: tuple[UnitRow, ...]
    commitments: tuple[Commitment, ...]
    figures: Mapping[int | None, Mapping[str, Figure]]
    over: bool = True
    own: bool = False

    def applies(self, one: Commitment, unit: UnitRow | None) -> bool:
        """Whether a unit's division, or any of the units, works under a commitment's regulation."""
        units = self.units if unit is None else (unit,)
        return any(each.division.works_under(one.reference.document) for each in units)


@dataclass(frozen=True)
class Case:
    """One thing behind a figure: an order, a stop or a measurement; `kept` None while open.

    `measured` is False where it cannot be known whether it was kept. `number`, `source`,
    `order_class` and `place` are those of an order, empty for what is none.
    """

    kind: str
    key: str
    unit_id: int
    kept: bool | None
    due_at: datetime | None
    done_at: datetime | None
    number: str = ""
    source: str = ""
    order_class: str = ""
    place: str = ""
    measured: bool = True

    @property
    def stands(self) -> str:
        """One of `broken`, `open`, `kept` and `unmeasured`."""
        if not self.measured:
            return "unmeasured"
        return "open" if self.kept is None else "kept" if self.kept else "broken"


_ORDER = ("broken", "open", "kept", "unmeasured")


def month_figures(actor: Actor, month: str) -> MonthFigures:
    """How the units one sees kept their commitments in a month. Raises Forbidden."""
    with database().read(actor) as session:
        units = units_of(session, month)
        rules = _rules(month)
        cases, _orders = _cases(session, month, rules)
        hidden = _hidden(session, units)
        rings = [row.rings for row in answered_calls.answered_calls(session, month)]
    listed = tuple(
        one
        for one in rules.commitments
        if any(unit.division.works_under(one.reference.document) for unit in units)
    )
    shown = [unit.id for unit in units]
    found = figures(cases, listed, shown)
    for one in (each for each in listed if each.measure == "rings"):
        for key, figure in ring_figures(one, rings, shown).items():
            found[key][one.code] = figure
    for unit in (*hidden, *([None] if hidden else [])):
        for one in listed:
            if one.measure == "called_back":
                found[unit][one.code] = Figure(one.code, 0, 0, 0, NOT_SHOWN)
    over = today() > Period.parse(month).last_day
    return MonthFigures(month, tuple(units), listed, found, over, len(hidden) == len(units) > 0)


def behind(actor: Actor, month: str, code: str, unit: int | None = None) -> list[Case]:
    """What is behind a figure of a unit, or of all: not kept first, then open, then kept.

    What could not be measured comes last.

    Raises Forbidden.
    """
    with database().read(actor) as session:
        units = units_of(session, month)
        hidden = _hidden(session, units)
        rules = _rules(month)
        cases, orders = _cases(session, month, rules)
    if hidden and rules.commitment(code).measure == "called_back":
        return []
    ids = {one.id for one in units if unit in (None, one.id)}
    mine = cases[(cases["code"] == code) & cases["unit_id"].isin(ids)]
    known = orders.set_index("id")
    found = [_case(row, known) for row in mine.to_dict("records")]
    return sorted(found, key=lambda one: (_ORDER.index(one.stands), one.number, one.key))


def _rules(month: str) -> OrderRules:
    return order_rules(min(Period.parse(month).last_day, today()))


def _cases(session: Any, month: str, rules: OrderRules) -> tuple[pd.DataFrame, pd.DataFrame]:
    first, until = bounds(month)
    wanted = OrderFilter(reported_from=first, reported_until=until)
    orders = order_columns(session, wanted).set_index("id", drop=False)
    clocks = due_times_as_opened(orders, calendars_as_opened(session), datetime.now(UTC))
    called = commitment_data.called_back(session, first, until)
    stops = [one.stop for one in planned_stops.stops(session, first, until)]
    parts = (
        order_cases(orders, clocks, called, rules, calling=_is_calling(month)),
        stop_cases(stops, rules),
        temperature_cases(commitment_data.readings(session, first, until), rules),
    )
    full = [part for part in parts if len(part)]
    return (pd.concat(full, ignore_index=True) if full else parts[0]), orders


def _is_calling(month: str) -> bool:
    """Whether customers of a month may still be called: up to the end of the month after it."""
    last = Period.parse(month).last_day + timedelta(days=1)
    return today() <= Period.month_of(last).last_day


def _hidden(session: Any, units: Iterable[UnitRow]) -> list[int]:
    """The units of whose call-backs one sees none: those one stands for."""
    actor = require(session, *ALLOWED)
    divisions = working_divisions(actor)
    return [one.id for one in units if not actor.may_all and one.division.id not in divisions]


def _case(row: Mapping[Any, Any], orders: pd.DataFrame) -> Case:
    case = Case(
        kind=row["kind"],
        key=str(row["key"]),
        unit_id=int(row["unit_id"]),
        kept=None if row["kept"] is None else bool(row["kept"]),
        due_at=None if pd.isna(row["due_at"]) else row["due_at"].to_pydatetime(),
        done_at=None if pd.isna(row["done_at"]) else row["done_at"].to_pydatetime(),
        measured=bool(row["measured"]),
    )
    if row["kind"] != "order":
        return case
    order = orders.loc[row["key"]]
    place = place_words(order["estate"], order["building"])
    named = {name: order[name] for name in ("number", "source", "order_class")}
    return replace(case, **named, place=place)
