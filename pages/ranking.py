"""Units, divisions and the company by score."""

import streamlit as st

from checklists.periods import Period
from dashboard.standings import may_rank, standings
from dashboard.widgets.frame import empty, heading, not_yours
from dashboard.widgets.ranking.page import show_ranking
from dashboard.widgets.view_filter import pick_view
from dashboard.widgets.what_if.address import say_asked
from dashboard.widgets.what_if.scores import show_what_if
from dashboard.widgets.who import me
from dashboard.words import _

heading(
    _("Ranking"), _("Units by their score over all sheets, divisions and the company over units.")
)
actor = me().actor
if not may_rank(actor):
    who = _("The ranking is for division heads, unit representatives and the evaluation meeting.")
    not_yours(actor, who)
    st.stop()
view = pick_view(actor, "ranking", ("period", "division"))
if view.period is None:
    empty(
        _("Nothing has been submitted yet. A ranking appears with the first submitted audit."),
        button=_("Score a sheet"),
        page="start",
    )
else:
    stands = standings(actor, Period.parse(view.period))
    say_asked()
    show_ranking(actor, stands, view)
    show_what_if(actor, stands)
