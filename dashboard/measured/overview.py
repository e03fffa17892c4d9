"""Which units have which figures of a month: entered, begun, or still to come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from checklists.periods import Period
from dashboard.looks import today
from dashboard.measured.fields import SHEETS
from db import measured, organisation, period_guard
from db.rows import AuditRow, UnitRow

MISSING = "missing"


@dataclass(frozen=True)
class Cell:
    """The figures of a unit on a sheet: how far they are, whose, and in which audit.

    `state` is MISSING or one of db.measured.HELD; `audit` is None too where another inspector has
    them, who is named by `by`. `others` are further audits of the same, of which the newest counts
    here and all count in the score.
    """

    state: str
    by: str | None = None
    audit: AuditRow | None = None
    others: int = 0

    @property
    def corrects(self) -> bool:
        """Whether it is a new version of what was submitted, not submitted itself."""
        return self.audit is not None and self.audit.corrects is not None and self.is_open

    @property
    def is_open(self) -> bool:
        """Whether it is begun and not submitted."""
        return self.state not in (MISSING, "submitted")


NOTHING = Cell(MISSING)


@dataclass(frozen=True)
class Overview:
    """The units of a month by division and code, and their figures by (unit, sheet).

    `entered` are the units for which whoever asks may enter figures; of the others drafts are not
    seen. `sealed` and `closing` are the periods that hold the month, where there is one.
    """

    period: str
    units: tuple[UnitRow, ...]
    cells: Mapping[tuple[int, str], Cell]
    entered: frozenset[int]
    sealed: Period | None = None
    closing: Period | None = None

    def cell(self, unit: int, sheet: str) -> Cell:
        """The figures of a unit on a sheet."""
        return self.cells.get((unit, sheet), NOTHING)

    @property
    def states(self) -> Counter[str]:
        """How many figures are in which state, over all units and sheets."""
        return Counter(self.cell(unit.id, sheet).state for unit in self.units for sheet in SHEETS)


def look_over(session: Any, month: Period) -> Overview:
    """The figures of a month as far as whoever acts has a role for their units."""
    period = str(month)
    units = organisation.units_in_scope(session, min(month.last_day, today()))
    rows = measured.figures_of(session, period, SHEETS)
    others = measured.begun_by_others(session, period, SHEETS)
    entered = measured.units_to_enter(session, period)
    return Overview(
        period,
        tuple(u for u in units if u.closed_on is None or u.closed_on > month.first_day),
        _cells(rows, others),
        frozenset(unit.id for unit in units) if entered is None else entered,
        _held(session, "sealed", period),
        _held(session, "closing", period),
    )


def _held(session: Any, state: str, month: str) -> Period | None:
    """A period in a state that holds the month."""
    periods = period_guard.in_state(session, state)
    return next((one for one in periods if month in one.months), None)


def _cells(rows: list[AuditRow], others: list[measured.Begun]) -> dict[tuple[int, str], Cell]:
    found: dict[tuple[int, str], list[Cell]] = {}
    for row in rows:
        cell = Cell(row.state, row.inspector.name, row)
        found.setdefault((row.unit.id, row.sheet), []).append(cell)
    for one in others:
        own = {(cell.state, cell.by) for cell in found.get((one.unit_id, one.sheet), [])}
        # One that is shared with whoever asks is among the rows already.
        if (one.state, one.inspector) not in own:
            cell = Cell(one.state, one.inspector)
            found.setdefault((one.unit_id, one.sheet), []).append(cell)
    return {key: _first(cells) for key, cells in found.items()}


def _first(cells: list[Cell]) -> Cell:
    """What is open comes first, then the newest; a version and what it corrects are one."""
    first = next((cell for cell in cells if cell.is_open), cells[0])
    corrected = first.audit.corrects if first.audit else None
    rest = [c for c in cells if c is not first and (c.audit is None or c.audit.id != corrected)]
    return Cell(first.state, first.by, first.audit, len(rest))
