"""Drawing the orders of a unit and month that are called back, once, with a stored seed."""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import case, func, insert, select
from sqlalchemy.orm import Session

from checklists.call_backs import SampleRule, sample_rules
from checklists.order_rules import order_rules
from checklists.periods import Period
from checklists.sampling import SEED_BYTES, draw, sample_size
from db.actors import Forbidden, Role, acting
from db.callbacks.errors import AlreadyDrawn, MonthAhead, MonthRunning, NoSamples
from db.callbacks.months import moments_of, today_of
from db.errors import UnitNotFound
from db.models_account import Callback, CallbackDraw
from db.models_orders import WorkOrder
from db.organisation import units
from db.records import record_hash
from db.rows import UnitRow
from db.scope import hold, hold_division
from db.texts import entry
from db.trail import note
from db.visible_orders import working_divisions

REASON_LENGTH = 500


# An order taken in from a file may not say when it was dispatched; then the next best tells it.
_FROM_FILE = func.coalesce(WorkOrder.taken_at, WorkOrder.opened_at)
SENT = func.coalesce(WorkOrder.dispatched_at, case((WorkOrder.import_id.is_not(None), _FROM_FILE)))
"""When an order of a unit counts as dispatched; nothing for one that is not."""


@dataclass(frozen=True)
class Population:
    """The orders of a unit and month to which one rule applies, by key."""

    rule: SampleRule
    orders: tuple[str, ...]

    @property
    def size(self) -> int:
        """How many of them are to be called back."""
        return sample_size(len(self.orders), self.rule.bands)


def may_draw(session: Session, unit: UnitRow) -> bool:
    """Whether whoever acts draws for a unit: agents and heads of its division, administrators.

    Who represents the unit is asked about by the call-backs, and so never draws them.
    """
    actor = acting(session)
    own = unit.id in actor.units(Role.UNIT_REPRESENTATIVE)
    return actor.may_all or (unit.division.id in working_divisions(actor) and not own)


def units_to_draw(session: Session, month: str) -> list[UnitRow]:
    """The units whoever acts draws for in a month, under their division of its last day.

    Of divisions that work by HEAT they are all units; of others those with orders in the month.
    """
    last = Period.parse(month).last_day
    mine = [unit for unit in units(session, open_on=last) if may_draw(session, unit)]
    if all(unit.division.works_under("HEAT") for unit in mine):
        return mine
    first, end = moments_of(month)
    sent = select(WorkOrder.unit_id).where(first <= SENT, end > SENT)
    busy = set(session.scalars(sent.distinct()))
    return [unit for unit in mine if unit.division.works_under("HEAT") or unit.id in busy]


def populations(session: Session, unit: UnitRow, month: str) -> list[Population]:
    """The orders of a unit dispatched in a month, apart by the rules its division works under.

    An order that was void when it is looked at is in none. One taken in from a file that does not
    say when it was dispatched counts from when it was taken on, or else opened. Raises BadPeriod.
    """
    on = Period.parse(month).last_day
    rules = sample_rules(order_rules(on), unit.division.regulations.split(","))
    first, end = moments_of(month)
    query = select(WorkOrder.id, WorkOrder.order_class).where(
        WorkOrder.unit_id == unit.id,
        WorkOrder.division_id == unit.division.id,
        WorkOrder.state != "void",
        first <= SENT,
        end > SENT,
    )
    found = session.execute(query).all()
    return [
        Population(rule, tuple(sorted(key for key, kind in found if rule.covers(kind))))
        for rule in rules
    ]


def draw_month(
    session: Session, unit_id: int, month: str, now: datetime, reason: str = ""
) -> list[int]:
    """Draw a unit's month, by each rule its division works under; the numbers of the draws.

    Raises UnitNotFound, Forbidden, BadPeriod, MonthAhead, MonthRunning without a reason,
    NoSamples, AlreadyDrawn, EntryRefused for the reason; ChangedMeanwhile where another one
    draws the same at the same moment.
    """
    unit = _unit(session, unit_id, month)
    if not may_draw(session, unit):
        raise Forbidden
    early = _check_month(month, now, reason)
    known = select(CallbackDraw.id).where(
        CallbackDraw.unit_id == unit.id, CallbackDraw.month == month
    )
    if session.scalars(known).first() is not None:
        raise AlreadyDrawn(unit.name_zh, month)
    found = populations(session, unit, month)
    if not found:
        raise NoSamples(unit.name_zh)
    hold_division(session, unit.division.id)
    return [_keep(session, unit, month, one, reason=early, now=now) for one in found]


def _unit(session: Session, unit_id: int, month: str) -> UnitRow:
    last = Period.parse(month).last_day
    for unit in units(session, on=last):
        if unit.id == unit_id:
            return unit
    raise UnitNotFound(unit_id)


def _check_month(month: str, now: datetime, reason: str) -> str:
    """Why a month is drawn before it is over; empty once it is."""
    period, today = Period.parse(month), today_of(now)
    if period.first_day > today:
        raise MonthAhead(month)
    if period.last_day < today:
        return ""
    if not reason.strip():
        raise MonthRunning(month)
    return entry(reason, REASON_LENGTH)


def _keep(
    session: Session, unit: UnitRow, month: str, one: Population, *, reason: str, now: datetime
) -> int:
    seed = secrets.token_hex(SEED_BYTES)
    row = CallbackDraw(
        scheme=one.rule.scheme,
        unit_id=unit.id,
        division_id=unit.division.id,
        order_class=one.rule.code,
        month=month,
        seed=seed,
        population=list(one.orders),
        size=one.size,
        rules=one.rule.since,
        reason=reason,
        drawn_at=now,
        person_id=acting(session).me,
    )
    session.add(row)
    session.flush()
    sample = draw(one.orders, seed, one.size).sample
    add_calls(session, row.id, dict(enumerate(sample, start=1)), now)
    told: dict[str, Any] = {"unit": unit.id, "period": month, "seed": seed}
    told |= {"sample": f"{one.rule.scheme} {one.rule.code}"}
    told |= {"population": len(one.orders), "size": one.size}
    told["seal"] = record_hash(CallbackDraw, vars(row), but=["id"])
    note(session, "calls_drawn", "callback_draw", row.id, after=told, reason=reason)
    return row.id


def add_calls(
    session: Session,
    draw_id: int,
    places: Mapping[int, str],
    now: datetime,
    replaces: str | None = None,
) -> None:
    """Put orders on the list of calls, each by its place in the draw."""
    for order in _held(session, places.values()):
        hold(session, order)
    rows = [
        {
            "id": str(uuid4()),
            "draw_id": draw_id,
            "order_id": order,
            "place": place,
            "replaces": replaces,
            "state": "waiting",
            "reason": "",
            "changed_at": now,
        }
        for place, order in places.items()
    ]
    if rows:
        session.execute(insert(Callback), rows)


def _held(session: Session, orders: Iterable[str]) -> list[str]:
    """Those of the orders that whoever acts sees."""
    return list(session.scalars(select(WorkOrder.id).where(WorkOrder.id.in_(list(orders)))))
