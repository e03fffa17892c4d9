"""Storing a forecast: for the centre, for who heads the division, and for the program itself."""

import hashlib
import json
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.actors import Forbidden, Role, require
from db.forecasts.rows import NewForecast
from db.models_forecasts import Forecast
from db.scope import hold_division
from db.trail import note, one_at_a_time


def store(session: Session, new: NewForecast, now: datetime) -> int:
    """Store a forecast, unless one of the same inputs is there already; the id of the one there.

    Raises Forbidden.
    """
    actor = require(session, Role.DIVISION_HEAD)
    may_make(session, new.division)
    one_at_a_time(session)
    known = session.scalar(select(Forecast.id).where(Forecast.inputs == new.inputs))
    if known is not None:
        return known
    content = new.content()
    if new.division is not None:
        hold_division(session, new.division)
    row = Forecast(
        method=new.method,
        scheme=new.scheme,
        period=str(new.period),
        division_id=new.division,
        as_of=new.as_of,
        version=new.version,
        inputs=new.inputs,
        content=content,
        hash=hash_of(content),
        made_at=now,
        made_by=actor.person_id,
    )
    session.add(row)
    session.flush()
    told = {"period": str(new.period), "division_id": new.division, "seal": row.hash}
    note(session, "forecast_made", "forecast", row.id, after=told)
    return row.id


def may_make(session: Session, division: int | None) -> None:
    """Raises Forbidden for who may not make a forecast of a division, or of all without one."""
    actor = require(session, Role.DIVISION_HEAD)
    if not actor.may_all and division not in actor.divisions(Role.DIVISION_HEAD):
        raise Forbidden


def hash_of(content: Any) -> str:
    """SHA-256 over what a forecast says."""
    told = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(told.encode()).hexdigest()
