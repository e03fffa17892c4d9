"""What the calls of a month found: numbers of each sample, and opinions with what was done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from db import organisation
from db.actors import Actor
from db.callbacks import reading
from db.callbacks.results import Result, draw_months, results
from db.callbacks.rows import CallFilter, CallRow, TalkRow
from db.rows import UnitRow
from db.session import database


@dataclass(frozen=True)
class Opinion:
    """Who was not satisfied, or said something; `handled` is what was done about it."""

    row: CallRow
    unit: UnitRow
    talk: TalkRow
    handled: TalkRow | None

    @property
    def unhappy(self) -> bool:
        """Whether the customer was not satisfied with attitude or result."""
        return not (self.talk.attitude and self.talk.result)


@dataclass(frozen=True)
class MonthResults:
    """The samples of a month with their numbers, and the opinions heard."""

    results: tuple[Result, ...]
    opinions: tuple[Opinion, ...]

    def of_unit(self, code: str | None) -> MonthResults:
        """The samples and opinions of one unit by its code, or all of them."""
        if code is None:
            return self
        return MonthResults(
            tuple(one for one in self.results if one.draw.unit.code == code),
            tuple(one for one in self.opinions if one.unit.code == code),
        )


def month_results(actor: Actor, month: str) -> MonthResults:
    """What came of a month's samples, of all units whose calls one sees."""
    with database().read(actor) as session:
        found = results(session, [month])
        units = {row.id: row for row in organisation.units(session)}
        done = reading.calls(session, CallFilter(month=month, state="done"))
        talks = reading.talks_of_month(session, month)
    calls = {row.id: row for row in done}
    opinions = (_opinion(calls[key], units, said) for key, said in talks.items() if key in calls)
    return MonthResults(tuple(found), tuple(one for one in opinions if one is not None))


def drawn_months(actor: Actor) -> list[str]:
    """The months with draws one sees, the newest one with talks first, then the newest ones."""
    with database().read(actor) as session:
        found = draw_months(session)
    talked = [month for month, talks in found.items() if talks]
    newest = sorted(found, reverse=True)
    return sorted(newest, key=lambda month: month != max(talked, default="")) if newest else []


def _opinion(row: CallRow, units: dict[int, UnitRow], talks: Iterable[TalkRow]) -> Opinion | None:
    """The newest talk holds; what was done before it was recorded anew is of no weight."""
    handled = None
    for talk in talks:
        if talk.outcome == "handled":
            handled = handled or talk
        elif talk.outcome == "talked":
            unit = None if row.order.unit_id is None else units.get(row.order.unit_id)
            if unit is None or not talk.opinion:
                return None
            return Opinion(row, unit, talk, handled)
    return None
