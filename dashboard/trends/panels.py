"""One course of scores for each sheet by itself."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dashboard.trends.course import Course, Shown, behind, by_month, shown, unit_line, whole_lines
from dashboard.trends.exact import Whole
from dashboard.trends.ground import Ground


@dataclass(frozen=True)
class Panel:
    """A sheet by its code, and the scores of that sheet alone month by month."""

    sheet: str
    course: Course


@dataclass(frozen=True)
class Panels:
    """The sheets that have audits, in the order of the catalogue, and all audits behind them."""

    months: tuple[str, ...]
    panels: tuple[Panel, ...]
    audits: int


def panels(base: Ground) -> Panels:
    """The lines of a view for each sheet; units stand for themselves where no division does."""
    of, figures = shown(base), base.figures
    if of.divisions and base.view.unit is None:
        of = Shown(of.company, of.divisions, ())
    sheets = figures.sheet[base.window]
    present = [figures.sheets[place] for place in np.unique(sheets)]
    ordered = [code for code in base.sheets if code in present]
    found = [
        (code, base.window[sheets == figures.sheets.index(code)])
        for code in [*ordered, *(code for code in present if code not in base.sheets)]
    ]
    made = [Panel(code, _course(base, of, rows)) for code, rows in found]
    shown_ones = tuple(panel for panel in made if any(line.scored for line in panel.course.lines))
    return Panels(base.months, shown_ones, behind(base, base.window, of))


def _course(base: Ground, of: Shown, rows: Whole) -> Course:
    found = by_month(base, rows)
    units = tuple(unit_line(unit, found) for unit in of.units)
    wholes = whole_lines(base, of, found)
    return Course(base.months, base.scheme, wholes, units, behind(base, rows, of))
