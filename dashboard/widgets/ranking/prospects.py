"""The ranking as it may end: the official figures, and beside them what is forecast."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard.forecasts.making import make
from dashboard.forecasts.ranking import Prospect, Prospects, prospects, scope_of
from dashboard.forecasts.stored import Shown
from dashboard.looks import moment_text
from dashboard.risk import words
from dashboard.standings import Standings
from dashboard.view import View
from dashboard.widgets.forecasts.record import show_record
from dashboard.widgets.people.acting import attempt, show_said
from dashboard.widgets.ranking.funnel import show_funnel
from dashboard.widgets.ranking.parts import (
    say_provisional,
)
from dashboard.widgets.ranking.prospects_table import show_table
from dashboard.words import _, language, period_words, sentences
from db.actors import Actor
from db.forecasts.storing import may_forecast


def show_prospects(actor: Actor, stands: Standings, view: View, chart: bool) -> None:
    """How the ranking may end, for the company or for a division one heads."""
    show_said()
    scopes = scope_of(actor, stands, view.division)
    if len(scopes) > 1:
        st.info(_("Choose one of your divisions above: forecasts are of one at a time."))
        return
    (scope,) = scopes or (None,)
    if stands.period.kind != "year":
        words_ = _("Forecasts are made of whole years. Choose a year above; the rest is as it is.")
        st.info(words_)
    found = prospects(actor, stands, scope)
    if not found.rows:
        st.markdown(_("No unit is scored here, so there is nothing to forecast."))
        return
    rows = [row for row in found.rows if view.division in (None, row.unit.row.division.code)]
    _say(found, rows)
    if stands.period.kind == "year":
        _offer(actor, stands, found)
    if chart:
        show_funnel(actor, stands, scope)
    else:
        show_table(actor, stands, found, rows)
    say_provisional([row.unit for row in rows])
    st.caption(words.alone_words())
    show_record(actor, "B")


def _say(found: Prospects, rows: Sequence[Prospect]) -> None:
    """The answer first: who may be last, whether units can be told apart, and under what."""
    shown = found.shown
    if shown is None:
        return
    if shown.withheld and not shown.forecast.settled:
        st.info(words.withheld_words())
    apart = words.apart_words(shown.forecast.rankable)
    if apart and not shown.forecast.settled:
        st.info(apart, icon=":material/join:")
    known = [row for row in rows if row.forecast is not None and row.forecast.last is not None]
    known.sort(key=lambda row: -(row.forecast.last or 0.0) if row.forecast else 0.0)
    if known:
        top = [row for row in known[:2] if _chance(row) >= words.STEP / 100] or known[:1]
        named = [(row.unit.row.name(language()), _chance(row)) for row in top]
        st.markdown(f"**{words.lasts_words(named, settled=shown.forecast.settled)}**")
    if not shown.forecast.settled:
        st.caption(words.condition_words())


def _chance(row: Prospect) -> float:
    return 0.0 if row.forecast is None else row.forecast.last or 0.0


def _offer(actor: Actor, stands: Standings, found: Prospects) -> None:
    """When the forecast was made and of what, and the button to make a new one."""
    shown, key = found.shown, None if found.division is None else found.division.id
    period = period_words(stands.period)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(
            made_words(shown)
            if shown
            else _("There is no forecast of {period} yet.", period=period)
        )
        if may_forecast(actor, key) and st.button(
            _("Make a new forecast") if shown else _("Make a forecast"),
            icon=":material/query_stats:",
            type="secondary" if shown else "primary",
        ):
            with st.spinner(_("Forecasting …")):
                attempt(
                    lambda: make(actor, stands.period, key),
                    _("Forecast of {period}: as of now.", period=period),
                )


def made_words(shown: Shown) -> str:
    """When a forecast was made, by whom and of what."""
    row = shown.forecast
    by = row.made_by or _("the program")
    if row.settled:
        return _(
            "What came of it, kept on {moment} by {person}.",
            moment=moment_text(row.made_at),
            person=by,
        )
    told = _(
        "Forecast of {day}, from {number} audits; made {moment} by {person}, method {method}.",
        day=row.as_of.isoformat(),
        number=row.number,
        moment=moment_text(row.made_at),
        person=by,
        method=f"{row.method}{row.version}",
    )
    if not shown.earlier:
        return told
    return sentences(told, _("{number} earlier ones are kept.", number=len(shown.earlier)))
