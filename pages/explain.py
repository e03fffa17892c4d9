"""Where a score comes from: down to the answers and the photos behind it, and back."""

import streamlit as st

from dashboard.standings import may_rank
from dashboard.widgets.explain.page import asked_place, show_explained
from dashboard.widgets.frame import empty, heading, not_yours
from dashboard.widgets.who import me
from dashboard.words import _

heading(
    _("Where a score comes from"),
    _("From a score down to the items, the answers and the photos behind it, and back."),
)
actor = me().actor
if not may_rank(actor):
    who = _("Explanations are for division heads, unit representatives and the meeting.")
    not_yours(actor, who)
    st.stop()
explained = asked_place(actor)
if explained is None:
    empty(
        _("Nothing has been submitted yet. There is something to explain with the first audit."),
        button=_("Score a sheet"),
        page="start",
    )
else:
    show_explained(explained, actor)
