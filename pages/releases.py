"""Releases: which rankings the evaluation meeting sees."""

from dashboard.widgets.frame import heading
from dashboard.widgets.people.releases import show_releases
from dashboard.words import _

heading(_("Releases"), _("The evaluation meeting sees a period's ranking once it is released."))
show_releases()
