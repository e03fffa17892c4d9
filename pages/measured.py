"""Measured figures: which are there for a month, and a unit's figures to enter."""

import streamlit as st

from dashboard.measured import entering
from dashboard.widgets.frame import empty, heading
from dashboard.widgets.in_address import pick_unit
from dashboard.widgets.measured.choosing import PAGE, pick_month, pick_sheet
from dashboard.widgets.measured.filing import show_filing
from dashboard.widgets.measured.overview import show_overview
from dashboard.widgets.measured.unit import show_unit
from dashboard.widgets.places import go
from dashboard.widgets.who import me
from dashboard.words import _

heading(
    _("Measured figures"),
    _("Figures from systems and reports by unit and month; rates and points are computed."),
)
actor = me().actor
first, second, third = st.columns([2, 3, 2])
with first:
    period = pick_month()
shown = entering.overview(actor, period)
with second:
    unit = pick_unit(PAGE, shown.units)
with third:
    sheet = pick_sheet()
if not shown.units:
    empty(_("There is no unit here whose figures you enter or read."))
elif unit is None:
    opened = show_overview(shown)
    if opened is not None:
        go("measured", period=period, unit=opened)
    if shown.entered and shown.sealed is None:
        show_filing(period)
else:
    if st.button(_("All units"), icon=":material/arrow_back:"):
        go("measured", period=period)
    show_unit(entering.look(actor, unit, period), sheet)
