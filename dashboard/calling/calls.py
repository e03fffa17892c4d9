"""The calls to make today, one call with all that a caller needs, and recording it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from dashboard.calling.timing import again_at
from db import organisation
from db.actors import Actor
from db.callbacks import calling, reading
from db.callbacks.calling import Recorded
from db.callbacks.checking import NewTalk
from db.callbacks.rows import CallFilter, CallRow, TalkRow
from db.callbacks.warmth import Warmth, warm_enough
from db.rows import UnitRow
from db.session import database


@dataclass(frozen=True)
class ToCall:
    """The calls that wait: those to make now, then those to repeat later; units by number.

    `unhandled` are drawn, and cannot be asked about before the unit has answered.
    """

    now: tuple[CallRow, ...]
    later: tuple[CallRow, ...]
    units: Mapping[int, UnitRow]
    unhandled: tuple[CallRow, ...] = ()

    def of_unit(self, code: str | None) -> ToCall:
        """The calls of one unit by its code, or all of them."""
        if code is None:
            return self
        kept = [
            tuple(row for row in rows if self.units[row.order.unit_id].code == code)
            for rows in (self.now, self.later, self.unhandled)
        ]
        return ToCall(kept[0], kept[1], self.units, kept[2])


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


def to_call(actor: Actor) -> ToCall:
    """What waits to be called, of all units whose calls one sees."""
    now = datetime.now(UTC)
    with database().read(actor) as session:
        units = {row.id: row for row in organisation.units(session)}
        waiting = reading.calls(session, CallFilter(state="waiting"))
    ready = [row for row in waiting if row.order.handled]
    later = tuple(row for row in ready if again_at(row, now) is not None)
    first = tuple(row for row in ready if again_at(row, now) is None)
    asked = {row.order.unit_id for row in waiting}
    seen = {key: unit for key, unit in units.items() if key in asked}
    return ToCall(first, later, seen, tuple(row for row in waiting if not row.order.handled))


def look(actor: Actor, callback_id: str) -> Look:
    """One call-back. Raises CallNotFound."""
    with database().read(actor) as session:
        row = reading.call(session, callback_id)
        of_draw = reading.calls(session, CallFilter(draw_id=row.draw_id))
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
        for one in reading.calls(session, CallFilter(state="waiting", unit_id=unit)):
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
