"""What happened in a shift by class of order, to sign, to file and to print."""

from dashboard.widgets.frame import heading
from dashboard.widgets.summaries.page import show_summaries
from dashboard.words import _

heading(
    _("Shift summaries"),
    _("Orders of a shift by class; the supervisor signs them, and later changes are shown."),
)
show_summaries()
