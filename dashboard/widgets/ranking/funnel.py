"""The funnel plot of a ranking, with the sentence that says who lies outside of chance."""

from __future__ import annotations

import streamlit as st

from dashboard.charts.frame import Ink
from dashboard.charts.funnel import Spot, funnel_chart
from dashboard.forecasts.ranking import funnel_of
from dashboard.looks import provisional_mark
from dashboard.standings import Standings
from dashboard.widgets.picture import offer_picture
from dashboard.widgets.trends.parts import is_dark
from dashboard.words import _, language, period_words
from db.actors import Actor
from db.rows import DivisionRow


def show_funnel(actor: Actor, stands: Standings, division: DivisionRow | None) -> None:
    """Scores by number of audits; a sentence above says what the plot shows."""
    found = funnel_of(actor, stands, division)
    units = [
        one
        for one in stands.units
        if one.exact is not None and (division is None or one.row.division == division)
    ]
    if found is None or not units:
        st.markdown(_("No unit is scored here, so there is nothing to draw."))
        return
    outside = sum(found.beyond(one.audits, float(one.exact or 0)) == 2 for one in units)
    sentence = _(
        "**{outside} of {units} units** lie farther from the mean than chance alone explains "
        "(outside 99.8 %); a score from few audits scatters more.",
        outside=outside,
        units=len(units),
    )
    if found.spread is None:
        sentence = _("There are too few audits to say how far scores scatter by chance.")
    st.markdown(sentence)
    spots = [
        Spot(
            one.row.name(language()) + provisional_mark(one.provisional),
            one.audits,
            float(one.exact or 0),
            one.grade,
        )
        for one in units
    ]
    st.plotly_chart(
        funnel_chart(spots, found, Ink.of(dark=is_dark())),
        key="ranking-funnel",
        config={"displayModeBar": False},
        alt=sentence,
    )
    st.caption(
        _(
            "{audits} audits stand behind it. The limits follow from how far audits of one unit "
            "scatter; outside them is no proof either, only more than chance.",
            audits=sum(one.audits for one in units),
        )
    )
    offer_picture("ranking-funnel", " · ".join((_("Funnel plot"), period_words(stands.period))))
