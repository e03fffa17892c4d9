"""The row of filters that pages share: what is chosen stands in the address and stays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from dashboard.choices import Choices, choices
from dashboard.looks import OCCASIONS, period_text
from dashboard.view import WORDS, View
from dashboard.widgets.places import go
from dashboard.widgets.sheets import sheet_name
from dashboard.words import _, language
from db.actors import Actor

FILTERS = ("period", "division", "unit", "sheet", "inspector", "occasion")
LAST = "view"
"""Where the session keeps the last view, for the next page that shares it."""
SHOWN = "view-words"
"""Where the session keeps the words of what could be chosen last."""


def pick_view(actor: Actor, page: str, filters: Sequence[str] = FILTERS) -> View:
    """Draw the filters of a page in one row and give what is chosen, as far as it may be seen.

    The address says what is chosen; a page that is turned to without saying keeps the view of
    the page before. `page` is the page's plain name. A view without period: there are no audits.
    """
    wanted = _wanted(page)
    offered = choices(actor, wanted.period)
    view, dropped = offered.known(wanted)
    st.session_state[LAST] = view
    options = _options(offered, view)
    st.session_state[SHOWN] = options
    drawn = [name for name in filters if name == "period" or options[name]]
    with st.container(horizontal=True, vertical_alignment="bottom", key=f"{page}-filters"):
        for name in drawn:
            _pick(page, name, options[name], view)
    if dropped:
        words = _("Left out of the link, as it is not here or not yours to see: {parts}.")
        st.caption(words.format(parts=_(", ").join(_(WORDS[name]) for name in dropped)))
    return view


def chosen_words(view: View) -> dict[str, str]:
    """What the last drawn row of filters shows as chosen, by name, in the reader's words."""
    shown: dict[str, dict[str, str]] = st.session_state.get(SHOWN, {})
    return {
        part: shown[part][code]
        for part, code in view.query().items()
        if code in shown.get(part, {})
    }


def narrow(view: View) -> None:
    """Look at another view on the same page, which draws it anew."""
    st.query_params.update({part: getattr(view, part) or [] for part in WORDS})
    st.rerun()


def turn_to(page: str, view: View) -> None:
    """Leave for another page at a view."""
    go(page, **view.query())


def say_filtered(view: View) -> None:
    """A quiet word where only some audits are looked at."""
    if view.filtered:
        words = _("Only the chosen audits are counted: this is not the official score.")
        st.caption(f":material/filter_alt: {words}")


def _wanted(page: str) -> View:
    arriving = _key(page, "period") not in st.session_state
    wanted = View.read(st.query_params.to_dict())
    if arriving and not wanted.query() and LAST in st.session_state:
        wanted = st.session_state[LAST]
        st.query_params.update(wanted.query())
    return wanted


def _options(offered: Choices, view: View) -> dict[str, Mapping[str, str]]:
    units = offered.units_of(view.division)
    return {
        "period": {period: period_text(period) for period in offered.periods},
        "division": {row.code: row.name(language()) for row in offered.divisions},
        "unit": {row.code: row.name(language()) for row in units},
        "sheet": {code: sheet_name(code) for code in offered.sheets},
        "inspector": {row.code: row.name for row in offered.inspectors},
        "occasion": {code: _(word) for code, word in OCCASIONS.items()},
    }


def _pick(page: str, name: str, options: Mapping[str, str], view: View) -> None:
    key = _key(page, name)
    # The address is what holds, also after the browser's back button.
    st.session_state[key] = getattr(view, name)
    st.selectbox(
        _(WORDS[name]),
        list(options),
        index=0 if name == "period" else None,
        format_func=options.__getitem__,
        key=key,
        placeholder=_("All"),
        on_change=_keep,
        args=(page, name),
    )


def _keep(page: str, name: str) -> None:
    """Put a new choice into the address: what is left open is taken out of it."""
    before = View.read(st.query_params.to_dict())
    after = before.but(**{name: st.session_state[_key(page, name)]})
    st.query_params.update({part: getattr(after, part) or [] for part in WORDS})


def _key(page: str, name: str) -> str:
    return f"{page}-{name}"
