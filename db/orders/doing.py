"""What each kind of step changes on an order, after checking what was entered for it."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from checklists.clock_moments import end_pauses, store_pauses
from checklists.errors import N_
from checklists.order_answers import photos_missing
from checklists.order_rules import order_rules
from db.models_orders import OrderStep
from db.orders import entries
from db.orders.correcting import Facts, corrected
from db.orders.errors import OrderRefused, PhotosMissing, StepNotNow
from db.orders.reading import OrderRow, photos_of

if TYPE_CHECKING:
    from db.orders.steps import Step

Changed = tuple[dict[str, Any], dict[str, Any]]
"""The columns a step changes, and what it tells beside them."""

_FIELDS = {
    "dispatch": "dispatched_at",
    "take": "taken_at",
    "arrive": "arrived_at",
    "answer": "answered_at",
    "restore": "restored_at",
    "close": "closed_at",
    "return": "returned_at",
    "pause": "paused_at",
    "resume": "resumed_at",
}
_FOLLOWS: dict[str, tuple[str, ...]] = {
    "take": ("dispatched_at",),
    "arrive": ("dispatched_at", "taken_at"),
    "answer": ("dispatched_at", "taken_at", "arrived_at"),
    "return": ("answered_at",),
    "close": ("answered_at",),
}


def moment_of(
    session: Session, row: OrderRow, kind: str, at: datetime, now: datetime, *, by_unit: bool
) -> datetime:
    """When a step was, in order with what was before it. Raises OrderRefused."""
    after: list[tuple[str, datetime | None]] = [("reported_at", row.reported_at)]
    after += [(name, getattr(row, name)) for name in _FOLLOWS.get(kind, ())]
    if kind in ("answer", "arrive") and row.redos:
        after.append(("returned_at", _returned_at(session, row)))
    if kind == "resume" and row.paused is not None:
        after.append(("paused_at", row.paused.since))
    back = entries.BACK if by_unit else None
    return entries.moment(_FIELDS.get(kind, "at"), at, now, after, back)


def _returned_at(session: Session, row: OrderRow) -> datetime | None:
    return session.scalars(_returns(func.max(OrderStep.at), row)).one()


def _returns(value: ColumnElement[datetime], row: OrderRow) -> Select[datetime | None]:
    return select(value).where(OrderStep.order_id == row.id, OrderStep.kind == "return")


def _dispatch(session: Session, row: OrderRow, step: "Step", at: datetime) -> Changed:
    unit = _unit(session, row, step, at)
    station = entries.text("station", step.station) or row.station
    return {"unit_id": unit, "station": station}, {"unit": unit}


def _appoint(session: Session, row: OrderRow, step: "Step", at: datetime) -> Changed:
    agreed = entries.appointment(step.appointment_at, at, row.reported_at)
    proof = entries.text("appointment_proof", step.proof, 4, entries.LONG)
    told = {"appointment_at": agreed.isoformat(), "proof": proof}
    return {"appointment_at": agreed, "appointment_proof": proof}, told


def _pause(session: Session, row: OrderRow, step: "Step", at: datetime) -> Changed:
    if row.paused is not None:
        raise StepNotNow(row.state)
    last = max((pause.until for pause in row.pauses if pause.until is not None), default=None)
    entries.moment("paused_at", at, at, [("resumed_at", last)])
    begun = [at.isoformat(), None, entries.reason(step.reason)]
    return {"pauses": [*store_pauses(row.pauses), begun]}, {}


def _resume(session: Session, row: OrderRow, step: "Step", at: datetime) -> Changed:
    if row.paused is None:
        raise StepNotNow(row.state)
    return {"pauses": ended(row, at)}, {}


def _hand_over(session: Session, row: OrderRow, step: "Step", at: datetime) -> Changed:
    unit = _unit(session, row, step, at)
    now_with = row.handed_to or row.unit
    if now_with is not None and unit == now_with.id:
        raise OrderRefused(
            "unit", now_with.code, N_("{field}: {value} has the order already. Choose another one.")
        )
    if row.taken_at is None:
        # Nobody has taken it on: the other unit is the first one and will answer for it.
        return {"unit_id": unit, "dispatched_at": at}, {"unit": unit, "answers_for_it": unit}
    first = None if row.unit is None else row.unit.id
    handed = None if unit == first else unit
    return {"handed_to_id": handed}, {"unit": unit, "answers_for_it": first}


def _answer(session: Session, row: OrderRow, step: "Step", at: datetime) -> Changed:
    told = {
        "cause": entries.sentence("cause", step.cause),
        "done": entries.sentence("done", step.done),
        "satisfaction": entries.satisfaction(step.satisfaction),
    }
    _check_photos(session, row)
    return {**told, "pauses": ended(row, at)}, dict(told)


def _check_photos(session: Session, row: OrderRow) -> None:
    rules = order_rules(row.rules)
    needed = rules.order_class(row.order_class).photos
    since = None
    if row.redos and rules.orders.redo_photos.anew:
        query = _returns(func.max(OrderStep.recorded_at), row)
        since = session.scalars(query).one()
    there = [(photo.shows, photo.added_at) for photo in photos_of(session, row.id)]
    missing = photos_missing(needed, there, since)
    if missing:
        raise PhotosMissing(missing, anew=since is not None)


def _return(session: Session, row: OrderRow, step: "Step", at: datetime) -> Changed:
    answered = None if row.answered_at is None else row.answered_at.isoformat()
    before = {"answered_at": answered, "cause": row.cause, "done": row.done}
    changed = {"redos": row.redos + 1, "answered_at": None, "satisfaction": ""}
    return changed, {**before, "redos": row.redos + 1}


def _void(session: Session, row: OrderRow, step: "Step", at: datetime) -> Changed:
    return {"pauses": ended(row, at)}, {}


def _correct(session: Session, row: OrderRow, step: "Step", at: datetime) -> Changed:
    return corrected(session, row, step.facts or Facts(), at, knowing=step.knowing)


def _nothing(session: Session, row: OrderRow, step: "Step", at: datetime) -> Changed:
    return {}, {}


DOING: dict[str, Callable[[Session, OrderRow, "Step", datetime], Changed]] = {
    "dispatch": _dispatch,
    "take": _nothing,
    "appoint": _appoint,
    "pause": _pause,
    "resume": _resume,
    "hand_over": _hand_over,
    "arrive": _nothing,
    "restore": _nothing,
    "answer": _answer,
    "return": _return,
    "close": _nothing,
    "void": _void,
    "correct": _correct,
}


def ended(row: OrderRow, at: datetime) -> list[list[Any]]:
    """The pauses of an order as they are stored, the one that goes on ended at a moment."""
    return store_pauses(end_pauses(row.pauses, at))


def _unit(session: Session, row: OrderRow, step: "Step", at: datetime) -> int:
    if step.unit_id is None:
        raise OrderRefused("unit", "", N_("{field} is missing. Choose one of the list."))
    return entries.unit_of(session, row.division.id, step.unit_id, at).id
