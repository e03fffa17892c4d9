"""The ranking of a period: units, divisions or the company, and what audits are missing."""

from __future__ import annotations

import streamlit as st

from dashboard.forecasts.ranking import scope_of
from dashboard.looks import with_division
from dashboard.standings import Standings
from dashboard.standings.placing import placed
from dashboard.view import View
from dashboard.widgets.periods.mark import say_as_of, show_mark
from dashboard.widgets.pickers import choose
from dashboard.widgets.ranking.coverage import show_coverage
from dashboard.widgets.ranking.groups import show_company, show_divisions
from dashboard.widgets.ranking.prospects import show_prospects
from dashboard.widgets.ranking.units import show_units
from dashboard.widgets.unit_score import show_waiting
from dashboard.words import _, language, period_words
from db.actors import Actor

LEVEL = "level"


def show_ranking(actor: Actor, stands: Standings, view: View) -> None:
    """What stands in a period at the level that is chosen; the level is kept in the address."""
    stands = placed(stands)
    show_mark(stands.seal)
    say_as_of(stands.seal)
    with st.container(horizontal=True):
        level = _pick_level(_levels(actor, stands, view))
        chart = level in ("units", "divisions", "prospects") and _pick_chart()
    if level == "coverage":
        show_coverage(stands, view)
        return
    if level == "prospects":
        show_prospects(actor, stands, view, chart)
    elif level == "company":
        show_company(stands)
    else:
        {"units": show_units, "divisions": show_divisions}[level](stands, view, chart)
    show_waiting(sum(unit.waiting for unit in stands.units))
    _missing_sheets(stands)
    _not_scored(stands, view)


def _levels(actor: Actor, stands: Standings, view: View) -> dict[str, str]:
    return {
        "units": _("Units"),
        **({"divisions": _("Divisions")} if stands.divisions else {}),
        **({"company": _("Company")} if stands.company is not None else {}),
        **({"prospects": _("How it may end")} if scope_of(actor, stands, view.division) else {}),
        "coverage": _("Coverage"),
    }


def _pick_level(levels: dict[str, str]) -> str:
    key = f"ranking-{LEVEL}"
    wanted = st.query_params.get(LEVEL, "units")
    # The address is what holds, also after the browser's back button.
    st.session_state[key] = wanted if wanted in levels else "units"
    return choose(_("Level"), levels, key=key, on_change=_keep_level, hidden=True) or "units"


def _pick_chart() -> bool:
    # The chart's library takes most of a second to load: it is fetched when it is asked for.
    views = {"table": _("Table"), "chart": _("Chart")}
    return choose(_("Show"), views, key="ranking-view", default="table", hidden=True) == "chart"


def _keep_level() -> None:
    chosen = st.session_state[f"ranking-{LEVEL}"]
    if chosen in (None, "units"):
        st.query_params.pop(LEVEL, None)
    else:
        st.query_params[LEVEL] = chosen


def _missing_sheets(stands: Standings) -> None:
    filled = {m.sheet for unit in stands.units for m in unit.score.sheets if m.audits}
    missing = [s.name.get(language()) for s in stands.sheets if s.code not in filled]
    if missing:
        words = _("Sheets nobody filled in, whose points are in K3: {sheets}.")
        st.caption(words.format(sheets=_(", ").join(missing)))


def _not_scored(stands: Standings, view: View) -> None:
    names = [
        with_division(unit.row)
        for unit in stands.units
        if unit.k is None and view.division in (None, unit.row.division.code)
    ]
    if not names:
        return
    st.subheader(_("Not scored"), anchor=False)
    period = period_words(stands.period)
    st.markdown(
        _(
            "No submitted audit counts for these units in {period}. No score is not 0:",
            period=period,
        )
    )
    st.markdown(_("; ").join(names))
