"""Divisions and units: see where each belongs, add, move and close them, or read a workbook."""

from dashboard.widgets.frame import heading
from dashboard.widgets.people.exchange import show_exchange
from dashboard.widgets.people.units import show_units
from dashboard.words import _

heading(_("Organisation"), _("Divisions and their units: who belongs where, and since when."))
show_units()
show_exchange()
