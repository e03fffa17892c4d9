"""Our own record: how good forecasts were once what they were of had ended."""

from __future__ import annotations

import streamlit as st

from dashboard.charts.frame import Ink
from dashboard.charts.reliability import reliability_chart
from dashboard.forecasts.reckoning import Record
from dashboard.forecasts.record import records
from dashboard.risk import words
from dashboard.risk.reliability import ENOUGH
from dashboard.widgets.trends.parts import draw, is_dark
from dashboard.words import _
from db.actors import Actor
from db.forecasts.rows import Method


def show_record(actor: Actor, method: Method) -> None:
    """What became of the forecasts of one method; a word where nothing has ended yet."""
    (record,) = (one for one in records(actor) if one.method == method)
    with st.expander(_("Our own record"), icon=":material/fact_check:"):
        st.markdown(record_sentence(record))
        if record.withheld:
            st.info(words.withheld_words())
        if record.number:
            st.caption(against_naive(record))
        if record.enough:
            lines = (words.record_words(held, record.number) for held in record.last)
            st.markdown("\n".join(f"- {line}" for line in lines))
            draw(
                reliability_chart(record.last, Ink.of(dark=is_dark())),
                _("The last place: on the dashed line everything happens as often as was said."),
                key=f"reliability-{method}",
            )


def record_sentence(record: Record) -> str:
    """How many forecasts have ended, and whether that is enough to say anything."""
    if not record.number:
        return _(
            "No forecast has ended yet. Each one is kept as it was made, and held against what "
            "came once its period is over."
        )
    if not record.enough:
        return _(
            "{number} forecasts of units have ended. From {enough} on it is said here how often "
            "happened what was forecast.",
            number=record.number,
            enough=ENOUGH,
        )
    return _(
        "**{number} forecasts of units have ended, in {periods} periods.**",
        number=record.number,
        periods=record.periods,
    )


def against_naive(record: Record) -> str:
    """How far off forecasts of the last place were, beside the one anybody could make."""
    return _(
        "Mean squared error of P(last): {ours}; of “today's last stays last”: {naive}. Less is "
        "better.",
        ours=f"{record.brier:.3f}",
        naive=f"{record.naive:.3f}",
    )
