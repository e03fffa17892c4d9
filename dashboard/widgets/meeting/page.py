"""The page of the evaluation meeting: a period, and below it the slides as one component."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import streamlit as st

from checklists.errors import WordedError
from checklists.periods import Period
from dashboard.kept_form import Told
from dashboard.meeting.deck import decision_of, deck
from dashboard.meeting.ground import Figures, figures, take_down, taken_down
from dashboard.widgets.frame import empty, not_yours
from dashboard.widgets.kept_form import KeptForm, record_of, told
from dashboard.widgets.view_filter import pick_view
from dashboard.widgets.who import me
from dashboard.words import _, language, say
from db.actors import Actor, Forbidden, Role

HERE = Path(__file__).parent
ANEW = "meeting-anew"
READ = "meeting-read"
"""Where the session keeps the figures of the meeting that goes on, as they were read."""

_deck = KeptForm(
    "heng_meeting",
    HERE / "meeting.css",
    HERE / "decision.js",
    HERE / "slides.js",
    HERE / "meeting.js",
)


def show_meeting() -> None:
    """Everything below the title."""
    actor = me().actor
    if not (actor.may_all or actor.holds(Role.MEETING_VIEWER)):
        not_yours(actor, _("The meeting is for administrators and the evaluation meeting."))
        return
    arriving = ANEW not in st.session_state
    with st.container(horizontal=True, vertical_alignment="bottom"):
        view = pick_view(actor, "meeting", ("period",))
        anew = st.button(_("Read the figures anew"), icon=":material/refresh:", key=ANEW)
    if view.period is None:
        empty(
            _(
                "No ranking has been released yet. It appears here as soon as an administrator "
                "releases one."
            )
            if not actor.may_all
            else _("There is no audit yet, and so no period. The first one appears with one.")
        )
        return
    period = Period.parse(view.period)
    try:
        found = _figures(actor, period, anew=anew or arriving)
        _show(actor, period, found)
    except Forbidden:
        not_yours(actor, _("This period is not released to the evaluation meeting."))


def _show(actor: Actor, period: Period, found: Figures) -> None:
    key = f"meeting-{period}"
    data = deck(found, taken_down(actor, period), actor, told(key))
    _deck.show(key, data, lambda sent: _act(actor, period, sent))


def _figures(actor: Actor, period: Period, *, anew: bool) -> Figures:
    """The figures, the same as long as the meeting goes on, unless they are asked for anew."""
    whose = actor.person_id, str(period), language()
    kept: tuple[Any, Figures] | None = st.session_state.get(READ)
    if not anew and kept is not None and kept[0] == whose:
        return kept[1]
    with st.spinner(_("Reading the figures of the period…")):
        found = figures(actor, period)
    st.session_state[READ] = whose, found
    return found


def _act(actor: Actor, period: Period, sent: Mapping[str, Any]) -> Told:
    """Take down what was sent, and say what became of it."""
    n = str(sent.get("n", ""))
    try:
        take_down(actor, period, decision_of(record_of(sent)))
    except WordedError as error:
        return Told(n, kept=False, error=say(error))
    return Told(n, kept=True, done=_("Saved."))
