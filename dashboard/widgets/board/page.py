"""The board: filters in the address, and below them what renews itself every half minute.

`HENG_BOARD_SECONDS` is another time after which it does.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import timedelta
from functools import lru_cache
from pathlib import Path

import streamlit as st

from checklists.errors import WordedError
from dashboard.board.drawing import (
    MOST,
    Names,
    counts_html,
    groups_html,
    list_html,
    more_html,
    situations_html,
    wall_html,
)
from dashboard.board.rows import counts, groups, in_order
from dashboard.board.use_cases import Board, Offered, Wanted, board, offered
from dashboard.widgets.board.wall import show_wall
from dashboard.widgets.frame import empty
from dashboard.widgets.in_address import pick
from dashboard.widgets.way_back import back_to
from dashboard.widgets.who import me, recognise
from dashboard.words import _, language, say, speak
from db.actors import Forbidden

EVERY = timedelta(seconds=int(os.environ.get("HENG_BOARD_SECONDS", "30")))
HERE = Path(__file__).parent
WALL = """
[data-testid="stHeader"], [data-testid="stLayoutWrapper"]:has(> .st-key-board-filters),
[data-testid="stElementContainer"]:has([data-testid="stHeading"]),
[data-testid="stElementContainer"]:has([data-testid="stCaptionContainer"]),
[data-testid="stVerticalBlock"] > [data-testid="stLayoutWrapper"]:first-child { display: none; }
.stApp [data-testid="stMainBlockContainer"] { padding-top: 1rem !important; }
"""
"""What leaves the board alone on the screen."""


def show_board() -> None:
    """Everything below the title."""
    try:
        choices = offered(me().actor)
    except Forbidden as refused:
        empty(say(refused))
        return
    if not choices.units:
        empty(_("No unit you see works with orders."))
        return
    wanted = _pick(choices)
    _part(language(), wanted)


def _pick(choices: Offered) -> Wanted:
    with st.container(horizontal=True, vertical_alignment="bottom", key="board-filters"):
        division = None
        if len(choices.divisions) > 1:
            division = pick("board", "division", _("Division"), choices.division_names())
        unit = pick("board", "unit", _("Unit"), choices.unit_names(division))
        order_class = pick("board", "class", _("Class"), choices.class_names())
    return choices.wanted(division, unit, order_class)


@st.fragment(run_every=EVERY)
def _part(spoken: str, wanted: Wanted) -> None:
    # This runs without the rest of the page, which would say who acts and in which language.
    speak(spoken)
    signed = recognise()
    if signed is None:
        st.rerun()
    try:
        found = board(signed.actor, wanted)
    except WordedError as error:
        st.error(say(error))
        return
    query = st.query_params.to_dict()
    alone = "wall" in query
    drawn = _drawn(found, query)
    if alone:
        show_wall(found, wanted, EVERY)
    st.html(f"<style>{_style()}{WALL if alone else ''}</style>{drawn}")


def _drawn(found: Board, query: Mapping[str, str]) -> str:
    names = Names(
        {unit.id: unit.name(language()) for unit in found.units},
        {unit.id: unit.code for unit in found.units},
        {division.id: division.name(language()) for division in found.divisions},
    )
    rows = in_order(found.rows, found.at)
    link, alone = wall_html(query), "wall" in query
    here = {name: value for name, value in query.items() if name != "lang"}
    return "".join(
        (
            '<section class="hb">',
            "" if alone else link,
            counts_html(counts(rows, found.at)),
            situations_html(found.situations, names, found.rules.orders.many_reports),
            '<div class="hb-sides"><div>',
            list_html(rows[:MOST], names, found.rules, found.at, back_to("board", here)),
            more_html(len(rows), found.at, int(EVERY.total_seconds()), link if alone else ""),
            "</div><div>",
            groups_html(groups(rows, found.at), names),
            "</div></div></section>",
        )
    )


@lru_cache(maxsize=1)
def _style() -> str:
    return (HERE / "board.css").read_text(encoding="utf-8")
