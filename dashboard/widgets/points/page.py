"""The page below its title: season and unit from the address, all accounts or one."""

from __future__ import annotations

import streamlit as st

from checklists.errors import WordedError
from checklists.periods import Period
from dashboard.forecasts.looking import may_look
from dashboard.looks import period_text
from dashboard.points import ground
from dashboard.points.overview import Overview, overview
from dashboard.widgets.forecasts.record import show_record
from dashboard.widgets.frame import empty
from dashboard.widgets.people.acting import show_said
from dashboard.widgets.points.overview import show_overview
from dashboard.widgets.points.unit import show_unit
from dashboard.widgets.who import me
from dashboard.words import _, say
from db.actors import Forbidden

SEASON, UNIT, KEY = "season", "unit", "points-season"
"""What is chosen, as it stands in the address, and the key of the picker."""


def show_points() -> None:
    """Accounts of the chosen season, of all units or of the one in the address."""
    actor = me().actor
    if not ground.may_look(actor):
        empty(say(Forbidden()))
        return
    season = _pick_season(ground.seasons())
    try:
        found = overview(actor, season)
    except WordedError as error:
        empty(say(error))
        return
    show_said()
    if not found.units:
        empty(
            _(
                "No unit has an account in this season. Accounts are kept in divisions that work "
                "under HEAT; an administrator says so on the page of the organisation."
            )
        )
        return
    unit = _pick_unit(found)
    if unit is None:
        show_overview(found, season)
        if may_look(actor):
            show_record(actor, "A")
    else:
        one = next(one for one in found.units if one.unit.code == unit)
        show_unit(actor, season, one, alone=len(found.units) == 1)


def _pick_season(known: list[str]) -> Period:
    asked = st.query_params.get(SEASON)
    # The address is what holds, also after the browser's back button.
    st.session_state[KEY] = asked if asked in known else known[0]
    chosen = st.selectbox(
        _("Season"), known, format_func=period_text, key=KEY, on_change=_keep, width=260
    )
    if asked is not None and asked not in known:
        words = _("Left out of the link, as it is not here or not yours to see: {parts}.")
        st.caption(words.format(parts=_("Season")))
    return Period.parse(chosen)


def _keep() -> None:
    st.query_params[SEASON] = st.session_state[KEY]


def _pick_unit(found: Overview) -> str | None:
    """The unit in the address; whoever sees one unit only is shown that one."""
    codes = [one.unit.code for one in found.units]
    if len(codes) == 1:
        return codes[0]
    asked = st.query_params.get(UNIT)
    return asked if asked in codes else None
