"""Room temperatures: requests, the record of one home with its points, and the register."""

from dashboard.widgets.frame import heading
from dashboard.widgets.temperature.page import show_temperature
from dashboard.words import _

heading(
    _("Room temperatures"),
    _("Measure at the points the regulation names and let the customer sign."),
)
show_temperature()
