"""The trail of everything that was done."""

from dashboard.widgets.frame import heading
from dashboard.widgets.people.trail import show_trail
from dashboard.words import _

heading(_("Trail"), _("Who did what, when, from where and why. Entries are only ever added."))
show_trail()
