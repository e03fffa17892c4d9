"""The evaluation meeting: a period's figures as slides for a projector, and what is decided."""

from dashboard.widgets.frame import heading
from dashboard.widgets.meeting.page import show_meeting
from dashboard.words import _

heading(
    _("Evaluation meeting"),
    _("Slides of a period for a projector; decisions are taken down and sealed with the period."),
)
show_meeting()
