"""What is running out now: open orders by the time they have left."""

from dashboard.widgets.board.page import show_board
from dashboard.widgets.frame import heading
from dashboard.words import _

heading(_("Order board"), _("What is running out now comes first; the board renews itself."))
show_board()
