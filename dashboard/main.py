"""Page set-up, who is at the tablet, and the navigation; nothing else."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from dashboard import cache
from dashboard.widgets.frame import frame_row, quiet_streamlit
from dashboard.widgets.places import page_file
from dashboard.words import _


def page(name: str, title: str, icon: str, *, default: bool = False) -> st.Page:
    """One of the files of pages/ with its title and icon."""
    return st.Page(page_file(name), title=title, icon=f":material/{icon}:", default=default)


st.set_page_config(
    page_title="衡 Heng", page_icon=str(Path(__file__).with_name("icon.svg")), layout="wide"
)
quiet_streamlit()
organisation = cache.organisation()
st.session_state["inspector"] = frame_row(organisation)
navigation = st.navigation(
    {
        "": [page("start", _("Start"), "home", default=True)],
        _("Scoring"): [
            page("hotline", _("Hotline"), "call"),
            page("counter", _("Counter"), "storefront"),
            page("home_visit", _("Home visit"), "home_work"),
            page("inspection", _("Safety inspection"), "fact_check"),
            page("venting", _("Building venting"), "gas_meter"),
            page("repair", _("Repair"), "build"),
            page("indicators", _("Indicators"), "query_stats"),
        ],
        _("Results"): [
            page("audits", _("Audits"), "assignment"),
            page("ranking", _("Ranking"), "leaderboard"),
        ],
        _("Rules and organisation"): [
            page("catalogue", _("Catalogue"), "menu_book"),
            page("organisation", _("Organisation"), "account_tree"),
        ],
    },
    position="top",
)
navigation.run()
