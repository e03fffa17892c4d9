"""The steps of an order: each is checked, changes the order, and stands in its history."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from db.actors import Forbidden, acting
from db.callbacks.settling import settle_gone
from db.models_orders import OrderStep, WorkOrder
from db.orders import entries
from db.orders.correcting import Facts, in_trail
from db.orders.doing import DOING, moment_of
from db.orders.errors import OrderChanged, StepNotNow, StepTaken
from db.orders.locking import LockedOrder, checked_id, lock_order
from db.orders.moves import MOVES, Move, allows
from db.orders.reading import OrderRow, order, steps_of
from db.scope import EVERYTHING
from db.trail import note


@dataclass(frozen=True, kw_only=True)
class Step:
    """A step as it arrives; `kind` is one of db.orders.moves.MOVES.

    `id` is a UUID given by the device, `at` when it was (by default now), `version` the version
    of the order that was looked at: a later one refuses the step. What a kind does not need stays
    empty: `unit_id` and `station` to dispatch and hand over, `appointment_at` and `proof` to
    appoint; cause, done and satisfaction to answer; `facts` to correct, and `knowing` where signed
    or confirmed figures rest on them.
    """

    id: str
    kind: str
    at: datetime | None = None
    version: int | None = None
    reason: str = ""
    unit_id: int | None = None
    station: str = ""
    appointment_at: datetime | None = None
    proof: str = ""
    cause: str = ""
    done: str = ""
    satisfaction: str = ""
    facts: Facts | None = None
    knowing: bool = False


def record_step(session: Session, order_id: str, step: Step, now: datetime) -> OrderRow:
    """Take a step; the order as it is then. The same step again changes nothing.

    Raises OrderNotFound, Forbidden, OrderChanged for a stale version, StepNotNow, StepTaken,
    OrderRefused for an entry, BareAnswer or PhotosMissing for an answer, RestsOnOrder or
    NothingCorrected for a correction.
    """
    locked = lock_order(session, order_id)
    key = checked_id(step.id)
    if _is_known(session, locked.row.id, key, step.kind):
        return locked.row
    move = _check(session, locked, step)
    by_unit = not locked.as_centre
    at = moment_of(session, locked.row, step.kind, step.at or now, now, by_unit=by_unit)
    said = entries.reason(step.reason) if move.reason else entries.text("reason", step.reason)
    values, data = DOING[step.kind](session, locked.row, step, at)
    if move.moment is not None:
        values[move.moment] = at
    if step.kind == "void" or values.get("unit_id", 0) is None:
        settle_gone(session, locked.row.id, now)
    _write(session, locked.row, {"state": move.to or locked.row.state, **values})
    told = {**data, "version": locked.row.version + 1}
    kept = OrderStep(id=key, order_id=locked.row.id, kind=step.kind, at=at, recorded_at=now)
    kept.person_id, kept.data, kept.reason = acting(session).me, told, said
    session.add(kept)
    session.flush()
    before, after = in_trail(data) if step.kind == "correct" else ({}, {**values, **data})
    _note(session, locked.row, step.kind, (before, {**after, "at": at}), said)
    return order(session, order_id)


def _check(session: Session, locked: LockedOrder, step: Step) -> Move:
    move = MOVES.get(step.kind)
    if move is None:
        raise StepTaken
    if not (locked.as_centre or move.by_unit):
        raise Forbidden
    row = locked.row
    if step.version is not None and step.version != row.version:
        since = [s.kind for s in steps_of(session, row.id) if s.data["version"] > step.version]
        raise OrderChanged(since)
    if not allows(step.kind, row.state, row.order_class):
        raise StepNotNow(row.state)
    return move


def _is_known(session: Session, order_id: str, key: str, kind: str) -> bool:
    query = select(OrderStep.order_id, OrderStep.kind, OrderStep.person_id)
    found = session.execute(
        query.where(OrderStep.id == key), execution_options=EVERYTHING
    ).one_or_none()
    if found is not None and tuple(found) != (order_id, kind, acting(session).me):
        raise StepTaken
    return found is not None


def _write(session: Session, row: OrderRow, values: dict[str, Any]) -> None:
    changed = update(WorkOrder).where(WorkOrder.id == row.id)
    session.execute(changed.values(**values, version=row.version + 1))
    session.expire_all()


def _note(
    session: Session,
    row: OrderRow,
    kind: str,
    told: tuple[dict[str, Any], dict[str, Any]],
    why: str,
) -> None:
    before = {"order": row.id, "state": row.state, "version": row.version, **told[0]}
    after = {name: value for name, value in told[1].items() if value not in ("", None)}
    note(session, f"order_{kind}", "order", row.number, before=before, after=after, reason=why)
