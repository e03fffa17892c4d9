"""Documents of the evaluation meeting: Excel, PowerPoint and Word from the same figures."""

import streamlit as st

from checklists.periods import Period
from dashboard.documents.readers import may_make
from dashboard.standings import standings
from dashboard.widgets.documents.page import show_documents
from dashboard.widgets.frame import empty, heading, not_yours
from dashboard.widgets.view_filter import pick_view
from dashboard.widgets.who import me
from dashboard.words import _

heading(
    _("Meeting documents"),
    _("What the evaluation meeting hands out, from the same figures as the ranking."),
)
actor = me().actor
if not may_make(actor):
    not_yours(actor, _("Documents are for division heads and the evaluation meeting."))
    st.stop()
view = pick_view(actor, "documents", ("period",))
if view.period is None:
    empty(
        _("Nothing has been submitted yet. Documents can be made with the first submitted audit."),
        button=_("Score a sheet"),
        page="start",
    )
else:
    show_documents(actor, standings(actor, Period.parse(view.period)))
