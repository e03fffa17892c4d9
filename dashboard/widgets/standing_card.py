"""How a unit, a division or the company stands, as the start page shows it."""

from __future__ import annotations

from html import escape

import streamlit as st

from checklists.exact import plain
from dashboard.looks import (
    change_text,
    period_text,
    provisional_mark,
    score_text,
    today,
)
from dashboard.standings.at_start import Stand, stands_at_start
from dashboard.widgets.explain.links import offer_explanation
from dashboard.widgets.result import score_badge
from dashboard.widgets.view_filter import turn_to
from dashboard.words import _, language, ngettext
from db.actors import Actor


def show_stands(actor: Actor) -> None:
    """A card for each of what somebody is responsible for; nothing for other roles."""
    for number, stand in enumerate(stands_at_start(actor)):
        with st.container(border=True, key=f"stand-{number}"):
            _card(stand, number)


def _card(stand: Stand, number: int) -> None:
    name = _("Whole company") if stand.row is None else stand.row.name(language())
    month = period_text(str(stand.month))
    st.markdown(f"**{escape(name)}**{provisional_mark(stand.now.provisional)}")
    with st.container(horizontal=True, vertical_alignment="center"):
        unit = f"/ {plain(stand.full)} · {month}"
        badge = score_badge(score_text(stand.now.k), stand.now.grade, unit)
        st.html(f'<div class="heng-result">{badge}</div>', width="stretch")
        offer_explanation(stand.view, key=f"stand-explain-{number}")
        if st.button(_("Trends"), key=f"stand-trends-{number}", icon=":material/trending_up:"):
            turn_to("trends", stand.view)
    st.caption(_against(stand))


def _against(stand: Stand) -> str:
    """The change since the month before, how many audits it rests on, and whether it may change."""
    before = period_text(str(stand.month.previous))
    if stand.change is None:
        told = _("{period} was not scored, so there is no change to tell", period=before)
    else:
        told = _(
            "{change} since {period} ({before})",
            change=change_text(stand.change),
            period=before,
            before=score_text(stand.before),
        )
    words = [
        told,
        ngettext("{total} audit", "{total} audits", stand.now.audits, total=stand.now.audits),
    ]
    if stand.month.last_day >= today():
        words.append(_("the month is not over yet"))
    return " · ".join(words)
