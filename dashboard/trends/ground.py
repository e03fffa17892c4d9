"""What every view of the trends stands on: audits, months, names and coefficients, read at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

import numpy as np

from checklists.catalogue_loader import load_catalogue
from checklists.columnar_rollup import number_of
from checklists.model import Scheme, Sheet
from checklists.periods import Period
from dashboard.looks import today
from dashboard.standings.roll_up import SCHEME, rules_of
from dashboard.trends.exact import Whole
from dashboard.view import View
from db import persons, roster
from db.actors import Actor, Role, require
from db.coefficients import by_month
from db.figures import Figures, figures
from db.models import KINDS
from db.rankings import ranked_units
from db.rows import DivisionRow, UnitRow
from db.session import database

READERS = (Role.DIVISION_HEAD, Role.UNIT_REPRESENTATIVE)
WINDOW = 12
"""So many months are shown at least, up to the end of the period."""
ONE = Decimal(1)
"""The weight of a unit that is in no group, which counts nowhere."""


@dataclass(frozen=True)
class Ground:
    """The audits that fit a view, and what is needed to score and to name them.

    `months` is the window of a course over time; `units` are those the reader sees in the period,
    `divisions` those of which the reader sees every unit. `whole` is the whole company.
    """

    view: View
    period: Period
    months: tuple[str, ...]
    scheme: Scheme
    sheets: Mapping[str, Sheet]
    figures: Figures
    fitting: Whole
    units: tuple[UnitRow, ...]
    divisions: tuple[DivisionRow, ...]
    whole: bool
    places: Mapping[int, Sequence[tuple[date, DivisionRow]]]
    weights: Mapping[str, Mapping[int, Decimal]]

    @cached_property
    def window(self) -> Whole:
        """The rows of the figures that lie in the months."""
        return self._within(self.months)

    @cached_property
    def rows(self) -> Whole:
        """The rows of the figures that lie in the period."""
        return self._within(self.period.months)

    def months_of(self, rows: Whole) -> Whole:
        """Where the month of each row stands in the window."""
        return self.figures.month[rows].astype(np.int64) - number_of(self.months[0])

    def homes(self, unit: int) -> list[int]:
        """The division a unit belongs to on the last day of each month, 0 for none."""
        return [self.home(unit, day) for day in self._last_days]

    def home(self, unit: int, day: date) -> int:
        """The division a unit belongs to on a day, 0 for none."""
        newest_first = self.places.get(unit, ())
        return next((row.id for since, row in newest_first if since <= day), 0)

    def weights_of(self, unit: int) -> list[Decimal]:
        """The difficulty coefficient of a unit in each month."""
        return [self.weights[month].get(unit, ONE) for month in self.months]

    @cached_property
    def _last_days(self) -> tuple[date, ...]:
        return tuple(Period.parse(month).last_day for month in self.months)

    def units_in(self, division: str | None) -> tuple[UnitRow, ...]:
        """The units of a division, or all of them."""
        return tuple(u for u in self.units if division is None or u.division.code == division)

    def _within(self, months: Sequence[str]) -> Whole:
        month = self.figures.month[self.fitting]
        inside = (month >= number_of(months[0])) & (month <= number_of(months[-1]))
        return self.fitting[inside]


def may_judge(actor: Actor) -> bool:
    """Whether somebody has use for the trends: heads, representatives and administrators."""
    return actor.may_all or actor.holds(*READERS)


def ground(actor: Actor, view: View) -> Ground:
    """Read what a view stands on.

    Raises Forbidden for those who neither head a division nor represent a unit: an inspector
    sees too little of a unit to judge it. Raises BadPeriod.
    """
    period = Period.parse(view.period or str(today().year))
    months = window(period)
    scheme, sheets = rules_of(period)
    with database().read(actor) as session:
        require(session, *READERS)
        found = figures(session)
        units = tuple(unit for unit in ranked_units(session, period) if _judges(actor, unit))
        people = {row.code: row.id for row in persons.people(session, active_only=False)}
        places = roster.histories(session)
        weights = by_month(session, months)
    headed = actor.divisions(Role.DIVISION_HEAD)
    named = dict.fromkeys(unit.division for unit in units)
    return Ground(
        view=view,
        period=period,
        months=months,
        scheme=scheme,
        sheets=sheets,
        figures=found,
        fitting=_fitting(actor, found, view, people),
        units=units,
        divisions=tuple(row for row in named if actor.may_all or row.id in headed),
        whole=actor.may_all,
        places=places,
        weights=weights,
    )


def window(period: Period) -> tuple[str, ...]:
    """The months of a course over time: those of a period that has begun, and those before.

    A year shows its own months up to this one; a shorter period the twelve that end with it, as
    far as there were rules to judge by.
    """
    begun = [month for month in period.months if month <= str(Period.month_of(today()))]
    last = Period.parse(begun[-1] if begun else period.months[-1])
    if period.kind == "year":
        return tuple(begun) or period.months
    end = number_of(str(last))
    first = number_of(str(Period.month_of(load_catalogue().standings_begin(SCHEME))))
    return tuple(name(month) for month in range(max(end - WINDOW + 1, first), end + 1))


def name(counted: int) -> str:
    """The month that the figures count so."""
    return f"{counted // 12}-{counted % 12 + 1:02d}"


def _judges(actor: Actor, unit: UnitRow) -> bool:
    headed = unit.division.id in actor.divisions(Role.DIVISION_HEAD)
    return actor.may_all or headed or unit.id in actor.units(Role.UNIT_REPRESENTATIVE)


def _fitting(actor: Actor, found: Figures, view: View, people: Mapping[str, int]) -> Whole:
    """The rows that fit the view, of those by which the reader may judge: not one's own work."""
    fits = np.full(len(found), True)
    if not actor.may_all:
        fits &= np.isin(found.division, list(actor.divisions(Role.DIVISION_HEAD))) | np.isin(
            found.unit, list(actor.units(Role.UNIT_REPRESENTATIVE))
        )
    if view.sheet is not None:
        known = view.sheet in found.sheets
        fits &= found.sheet == found.sheets.index(view.sheet) if known else False
    if view.inspector is not None:
        fits &= found.inspector == people.get(view.inspector, -1)
    if view.occasion is not None:
        fits &= found.occasion == KINDS.index(view.occasion)
    return np.flatnonzero(fits)
