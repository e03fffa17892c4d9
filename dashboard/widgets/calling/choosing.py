"""Which part, month and unit of call-backs is looked at; all of it stands in the address."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import streamlit as st

from dashboard.looks import period_text
from dashboard.words import _, language
from db.rows import UnitRow


def pick_part(options: Mapping[str, str]) -> str:
    """One of the parts of the page, the first one unless the address names another."""
    first = next(iter(options))
    asked = st.query_params.get("part")
    st.session_state["calling-part"] = asked if asked in options else first
    chosen: str | None = st.segmented_control(
        _("Part"),
        list(options),
        format_func=options.__getitem__,
        key="calling-part",
        required=True,
        label_visibility="collapsed",
        on_change=_keep,
        args=("part",),
    )
    return chosen or first


def pick_month(months: Sequence[str], default: str) -> str:
    """One of some months."""
    return _select("month", _("Month"), {one: period_text(one) for one in months}, default)


def pick_unit(units: Iterable[UnitRow]) -> str | None:
    """The code of one of some units; None shows all of them."""
    options = {
        unit.code: f"{unit.division.name(language())} · {unit.name(language())}" for unit in units
    }
    return _select("unit", _("Unit"), options, None) or None


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
