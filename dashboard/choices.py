"""What a reader may look at: the periods, units, sheets and people a view can be narrowed to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from checklists.catalogue_loader import load_catalogue
from checklists.periods import Period
from dashboard.looks import OCCASIONS, today
from dashboard.reports import periods
from dashboard.view import View
from db import persons
from db.actors import Actor, Role
from db.rankings import ranked_units
from db.rows import DivisionRow, PersonRow, UnitRow
from db.session import database


@dataclass(frozen=True)
class Choices:
    """What a reader may choose: periods newest first, the rest in the order it is shown.

    `units` are all units of the period the reader sees; `inspectors` is empty for those who are
    not told who inspects.
    """

    periods: tuple[str, ...]
    units: tuple[UnitRow, ...]
    sheets: Mapping[str, tuple[str, ...]]
    inspectors: tuple[PersonRow, ...]

    @property
    def divisions(self) -> tuple[DivisionRow, ...]:
        """The divisions of the units."""
        return tuple(dict.fromkeys(unit.division for unit in self.units))

    def units_of(self, division: str | None) -> tuple[UnitRow, ...]:
        """The units of a division, or all of them."""
        return tuple(u for u in self.units if division is None or u.division.code == division)

    def known(self, view: View) -> tuple[View, tuple[str, ...]]:
        """The view without what the reader may not choose, and the names of what was left out.

        A unit chosen without its division stays; a period that is not given is the first one.
        """
        seen: dict[str, set[str]] = {
            "period": set(self.periods),
            "division": {division.code for division in self.divisions},
            "unit": {unit.code for unit in self.units_of(view.division)},
            "sheet": set(self.sheets),
            "item": {code for items in self._items(view.sheet) for code in items},
            "inspector": {person.code for person in self.inspectors},
            "occasion": set(OCCASIONS),
        }
        dropped = tuple(name for name, code in view.query().items() if code not in seen[name])
        kept = replace(view, **dict.fromkeys(dropped))
        newest = self.periods[0] if self.periods else None
        return replace(kept, period=kept.period or newest), dropped

    def _items(self, sheet: str | None) -> tuple[tuple[str, ...], ...]:
        return tuple(items for code, items in self.sheets.items() if sheet in (None, code))


def choices(actor: Actor, period: str | None) -> Choices:
    """What somebody may look at in a period; an unknown period is taken for the newest one."""
    listed = tuple(periods(actor, "submitted"))
    asked = period if period in listed else next(iter(listed), None)
    span = Period.month_of(today()) if asked is None else Period.parse(asked)
    sheets = load_catalogue().sheets(min(span.last_day, today()))
    told = actor.may_all or actor.holds(Role.DIVISION_HEAD)
    with database().read(actor) as session:
        return Choices(
            periods=listed,
            units=tuple(ranked_units(session, span)),
            sheets={code: tuple(i.code for i in sheet.items) for code, sheet in sheets.items()},
            inspectors=tuple(persons.inspectors(session)) if told else (),
        )
