"""Divisions, units and people: see them, add to them."""

from dashboard import cache
from dashboard.widgets.frame import heading
from dashboard.widgets.organisation import add_entries, show_organisation
from dashboard.words import _

heading(_("Organisation"), _("Divisions, their units, and the people who inspect."))
show_organisation(cache.organisation())
add_entries(cache.organisation())
