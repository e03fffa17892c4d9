"""How far each period is; administrators close, seal and restate it."""

from dashboard.periods import desk as period_desk
from dashboard.widgets.frame import empty, heading
from dashboard.widgets.periods.page import show_periods
from dashboard.widgets.who import me
from dashboard.words import _

heading(
    _("Periods"),
    _("A period is open, then closed, then sealed. What is sealed changes by restatements only."),
)
actor = me().actor
lines = period_desk.every_period(actor)
if lines:
    show_periods(lines, actor)
else:
    empty(
        _("There is no audit yet, and so no period. The first one appears with the first audit."),
        button=_("Score a sheet"),
        page="start",
    )
