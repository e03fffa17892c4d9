"""People: who they are, what they may do, how they sign in."""

from dashboard.widgets.frame import heading
from dashboard.widgets.people.people import show_people
from dashboard.words import _

heading(_("People"), _("Who signs in and with which roles. Who leaves is closed, never deleted."))
show_people()
