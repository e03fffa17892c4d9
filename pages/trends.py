"""How scores come on: over time, by unit, sheet and item."""

from dashboard.widgets.frame import heading
from dashboard.widgets.trends.page import show_trends
from dashboard.words import _

heading(_("Trends"), _("See where service gets better or worse; the address can be sent."))
show_trends()
