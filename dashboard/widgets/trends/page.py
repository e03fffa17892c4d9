"""The trends page: filters, the control that chooses a view, and the view."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from checklists.periods import Period
from dashboard.trends.ground import may_judge
from dashboard.view import View
from dashboard.widgets.explain.change import show_change
from dashboard.widgets.frame import empty, not_yours
from dashboard.widgets.in_address import pick_part
from dashboard.widgets.periods.mark import say_restating
from dashboard.widgets.trends.course import show_course, show_heat
from dashboard.widgets.trends.items import show_hotline, show_losses
from dashboard.widgets.trends.sheets import show_beside, show_panels
from dashboard.widgets.view_filter import pick_view, say_filtered
from dashboard.widgets.who import recognise
from dashboard.words import N_, _, language, speak
from db.actors import Actor

SHOW = "show"
"""The name of the chosen view in the address."""


@dataclass(frozen=True)
class Kind:
    """One way to look at the trends: its word, and what draws it."""

    word: str
    show: Callable[[Actor, View], None]


VIEWS: dict[str, Kind] = {
    "course": Kind(N_("Course"), show_course),
    "heat": Kind(N_("Heat map"), show_heat),
    "change": Kind(N_("Change"), show_change),
    "sheets": Kind(N_("Each sheet"), show_panels),
    "losses": Kind(N_("Points lost"), show_losses),
    "beside": Kind(N_("Side by side"), show_beside),
    "hotline": Kind(N_("Hotline"), show_hotline),
}
"""The views by their code in the address, in the order of the control."""


def show_trends() -> None:
    """Everything below the title; after a change of a filter only this runs again."""
    _part(language())


@st.fragment
def _part(spoken: str) -> None:
    # This runs without the rest of the page, which would say who acts and in which language.
    speak(spoken)
    signed = recognise()
    if signed is None:
        st.rerun()
    if not may_judge(signed.actor):
        not_yours(signed.actor, _("Trends are for division heads and unit representatives."))
        return
    view = pick_view(signed.actor, "trends")
    if view.period is None:
        empty(
            _("Nothing has been submitted yet. Trends appear with the first submitted audit."),
            button=_("Score a sheet"),
            page="start",
        )
        return
    words = {code: _(kind.word) for code, kind in VIEWS.items()}
    chosen = pick_part("trends", SHOW, _("Show"), words)
    say_filtered(view)
    if chosen != "change":
        # A change is told between official figures.
        say_restating(Period.parse(view.period), signed.actor)
    VIEWS[chosen].show(signed.actor, view)
