"""Commitments to the customers: how each unit kept them in a month."""

from dashboard.widgets.commitments.page import show_commitments
from dashboard.widgets.frame import heading
from dashboard.words import _

heading(
    _("Commitments"),
    _("Promises to the customers, measured from orders, stops and room temperatures by month."),
)
show_commitments()
