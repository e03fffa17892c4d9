"""How inspectors compare: severity, agreement, items, and the plan of double audits."""

from dashboard.widgets.frame import heading
from dashboard.widgets.inspectors.page import show_inspectors
from dashboard.words import _

heading(
    _("Inspectors"),
    _("How severe inspectors are, how far they agree, and where they differ most."),
)
show_inspectors()
