"""Loading draws with their calls at once: the demo, tests, what is taken over."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from checklists.sampling import draw
from db.actors import Role, require
from db.base import Base
from db.callbacks.checking import NewTalk, stored
from db.models_access import METADATA
from db.models_account import Callback, CallbackDraw, CallbackTalk
from db.records import added, record_hash
from db.trail import note

# What came in bulk has always the same ids, so that a demo made anew is the same.
NAMESPACE = UUID("5d4c7a0e-58e1-5a55-9a5e-0f3f4c1b9a21")


@dataclass(frozen=True)
class LoadedCall:
    """What came of one order of a draw: its state, why, and the talks about it."""

    state: str
    talks: tuple[NewTalk, ...] = ()
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class LoadedDraw:
    """A draw as it is loaded, by whom; `calls` follow the sequence of the draw."""

    scheme: str
    sample_class: str
    unit_id: int
    division_id: int
    month: str
    seed: str
    population: tuple[str, ...]
    size: int
    rules: date
    drawn_at: datetime
    person_id: int
    reason: str
    calls: tuple[LoadedCall, ...]

    @property
    def sequence(self) -> tuple[str, ...]:
        """The population as it is drawn by the seed."""
        return draw(self.population, self.seed, self.size).sequence


def load_draws(session: Session, rows: Iterable[LoadedDraw]) -> int:
    """Insert draws with their calls and talks as they are given; how many calls there were.

    A call that takes another's place follows the sample; which one it replaces is told by the
    order in which calls were replaced. Nothing is checked but what the tables check. The trail
    gets one entry. Raises Forbidden.
    """
    require(session, Role.ADMINISTRATOR)
    number, seals = 0, list[str]()
    for row in rows:
        drawn = _draw(row)
        _insert(session, CallbackDraw, [drawn])
        seals.append(record_hash(CallbackDraw, drawn, but=["id"]))
        key = session.scalars(
            select(CallbackDraw.id).where(
                CallbackDraw.scheme == row.scheme,
                CallbackDraw.unit_id == row.unit_id,
                CallbackDraw.order_class == row.sample_class,
                CallbackDraw.month == row.month,
            )
        ).one()
        _insert(session, Callback, list(_calls(key, row)))
        _insert(session, CallbackTalk, list(_talks(row)))
        number += len(row.calls)
    if number:
        told = {"calls": number, "draws": len(seals), "seals": added(*seals)}
        note(session, "calls_loaded", "callbacks", "", after=told)
    return number


def _draw(row: LoadedDraw) -> dict[str, Any]:
    values = {name: value for name, value in vars(row).items() if name != "calls"}
    values["order_class"] = values.pop("sample_class")
    return {**values, "population": sorted(row.population)}


def _call_id(row: LoadedDraw, place: int) -> str:
    return str(uuid5(NAMESPACE, f"{row.seed}/{place}"))


def _calls(key: int, row: LoadedDraw) -> Iterator[dict[str, Any]]:
    left = [place for place, call in enumerate(row.calls, start=1) if call.state == "replaced"]
    for place, (order, call) in enumerate(zip(row.sequence, row.calls, strict=False), start=1):
        last = max((talk.called_at for talk in call.talks), default=row.drawn_at)
        yield {
            "id": _call_id(row, place),
            "draw_id": key,
            "order_id": order,
            "place": place,
            "replaces": _call_id(row, left[place - row.size - 1]) if place > row.size else None,
            "state": call.state,
            "reason": call.reason,
            "changed_at": last,
        }


def _talks(row: LoadedDraw) -> Iterator[dict[str, Any]]:
    for place, (order, call) in enumerate(zip(row.sequence, row.calls, strict=False), start=1):
        for talk in call.talks:
            yield {
                **stored(talk),
                "callback_id": _call_id(row, place),
                "order_id": order,
                "complaint_id": None,
                "recorded_at": talk.called_at,
                "person_id": row.person_id,
            }


def _insert(session: Session, table: type[Base], rows: list[dict[str, Any]]) -> None:
    if rows:
        session.execute(insert(METADATA.tables[table.__tablename__]), rows)
