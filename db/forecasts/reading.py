"""Forecasts as they were made, and numbers alone of those whose period has ended."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from checklists.periods import Period
from db.forecasts.rows import Ended, ForecastRow, Method, UnitForecast
from db.forecasts.storing import hash_of
from db.models import Person
from db.models_forecasts import Forecast
from db.records import column_names

RECORD: dict[str, Any] = {"heng_everything": True}
"""Execution options of `ended` alone, which hands out numbers without units: our own record.

Whether forecasts were any good is one answer for everybody.
"""

MOST_KEPT = 4096
"""So many forecasts are kept ready as numbers; what is stored never changes."""

Key = tuple[str, str, int | None]
Told = tuple[bool, tuple[UnitForecast, ...]]
"""Whether a forecast is of a settled period, and what it says."""

_kept: dict[str, Told] = {}


def forecasts(
    session: Session, method: Method, period: Period, division: int | None, most: int = 100
) -> list[ForecastRow]:
    """The forecasts of a period for a division or (None) the company, as far as seen, newest first.

    The newest is the one that knows most: the last made of those with the latest day.
    """
    query = (
        select(Forecast, Person.name)
        .join(Person, Person.id == Forecast.made_by, isouter=True)
        .where(
            Forecast.method == method,
            Forecast.period == str(period),
            Forecast.division_id.is_(None)
            if division is None
            else Forecast.division_id == division,
        )
        .order_by(Forecast.as_of.desc(), Forecast.id.desc())
        .limit(most)
    )
    return [_row(row, name) for row, name in session.execute(query)]


def ended(session: Session) -> tuple[Ended, ...]:
    """All forecasts of periods that have ended, beside what came; for everybody the same.

    What came is the newest forecast made once the period was settled. Rows that are not what
    their hash stands for are left out; `forecast_faults` names them.
    """
    columns = (Forecast.id, Forecast.method, Forecast.period, Forecast.division_id)
    query = select(*columns, Forecast.as_of, Forecast.hash).order_by(Forecast.as_of, Forecast.id)
    known = session.execute(query, execution_options=RECORD).all()
    told = _told(session, {row.id: row.hash for row in known})
    rows = [row for row in known if row.id in told]
    keys: dict[int, Key] = {row.id: (row.method, row.period, row.division_id) for row in rows}
    came = {keys[row.id]: told[row.id][1] for row in rows if told[row.id][0]}
    return tuple(
        _ended(row.method, row.period, row.as_of, said=told[row.id][1], came=came[keys[row.id]])
        for row in rows
        if not told[row.id][0] and keys[row.id] in came
    )


def _told(session: Session, hashes: dict[int, str]) -> dict[int, Told]:
    """What forecasts say, by id; those that were read before are not read again.

    Each is checked against its hash when it is read; one that was changed is left out.
    """
    found = {key: _kept[one] for key, one in hashes.items() if one in _kept}
    new = [key for key in hashes if key not in found]
    columns = [getattr(Forecast, name) for name in column_names(Forecast)]
    query = select(*columns).where(Forecast.id.in_(new))
    for one in session.execute(query, execution_options=RECORD) if new else ():
        row = dict(one._mapping)
        if hash_of(row) == row["hash"]:
            found[row["id"]] = row["content"]["settled"], _units(row["content"])
    # Another thread may empty the room at any moment: what was made is held here.
    if len(_kept) + len(new) > MOST_KEPT:
        _kept.clear()
    _kept.update({hashes[key]: found[key] for key in new if key in found})
    return found


def _ended(
    method: Method,
    period: str,
    as_of: date,
    *,
    said: tuple[UnitForecast, ...],
    came: tuple[UnitForecast, ...],
) -> Ended:
    end = {one.unit: one for one in came if one.last is not None and one.below is not None}
    both = [(one, end[one.unit]) for one in said if one.unit in end and one.now is not None]
    return Ended(
        method=method,
        period=Period.parse(period),
        as_of=as_of,
        now=tuple(one.now or 0.0 for one, _end in both),
        last=tuple(one.last for one, _end in both),
        was_last=tuple(end.last or 0.0 for _one, end in both),
        below=tuple(one.below for one, _end in both),
        was_below=tuple(end.below or 0.0 for _one, end in both),
    )


def _row(row: Forecast, made_by: str | None) -> ForecastRow:
    content = row.content
    return ForecastRow(
        id=row.id,
        method="A" if row.method == "A" else "B",
        scheme=row.scheme,
        period=Period.parse(row.period),
        division=row.division_id,
        as_of=row.as_of,
        version=row.version,
        inputs=row.inputs,
        made_at=row.made_at,
        made_by=made_by,
        line=content["line"],
        number=content["number"],
        rankable=content["rankable"],
        settled=content["settled"],
        units=_units(content),
    )


def _units(content: Any) -> tuple[UnitForecast, ...]:
    return tuple(UnitForecast.read(one) for one in content["units"])
