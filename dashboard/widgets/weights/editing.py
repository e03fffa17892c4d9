"""Changing coefficients: choose units, type, look at what would change, then let it hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from checklists.errors import WordedError
from checklists.exact import plain
from checklists.periods import Period
from dashboard import coefficients
from dashboard.coefficients import Preview, Weight
from dashboard.looks import with_division
from dashboard.widgets.people.acting import attempt, key_in, reason
from dashboard.widgets.weights.importing import choose_coefficients
from dashboard.widgets.weights.previewing import show_preview
from dashboard.widgets.who import me
from dashboard.words import _, language, ngettext, period_words, say

FORM = "coefficients"
LOOKED_AT = "coefficients-preview"
FIELDS_IN_A_ROW = 4


def show_editing(period: Period, weights: Sequence[Weight]) -> None:
    """The form; what is typed stays until it holds, also when it is refused."""
    st.subheader(_("Change coefficients"), anchor=False)
    free = coefficients.first_free(me().actor, period)
    if free is not None:
        _offer(period, free)
        return
    st.caption(
        _(
            "They hold from {month} on, through all of {period} and after it, until others "
            "are set.",
            month=period.months[0],
            period=period_words(period),
        )
    )
    read = choose_coefficients(period, FORM)
    if read is not None:
        _from_file(period, read)
        return
    chosen = _pick_units(weights)
    typed = _type_values(period, chosen)
    if not typed:
        st.session_state.pop(LOOKED_AT, None)
        return
    if st.button(_("See what changes"), icon=":material/visibility:", type="primary"):
        _look(period, typed)
    looked_at = st.session_state.get(LOOKED_AT)
    if looked_at is None:
        return
    was, found = looked_at
    if was != (str(period), typed):
        st.info(_("Something else was typed since. Look again at what changes."))
        return
    show_preview(found)
    _settle(found)


def _from_file(period: Period, read: Mapping[int, str]) -> None:
    """What a file would change, looked at anew with every touch, and the way to let it hold."""
    if not read:
        return
    try:
        found = coefficients.preview(me().actor, period, read)
    except coefficients.NothingChanged:
        st.info(_("The file changes nothing."))
        return
    except WordedError as error:
        st.error(say(error), icon=":material/error:")
        return
    show_preview(found)
    _settle(found)


def _offer(period: Period, free: Period) -> None:
    """Say before anything is typed that a period is sealed, and offer the first free month."""
    words = _(
        "Coefficients can no longer be set from {month} on: a period that holds it, or one after "
        "it, is sealed. The first month for which they can be set is {free}.",
        month=period.months[0],
        free=str(free),
    )
    st.info(words, icon=":material/lock:")
    st.multiselect(_("Units"), [], disabled=True, placeholder=_("Sealed"))
    st.button(
        _("Choose {month}", month=str(free)),
        icon=":material/event:",
        type="primary",
        on_click=_choose,
        args=(str(free),),
    )


def _choose(month: str) -> None:
    st.session_state["period"] = month


def _pick_units(weights: Sequence[Weight]) -> list[Weight]:
    known = {weight.unit.id: weight for weight in weights}

    def label(unit: int) -> str:
        return with_division(known[unit].unit)

    chosen = st.multiselect(
        _("Units"),
        list(known),
        format_func=label,
        placeholder=_("Choose one unit or several"),
        select_all=False,
        key=key_in(FORM, "units"),
        persist_state="session",
    )
    return [known[unit] for unit in chosen if unit in known]


def _type_values(period: Period, chosen: Sequence[Weight]) -> dict[int, str]:
    typed = {}
    for start in range(0, len(chosen), FIELDS_IN_A_ROW):
        columns = st.columns(FIELDS_IN_A_ROW)
        for column, weight in zip(columns, chosen[start:], strict=False):
            with column:
                typed[weight.unit.id] = st.text_input(
                    weight.unit.name(language()),
                    plain(weight.value),
                    max_chars=20,
                    key=key_in(FORM, f"{period}-{weight.unit.id}"),
                    persist_state="session",
                )
    return typed


def _look(period: Period, typed: Mapping[int, str]) -> None:
    st.session_state.pop(LOOKED_AT, None)
    try:
        found = coefficients.preview(me().actor, period, typed)
    except WordedError as error:
        st.error(say(error), icon=":material/error:")
        return
    st.session_state[LOOKED_AT] = ((str(period), dict(typed)), found)


def _settle(found: Preview) -> None:
    why = reason(FORM)
    words = _("Let them hold from {month} on", month=found.period.months[0])
    if st.button(words, type="primary", icon=":material/check:", key="coefficients-settle"):
        attempt(
            lambda: coefficients.settle(me().actor, found, why),
            ngettext(
                "{number} coefficient holds now.",
                "{number} coefficients hold now.",
                len(found.units),
                number=len(found.units),
            ),
            FORM,
        )
