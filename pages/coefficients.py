"""Difficulty coefficients: how much each unit weighs in its division and in the company."""

from checklists.periods import Period
from dashboard import coefficients
from dashboard.widgets.frame import heading
from dashboard.widgets.pickers import pick_period
from dashboard.widgets.weights.page import show_coefficients
from dashboard.widgets.who import me
from dashboard.words import _

heading(
    _("Difficulty coefficients"),
    _("How much each unit weighs in its division and in the company, since when and why."),
)
actor = me().actor
period = pick_period(coefficients.periods(actor), first=coefficients.opening(actor))
if period is not None:
    show_coefficients(Period.parse(period))
