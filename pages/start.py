"""Where one begins: the sheets to score, the drafts to go on with, or what one's role is about."""

from dashboard.widgets.frame import heading
from dashboard.widgets.start import show_start
from dashboard.words import _

heading("衡 Heng", _("Score a sheet, go on with a draft, or look at the ranking."))
show_start()
