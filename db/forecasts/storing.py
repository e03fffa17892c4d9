"""Storing a forecast: for the centre, for who heads the division, and for the program itself."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.actors import Actor, Forbidden, Role, require
from db.forecasts.rows import NewForecast
from db.models_access import Trail
from db.models_forecasts import Forecast
from db.records import column_names, hash_of_record, record_hash
from db.scope import hold_division
from db.trail import note, one_at_a_time

NOT_SAID = ("id", "hash")
"""What a forecast's hash does not stand for: its number, and itself."""


def store(session: Session, new: NewForecast, now: datetime) -> int:
    """Store a forecast unless the newest of its day has the same inputs; the id of the one there.

    What was the newest once and is so again, as after a restatement that was taken back, is stored
    anew: its inputs then stand for the one before it, too. Raises Forbidden.
    """
    actor = require(session, Role.DIVISION_HEAD)
    may_make(session, new.division)
    one_at_a_time(session)
    newest, inputs = _newest(session, new), new.inputs
    known = session.scalar(select(Forecast.id).where(Forecast.inputs == inputs))
    if newest is not None and known is not None:
        if newest.id == known or newest.content == new.content():
            return newest.id
        inputs = hash_of_record({"inputs": inputs, "after": newest.hash})
    if new.division is not None:
        hold_division(session, new.division)
    said = {
        "method": new.method,
        "scheme": new.scheme,
        "period": str(new.period),
        "division_id": new.division,
        "as_of": new.as_of,
        "version": new.version,
        "inputs": inputs,
        "content": new.content(),
        "made_at": now,
        "made_by": actor.person_id,
    }
    row = Forecast(**said, hash=hash_of(said))
    session.add(row)
    session.flush()
    told = {"period": str(new.period), "division_id": new.division, "seal": row.hash}
    note(session, "forecast_made", "forecast", row.id, after=told)
    return row.id


def _newest(session: Session, new: NewForecast) -> Forecast | None:
    """The forecast of the same kind and day that was made last."""
    query = (
        select(Forecast)
        .where(
            Forecast.method == new.method,
            Forecast.period == str(new.period),
            Forecast.division_id.is_(None)
            if new.division is None
            else Forecast.division_id == new.division,
            Forecast.as_of == new.as_of,
        )
        .order_by(Forecast.id.desc())
        .limit(1)
    )
    return session.scalar(query)


def hash_of(row: Mapping[str, Any]) -> str:
    """The hash of a forecast by what its columns hold."""
    return record_hash(Forecast, row, but=NOT_SAID)


def may_forecast(actor: Actor, division: int | None) -> bool:
    """Whether somebody makes forecasts of a division, or of the company without one."""
    return actor.may_all or division in actor.divisions(Role.DIVISION_HEAD)


def may_make(session: Session, division: int | None) -> None:
    """Raises Forbidden for who may not make a forecast of a division, or of all without one."""
    if not may_forecast(require(session, Role.DIVISION_HEAD), division):
        raise Forbidden


def forecast_faults(session: Session) -> tuple[list[str], int]:
    """In words what is wrong with stored forecasts, and how many there are. Raises Forbidden."""
    require(session, Role.ADMINISTRATOR)
    query = select(Trail.after).where(Trail.action == "forecast_made")
    told, faults, number = Counter(one["seal"] for one in session.scalars(query)), [], 0
    columns = [getattr(Forecast, name) for name in column_names(Forecast)]
    for found in session.execute(select(*columns).order_by(Forecast.id)):
        row, number = dict(found._mapping), number + 1
        own = hash_of(row)
        if own != row["hash"] or told[own] < 1:
            words = "it was changed, or put there behind the program's back"
            faults.append(f"Forecast {row['id']} of {row['period']}: {words}.")
        told[own] -= 1
    gone = (key for key, left in told.items() if left > 0)
    faults += [f"Forecast {key[:12]}: the trail tells of it, it is not there." for key in gone]
    return faults, number
