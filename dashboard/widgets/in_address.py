"""Choices that stand in the address of a page: what is chosen is sent with a link and stays.

`page` is the page's plain name and `name` that of the choice in the address; both together name it
in the session. Another choice begins at the first page of what is listed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

import streamlit as st

from dashboard.looks import period_text, with_division
from dashboard.words import _
from db.rows import UnitRow

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)


def pick(page: str, name: str, label: str, options: Mapping[str, str]) -> str | None:
    """Choose one of some codes, shown by their words; None where all of them are meant."""
    return _select(page, name, label, options, None)


def pick_one(page: str, name: str, label: str, options: Mapping[str, str], default: str) -> str:
    """Choose one of some codes: `default` where the address names none that is offered."""
    return _select(page, name, label, options, default) or default


def pick_unit(page: str, units: Iterable[UnitRow]) -> str | None:
    """The code of one of some units; None shows all of them."""
    return pick(page, "unit", _("Unit"), {unit.code: with_division(unit) for unit in units})


def pick_month(page: str, months: Iterable[str], default: str) -> str:
    """One of some months."""
    return pick_one(page, "month", _("Month"), {one: period_text(one) for one in months}, default)


def pick_part(page: str, name: str, label: str, options: Mapping[str, str]) -> str:
    """One of the parts of a page by its code, the first unless the address names another."""
    first = next(iter(options))
    chosen: str | None = st.segmented_control(
        label,
        list(options),
        format_func=options.__getitem__,
        key=_key(page, name, _asked(name, options) or first),
        required=True,
        label_visibility="collapsed",
        on_change=_keep,
        args=(page, name),
    )
    return chosen or first


def words(page: str, name: str, label: str, most: int = 80) -> str:
    """A text to look for."""
    key = _key(page, name, st.query_params.get(name, "")[:most])
    return st.text_input(label, key=key, max_chars=most, on_change=_keep, args=(page, name))


def day(page: str, name: str, label: str, default: date | None = None) -> date | None:
    """A day; `default` where the address names none."""
    try:
        asked = date.fromisoformat(st.query_params.get(name, ""))
    except ValueError:
        asked = None
    if asked is not None and not FIRST_DAY <= asked <= LAST_DAY:
        asked = None
    return st.date_input(
        label,
        value=None,
        min_value=FIRST_DAY,
        max_value=LAST_DAY,
        format="YYYY-MM-DD",
        key=_key(page, name, asked or default),
        on_change=_keep,
        args=(page, name),
    )


def page_number() -> int:
    """The number of the page of a list that the address asks for, from 1."""
    asked = st.query_params.get("page", "")
    is_number = asked.isascii() and asked.isdigit() and len(asked) < 7
    return max(int(asked), 1) if is_number else 1


def turn_pages(page: str, pages: int) -> None:
    """Turn the pages of a list, where there are several."""
    if pages <= 1:
        return
    shown = min(page_number(), pages)
    # The address is what holds: each of its pages begins with itself.
    key = f"{page}-page-{pages}-{shown}"
    st.pagination(pages, default=shown, key=key, on_change=_turned, args=(key,))


def _select(
    page: str, name: str, label: str, options: Mapping[str, str], default: str | None
) -> str | None:
    chosen: str | None = st.selectbox(
        label,
        list(options),
        index=None if default is None else 0,
        format_func=lambda code: options.get(code, code),
        key=_key(page, name, _asked(name, options) or default),
        placeholder=_("All"),
        on_change=_keep,
        args=(page, name),
    )
    return chosen


def _asked(name: str, options: Mapping[str, str]) -> str | None:
    """What the address asks for; a code that is not offered is taken for none."""
    asked = st.query_params.get(name)
    return asked if asked in options else None


def _key(page: str, name: str, value: object) -> str:
    """The key of a choice in the session."""
    key = f"{page}-{name}"
    # The address is what holds, also after the browser's back button.
    st.session_state[key] = value
    return key


def _turned(key: str) -> None:
    st.query_params["page"] = str(st.session_state[key])


def _keep(page: str, name: str) -> None:
    chosen = st.session_state[f"{page}-{name}"]
    st.query_params.pop("page", None)
    if chosen:
        st.query_params[name] = str(chosen)
    else:
        st.query_params.pop(name, None)
