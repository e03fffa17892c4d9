"""Work orders: the list with its filters, and a new one."""

from dashboard.widgets.frame import heading
from dashboard.widgets.orders.listing import show_orders
from dashboard.words import _

heading(
    _("Work orders"),
    _("What customers asked for, who handles it, and how much time is left. Touch an order."),
)
show_orders()
