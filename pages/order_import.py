"""Import of work orders: a file of another system is looked at first, and taken in then."""

from dashboard.widgets.frame import heading
from dashboard.widgets.order_import.page import show_import
from dashboard.words import _

heading(
    _("Import orders"),
    _("Read what another hotline system exports. Nothing is written before you have seen it."),
)
show_import()
