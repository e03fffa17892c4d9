"""Units side by side in a period: the whole score, and each sheet by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from checklists.model import Scheme
from dashboard.trends.exact import Point, board
from dashboard.trends.ground import Ground
from db.rows import UnitRow

MOST, LEAST = 6, 2


@dataclass(frozen=True)
class Beside:
    """Some units of those that could be chosen: `total` and each row have a point a unit.

    `sheets` are the codes of the rows. `audits` stand behind the units shown.
    """

    scheme: Scheme
    offered: tuple[UnitRow, ...]
    units: tuple[UnitRow, ...]
    total: tuple[Point, ...]
    sheets: tuple[str, ...]
    rows: tuple[tuple[Point, ...], ...]
    audits: int


def beside(base: Ground, wanted: Sequence[str]) -> Beside:
    """Two to six units by their codes; without a choice the view's, the best and the worst."""
    wanted = wanted or [code for code in (base.view.unit,) if code]
    figures, rows = base.figures, base.rows
    offered = base.units_in(base.view.division)
    whole = board(base.scheme, figures, rows, np.zeros(len(rows), dtype=np.int64), 1)
    by_code = {unit.code: unit for unit in offered}
    units = [by_code[code] for code in dict.fromkeys(wanted) if code in by_code][:MOST]
    if len(units) < LEAST:
        scored = [(whole.points(unit.id)[0], unit) for unit in offered]
        ordered = sorted(
            (-point.score, unit.code, unit) for point, unit in scored if point.score is not None
        )
        ends = [unit for _score, _code, unit in (*ordered[:1], *ordered[-1:])]
        units = list(dict.fromkeys([*units, *ends]))[:MOST]
    number = max(len(figures.sheets), 1)
    of_sheets = board(base.scheme, figures, rows, figures.sheet[rows].astype(np.int64), number)
    columns = [of_sheets.points(unit.id) for unit in units]
    present = [place for place in range(number) if any(column[place].audits for column in columns)]
    order = {code: place for place, code in enumerate(base.sheets)}
    present.sort(key=lambda place: order.get(figures.sheets[place], len(order)))
    ids = [unit.id for unit in units]
    return Beside(
        base.scheme,
        offered,
        tuple(units),
        tuple(whole.points(unit.id)[0] for unit in units),
        tuple(figures.sheets[place] for place in present),
        tuple(tuple(column[place] for column in columns) for place in present),
        int(np.isin(figures.unit[rows], ids).sum()),
    )
