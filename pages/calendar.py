"""The work calendar: days off and days made up, which the clocks of work orders count by."""

from dashboard.widgets.frame import heading
from dashboard.widgets.work_calendar.page import show_work_calendar
from dashboard.words import _

heading(
    _("Work calendar"),
    _(
        "Which days are worked: due times by working days follow it. A correction holds for "
        "orders opened later."
    ),
)
show_work_calendar()
