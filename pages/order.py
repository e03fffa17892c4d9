"""One work order: its clocks, photos and history, and what can be done with it now."""

from dashboard.widgets.frame import heading
from dashboard.widgets.orders.one import show_order
from dashboard.words import _

heading(
    _("Work order"),
    _("What was asked, how the clocks stand, and the next step."),
)
show_order()
