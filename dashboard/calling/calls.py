"""The calls to make today, one call with all that a caller needs, and recording it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from dashboard.calling.timing import again_at
from db import organisation
from db.actors import Actor
from db.callbacks import calling, reading, standing
from db.callbacks.calling import Recorded
from db.callbacks.checking import NewTalk
from db.callbacks.errors import CallNotFound
from db.callbacks.rows import CallFilter, CallRow, TalkRow
from db.callbacks.warmth import Warmth, warm_enough
from db.rows import UnitRow
from db.session import database


@dataclass(frozen=True)
class ToCall:
    """Some of the calls that wait, those to make now first, and how many wait in all.

    `later` are to be repeated at another time; `unhandled` are drawn, and cannot be asked about
    before the unit has answered. `units` are all units of which calls wait, by number.
    """

    rows: tuple[CallRow, ...]
    now: int
    later: int
    unhandled: int
    units: Mapping[int, UnitRow]

    @property
    def total(self) -> int:
        """How many rows there are on all pages."""
        return self.now + self.later + self.unhandled


@dataclass(frozen=True)
class Look:
    """A call-back as its caller sees it; `left` are the orders still to be drawn instead."""

    row: CallRow
    unit: UnitRow
    talks: tuple[TalkRow, ...]
    warmth: Warmth | None
    left: int
    instead: str | None
    following: str | None

    @property
    def held(self) -> TalkRow | None:
        """The talk that holds, None while nobody was talked with."""
        return next((talk for talk in self.talks if talk.outcome == "talked"), None)

    @property
    def may_call(self) -> bool:
        """Whether the customer can be asked: the call waits, and the unit has answered."""
        return self.row.state == "waiting" and self.row.order.handled

    @property
    def may_replace(self) -> bool:
        """Whether another order can be drawn in the place of this one."""
        return not self.row.whole and self.left > 0


def to_call(actor: Actor, unit: str | None = None, limit: int = 50, skip: int = 0) -> ToCall:
    """What waits to be called, of one unit by its code or of all whose calls one sees.

    A unit of which nothing waits is taken for none.
    """
    now = datetime.now(UTC)
    with database().read(actor) as session:
        numbers = standing.counted(session, CallFilter(state="waiting"), now)
        units = {row.id: row for row in organisation.units(session) if row.id in numbers}
        chosen = next((key for key, row in units.items() if row.code == unit), None)
        wanted = CallFilter(state="waiting", unit_id=chosen)
        of_units = numbers.values() if chosen is None else [numbers[chosen]]
        first, later, unhandled = (
            sum(one.get(stands, 0) for one in of_units)
            for stands in (standing.NOW, standing.LATER, standing.UNHANDLED)
        )
        # Calls that were made since shorten the list: its last page then stands for those beyond.
        last = max(first + later + unhandled - 1, 0) // limit * limit
        rows = standing.page(session, wanted, now, limit, min(skip, last))
    return ToCall(tuple(rows), first, later, unhandled, units)


def look(actor: Actor, callback_id: str) -> Look:
    """One call-back. Raises CallNotFound, also where no unit has the order any more."""
    with database().read(actor) as session:
        row = reading.call(session, callback_id)
        if row.order.unit_id is None:
            raise CallNotFound
        replaced = row.state == "replaced"
        of_draw = reading.calls(session, CallFilter(draw_id=row.draw_id)) if replaced else []
        return Look(
            row,
            organisation.unit(session, row.order.unit_id),
            tuple(reading.talks_of(session, row.id)),
            warm_enough(session, row.order.id),
            len(calling.reserve_of(session, row)),
            next((one.id for one in of_draw if one.replaces == row.id), None),
            _following(session, row),
        )


def _following(session: Any, row: CallRow) -> str | None:
    """The call to make next: one of the same unit where there is one."""
    now = datetime.now(UTC)
    for unit in (row.order.unit_id, None):
        wanted = CallFilter(state="waiting", unit_id=unit)
        for one in standing.page(session, wanted, now, limit=2):
            if one.id != row.id and one.order.handled and again_at(one, now) is None:
                return one.id
    return None


def record(actor: Actor, callback_id: str, new: NewTalk) -> Recorded:
    """Keep what a caller recorded. Raises what `db.callbacks.calling.record_talk` raises."""
    with database().write(actor) as session:
        return calling.record_talk(session, callback_id, new, datetime.now(UTC))


def handled(actor: Actor, callback_id: str, talk_id: str, words: str) -> None:
    """Keep what was done about an opinion. Raises CallNotFound, CallRefused, EntryRefused."""
    with database().write(actor) as session:
        calling.note_handled(session, callback_id, talk_id, words, datetime.now(UTC))
