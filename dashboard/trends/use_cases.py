"""The use cases of the trends page: each reads its ground and gives frozen rows.

All raise Forbidden for those who may not judge units, and BadPeriod.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dashboard.trends.beside import Beside, beside
from dashboard.trends.course import Course, course, unit_courses
from dashboard.trends.ground import ground
from dashboard.trends.hotline import SHEET, Hotline, compared_items, hotline
from dashboard.trends.losses import Losses, losses
from dashboard.trends.panels import Panels, panels
from dashboard.trends.shift_answers import given
from dashboard.view import View
from db.actors import Actor


def scores_over_time(actor: Actor, view: View) -> Course:
    """The lines of the units, divisions and the company that a view shows."""
    return course(ground(actor, view))


def units_by_month(actor: Actor, view: View) -> Course:
    """A line for each unit of the view, whatever divisions stand above."""
    return unit_courses(ground(actor, view))


def scores_by_sheet(actor: Actor, view: View) -> Panels:
    """The lines of a view for each sheet alone."""
    return panels(ground(actor, view))


def points_lost(actor: Actor, view: View) -> Losses:
    """The items that lost points in the view's period, the dearest first."""
    return losses(ground(actor, view))


def side_by_side(actor: Actor, view: View, units: Sequence[str]) -> Beside:
    """Some units by their codes, sheet by sheet, in the view's period."""
    return beside(ground(actor, view), units)


def against_the_shift(actor: Actor, view: View) -> Hotline:
    """The hotline's monthly figures against the means of the shift; other sheets have none."""
    base = ground(actor, view.but(sheet=SHEET))
    versions = np.unique(base.figures.version[base.window]).tolist()
    items = tuple(compared_items(base))
    return hotline(base, given(actor, SHEET, versions, base.months, items))
