"""Links to the sheets that are scored, and a picker of all sheets."""

from __future__ import annotations

import streamlit as st

from checklists.catalogue_loader import load_catalogue
from checklists.exact import plain
from checklists.model import Sheet
from dashboard.looks import today
from dashboard.widgets.places import page_file
from dashboard.words import _, language

SCORED = {
    "hotline": "call",
    "counter": "storefront",
    "home_visit": "home_work",
    "inspection": "fact_check",
    "venting": "gas_meter",
    "repair": "build",
    "indicators": "query_stats",
}
"""The sheets that have a page, with the icon of each."""


def sheet_name(code: str) -> str:
    """The name of a sheet in the reader's language."""
    return load_catalogue().sheet(code, today()).name.get(language())


def sheet_links() -> None:
    """A tile for each sheet: open its page."""
    tiles = st.columns(4)
    for position, (code, icon) in enumerate(SCORED.items()):
        sheet = load_catalogue().sheet(code, today())
        with tiles[position % 4], st.container(border=True):
            st.page_link(
                page_file(code),
                label=f"**{sheet.name.get(language())}**",
                icon=f":material/{icon}:",
            )
            st.caption(_extent(sheet))


def _extent(sheet: Sheet) -> str:
    return _("{items} items · {points} points", items=len(sheet.items), points=plain(sheet.points))
