"""The 100-point account: what is left of each unit's points in a heating season, and why."""

from dashboard.widgets.frame import heading
from dashboard.widgets.points.page import show_points
from dashboard.words import _

heading(
    _("100-point account"),
    _("Deductions found by the program and decided by people; below 80 people decide on the unit."),
)
show_points()
