"""Which month, unit and sheet of figures is looked at; all of it stands in the address."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from checklists.errors import BadPeriod
from checklists.periods import Period
from dashboard.looks import period_text, today
from dashboard.measured.fields import SHEETS
from dashboard.measured.overview import Overview
from dashboard.widgets.sheets import sheet_name
from dashboard.words import _, language

BACK = 24
"""So many months back figures may be chosen."""


def pick_month() -> str:
    """The month of the address, or this one."""
    month = Period.month_of(today())
    months = [str(month)]
    for _each in range(BACK):
        month = month.previous
        months.append(str(month))
    asked = st.query_params.get("period", "")
    if _is_month(asked) and asked not in months:
        months.append(asked)
    return _pick("period", _("Period"), {one: period_text(one) for one in months}, months[0])


def pick_unit(shown: Overview) -> str | None:
    """The code of a unit out of those of the month; None shows all of them."""
    options = {
        unit.code: f"{unit.division.name(language())} · {unit.name(language())}"
        for unit in shown.units
    }
    return _pick("unit", _("Unit"), options, None) or None


def pick_sheet() -> str | None:
    """One kind of figures, or None for all of them."""
    return _pick("sheet", _("Sheet"), {code: sheet_name(code) for code in SHEETS}, None) or None


def _pick(name: str, label: str, options: Mapping[str, str], default: str | None) -> str:
    key = f"measured-{name}"
    asked = st.query_params.get(name)
    # The address is what holds, also after the browser's back button.
    st.session_state[key] = asked if asked in options else default
    chosen = st.selectbox(
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
    chosen = st.session_state[f"measured-{name}"]
    if chosen:
        st.query_params[name] = chosen
    else:
        st.query_params.pop(name, None)


def _is_month(text: str) -> bool:
    try:
        return Period.parse(text).kind == "month"
    except BadPeriod:
        return False
