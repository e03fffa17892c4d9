"""Pickers shared by the pages; each owns its session key and its default."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import date
from typing import Any, TypeVar

import streamlit as st

from checklists.periods import Period
from dashboard.looks import period_text, today, with_division
from dashboard.words import DEFAULT, LANGUAGES, _, speak
from db.rows import UnitRow

T = TypeVar("T")
NAMES = {code: code for code in LANGUAGES} | {name: code for code, name in LANGUAGES.items()}
"""What a URL may call a language: its code, or its own name as older links have it."""


def pick_language(kept: str = "") -> None:
    """Let the reader choose the language, kept in the URL by its code; answer in it from here on.

    `kept` is the language to begin with where the URL names none.
    """
    # A page that is turned to, or a link that is followed, says in its address how to speak.
    named = NAMES.get(st.query_params.get("lang", ""))
    former: str | None = st.session_state.get("lang")
    st.session_state["lang"] = named or former or NAMES.get(kept) or DEFAULT

    def keep() -> None:
        st.query_params["lang"] = st.session_state["lang"]

    st.segmented_control(
        "语言 / Language",
        list(LANGUAGES),
        format_func=LANGUAGES.__getitem__,
        required=True,
        key="lang",
        on_change=keep,
        label_visibility="collapsed",
    )
    chosen: str = st.session_state["lang"]
    in_address = st.query_params.get("lang")
    if in_address != chosen and (in_address is not None or chosen != DEFAULT):
        st.query_params["lang"] = chosen
    speak(chosen)


def pick_unit(units: Sequence[UnitRow], key: str = "unit") -> UnitRow | None:
    """Choose a unit, shown with its division."""
    known = {unit.id: unit for unit in units}
    chosen = select(
        _("Unit"),
        list(known),
        lambda unit: with_division(known[unit]),
        key=key,
        index=None,
        placeholder=_("Choose a unit"),
    )
    return None if chosen is None else known[chosen]


def pick_month(key: str = "month", back: int = 12, closed: Collection[str] = ()) -> str:
    """Choose one of the last months, this one by default; those that are closed are left out."""
    now = Period.month_of(today())
    last = [_month_before(now, number) for number in range(back + 1)]
    months = [month for month in last if month not in closed] or last[:1]
    return select(_("Period"), months, str, key=key) or months[0]


def pick_day(key: str = "day") -> date:
    """Choose the day of an audit, today by default; a later one cannot be chosen."""
    return st.date_input(
        _("Day of the audit"),
        value=today(),
        max_value=today(),
        format="YYYY-MM-DD",
        key=key,
        persist_state="session",
    )


def pick_period(
    periods: Sequence[str], key: str = "period", *, first: str | None = None
) -> str | None:
    """Choose one of the periods with data, seasons by their name; kept in the URL.

    `first` is the one to begin with, the first of them unless said.
    """
    if not periods:
        return None
    return st.selectbox(
        _("Period"),
        list(periods),
        index=periods.index(first) if first in periods else 0,
        format_func=period_text,
        key=key,
        bind="query-params",
        filter_mode=None,
        width=260,
    )


def select(
    label: str,
    options: Sequence[T],
    format_func: Callable[[Any], str],
    *,
    key: str,
    index: int | None = 0,
    placeholder: str | None = None,
    hidden_label: bool = False,
) -> T | None:
    """A select box whose value outlives a change of page."""
    if not options:
        return None
    return st.selectbox(
        label,
        list(options),
        index=index,
        format_func=format_func,
        key=key,
        placeholder=placeholder,
        persist_state="session",
        label_visibility="collapsed" if hidden_label else "visible",
    )


def choose(
    label: str,
    options: dict[T, str],
    *,
    key: str,
    default: T | None = None,
    on_change: Callable[[], None] | None = None,
    hidden: bool = False,
) -> T | None:
    """A row of segments, one of which may be chosen, whose value outlives a change of page."""
    return st.segmented_control(
        label,
        list(options),
        format_func=options.__getitem__,
        default=default,
        key=key,
        on_change=on_change,
        persist_state="session",
        label_visibility="collapsed" if hidden else "visible",
    )


def _month_before(month: Period, number: int) -> str:
    index = month.year * 12 + month.first_month - 1 - number
    return str(Period.month_of(date(index // 12, index % 12 + 1, 1)))
