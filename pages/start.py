"""Where one begins: the sheets to score, the drafts to go on with, or what one's role is about."""

from dashboard.widgets.frame import heading
from dashboard.widgets.start import purpose, show_start

heading("衡 Heng", purpose())
show_start()
