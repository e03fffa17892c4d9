"""Correcting the facts of an order: which may become what, and what was decided on them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from checklists.errors import N_, Word
from checklists.order_classes import ORDER_CLASSES, TIMES
from db.account.reading import events_of_order
from db.models_orders import DaySummary
from db.orders import entries
from db.orders.errors import FIELDS, NothingCorrected, OrderRefused, RestsOnOrder
from db.orders.moves import ANSWERED, CENTRE_HANDLED, CLOSED, DISPATCHED, OPEN
from db.orders.reading import OrderRow

CUSTOMER = ("contact", "telephone", "building", "staircase", "room")
"""What names a customer: it stands in the order, and not for ever in the trail."""

COUNTED = ("order_class", "reported_at", "unit_id")
"""What figures rest on: clocks, summaries of shifts, deductions."""

EARLIER = timedelta(days=60)
"""So long before an order was opened its customer may have called."""

_TEXTS = {"estate": 1, "building": 0, "staircase": 0, "room": 0, "contact": 0}
_LATER = TIMES[1:]
"""All moments after the call."""


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What an order should say; None leaves a fact as it is.

    `unclear` takes an order back from a unit that has not taken it on.
    """

    order_class: str | None = None
    reported_at: datetime | None = None
    estate: str | None = None
    building: str | None = None
    staircase: str | None = None
    room: str | None = None
    contact: str | None = None
    telephone: str | None = None
    problem: str | None = None
    unclear: bool = False


@dataclass(frozen=True)
class Resting:
    """What was signed or confirmed on the facts of an order.

    `summaries` are days and shifts, `deductions` the clauses of confirmed ones.
    """

    summaries: tuple[tuple[date, str], ...] = ()
    deductions: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.summaries or self.deductions)

    def dump(self) -> dict[str, list[str]]:
        """As it stands in the history of the order."""
        told = [f"{day.isoformat()} {shift}" for day, shift in self.summaries]
        return {"summaries": told, "deductions": list(self.deductions)}


def corrected(
    session: Session, row: OrderRow, facts: Facts, now: datetime, *, knowing: bool
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The columns a correction changes, and before and after as they stand in the history.

    Raises OrderRefused for a fact, NothingCorrected, or RestsOnOrder where figures that were
    signed or confirmed would change and whoever corrects does not say that this is known.
    """
    changed = {
        name: value
        for name, value in (*_checked(row, facts, now), *_taken_back(row, facts))
        if value != _held(row, name)
    }
    if not changed:
        raise NothingCorrected
    shown = [name for name in changed if name not in ("state", "dispatched_at", "station")]
    before = {name: _plain(_held(row, name)) for name in shown}
    told = {"before": before, "after": {name: _plain(changed[name]) for name in shown}}
    if any(name in COUNTED for name in shown):
        since = min(row.reported_at, changed.get("reported_at", row.reported_at))
        rests = resting(session, row, since, now)
        if rests and not knowing:
            raise RestsOnOrder(rests.summaries, rests.deductions, told["before"], told["after"])
        if rests:
            told["rests_on"] = rests.dump()
    return changed, told


def resting(session: Session, row: OrderRow, since: datetime, now: datetime) -> Resting:
    """What was signed or confirmed on an order that was called in at a moment at the earliest."""
    until = row.closed_at or now
    query = (
        select(DaySummary.day, DaySummary.shift, DaySummary.content)
        .where(DaySummary.division_id == row.division.id)
        .where(DaySummary.day >= since.date() - timedelta(days=2))
        .where(DaySummary.day <= until.date() + timedelta(days=2))
        .order_by(DaySummary.day, DaySummary.number)
    )
    signed = {
        (day, shift): None
        for day, shift, content in session.execute(query)
        if datetime.fromisoformat(content["start"]) <= until
        and since < datetime.fromisoformat(content["end"])
    }
    found = events_of_order(session, row.id)
    return Resting(tuple(signed), tuple(one.code for one in found if one.state == "confirmed"))


def in_trail(told: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Before and after of a correction for the trail: of a customer only what was corrected."""
    before, after = (
        {name: value for name, value in told[side].items() if name not in CUSTOMER}
        for side in ("before", "after")
    )
    own = [name for name in told["after"] if name in CUSTOMER]
    after |= {"customer": own} if own else {}
    return before, after | told.get("rests_on", {})


def _checked(row: OrderRow, facts: Facts, now: datetime) -> Iterable[tuple[str, Any]]:
    """Each fact that differs, checked; one that is as it was stays, however it once came in."""
    for one in fields(facts):
        given = getattr(facts, one.name)
        if one.name == "unclear" or given is None or _same(given, getattr(row, one.name)):
            continue
        if one.name == "order_class":
            yield one.name, _class(row, given)
        elif one.name == "reported_at":
            yield one.name, _reported(row, given, now)
        elif one.name == "telephone":
            yield one.name, entries.telephone(given)
        elif one.name == "problem":
            yield one.name, entries.text(one.name, given, 2, entries.LONG)
        else:
            yield one.name, entries.text(one.name, given, _TEXTS[one.name])


def _same(given: Any, held: Any) -> bool:
    if isinstance(given, datetime) and isinstance(held, datetime):
        # Forms tell moments to the minute.
        return given == held or given == held.replace(second=0, microsecond=0)
    return bool(given == held)


def _class(row: OrderRow, given: str) -> str:
    if given not in ORDER_CLASSES:
        raise OrderRefused(
            "order_class", given, N_("{field}: “{value}” is unknown. Choose one of the list.")
        )
    if row.unit is None and row.state in (ANSWERED, CLOSED) and given not in CENTRE_HANDLED:
        raise OrderRefused(
            "order_class",
            given,
            N_("{field}: the service centre answered this order itself; leave its class."),
        )
    return given


def _reported(row: OrderRow, given: datetime, now: datetime) -> datetime:
    entries.moment("reported_at", given, now)
    for name in _LATER:
        later = getattr(row, name)
        if later is not None and given > later:
            raise OrderRefused(
                "reported_at",
                "",
                N_("{field}: {at} is after {other} ({later}). Enter an earlier time."),
                at=given,
                other=Word(FIELDS[name]),
                later=later,
            )
    if given < row.opened_at - EARLIER:
        raise OrderRefused(
            "reported_at",
            "",
            N_("{field}: {at} is more than {days} days before the order was entered. Check it."),
            at=given,
            days=EARLIER.days,
        )
    return given


def _taken_back(row: OrderRow, facts: Facts) -> Iterable[tuple[str, Any]]:
    if not facts.unclear or row.unit is None:
        return ()
    if row.state != DISPATCHED:
        raise OrderRefused(
            "unit",
            row.unit.code,
            N_("{field}: {value} has taken the order on. Hand it over to another unit."),
        )
    taken = {"unit_id": None, "state": OPEN, "dispatched_at": None, "station": ""}
    return tuple(taken.items())


def _held(row: OrderRow, name: str) -> Any:
    if name == "unit_id":
        return None if row.unit is None else row.unit.id
    return getattr(row, name)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
