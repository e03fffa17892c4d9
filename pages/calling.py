"""Call-backs: drawing the month's sample, calling the customers, what they said."""

import streamlit as st

from dashboard.widgets.calling.call import show_call
from dashboard.widgets.calling.page import show_calling
from dashboard.widgets.frame import heading
from dashboard.words import _

heading(
    _("Call-backs"),
    _("Customers are drawn by lot and asked whether attitude and result were satisfactory."),
)
asked = st.query_params.get("call")
if asked:
    show_call(asked)
else:
    show_calling()
