"""My account: the roles I hold, my sessions, my password, signing out."""

from dashboard.widgets.account import show_account
from dashboard.widgets.frame import heading
from dashboard.words import _

heading(_("My account"), _("Your roles, where you are signed in, and your password."))
show_account()
