"""The page of call-backs in three parts: calls to make, draws, results; all in the address."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from dashboard.calling import drawing, results, timing
from dashboard.looks import period_text
from dashboard.widgets.calling.draws import show_draws
from dashboard.widgets.calling.results import show_results
from dashboard.widgets.calling.to_call import show_to_call
from dashboard.widgets.frame import empty
from dashboard.widgets.people.acting import show_said
from dashboard.widgets.who import me
from dashboard.words import N_, _, language
from db.actors import Role

PARTS = {"calls": N_("Calls to make"), "draws": N_("Draws"), "results": N_("Results")}


def show_calling() -> None:
    """The part that the address asks for, the calls to make first."""
    actor = me().actor
    if not actor.may_all and not actor.holds(Role.AGENT, Role.DIVISION_HEAD):
        empty(_("Call-backs are made by the service agents of a division."))
        return
    show_said()
    part = _segments("part", {code: _(words) for code, words in PARTS.items()})
    months = timing.months()
    if part == "calls":
        show_to_call(_unit(months[0]))
        return
    left, right, _rest = st.columns([2, 3, 3])
    default = months[0]
    with left:
        if part == "results":
            drawn = results.drawn_months(actor)
            months = sorted(drawn, reverse=True) or months
            default = drawn[0] if drawn else months[0]
        month = _select("month", _("Month"), {one: period_text(one) for one in months}, default)
    if part == "draws":
        show_draws(month)
        return
    with right:
        unit = _pick_unit(month)
    show_results(month, unit)


def _unit(month: str) -> str | None:
    left, _rest = st.columns([3, 5])
    with left:
        return _pick_unit(month)


def _pick_unit(month: str) -> str | None:
    units = [one.unit for one in drawing.look(me().actor, month).units]
    options = {
        unit.code: f"{unit.division.name(language())} · {unit.name(language())}" for unit in units
    }
    return _select("unit", _("Unit"), options, None) or None


def _segments(name: str, options: Mapping[str, str]) -> str:
    first = next(iter(options))
    key = f"calling-{name}"
    asked = st.query_params.get(name)
    st.session_state[key] = asked if asked in options else first
    chosen: str | None = st.segmented_control(
        _("Part"),
        list(options),
        format_func=options.__getitem__,
        key=key,
        required=True,
        label_visibility="collapsed",
        on_change=_keep,
        args=(name,),
    )
    return chosen or first


def _select(name: str, label: str, options: Mapping[str, str], default: str | None) -> str:
    key = f"calling-{name}"
    asked = st.query_params.get(name)
    # The address is what holds, also after the browser's back button.
    st.session_state[key] = asked if asked in options else default
    chosen: str | None = st.selectbox(
        label,
        list(options),
        format_func=lambda code: options.get(code, code),
        key=key,
        index=None if default is None else 0,
        placeholder=_("All"),
        on_change=_keep,
        args=(name,),
    )
    return chosen or ""


def _keep(name: str) -> None:
    chosen = st.session_state[f"calling-{name}"]
    if chosen:
        st.query_params[name] = chosen
    else:
        st.query_params.pop(name, None)
