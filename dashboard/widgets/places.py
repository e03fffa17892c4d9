"""Where the pages lie, and how one gets from one to another."""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

import streamlit as st

PAGES = Path(__file__).parents[2] / "pages"


def page_file(name: str) -> str:
    """The file of a page by its plain name, as Streamlit wants it."""
    return str(PAGES / f"{name}.py")


def go(name: str, **query: str) -> NoReturn:
    """Leave this page for another one."""
    # An empty mapping and not None: None fails while a picker is bound to the address.
    st.switch_page(page_file(name), query_params=query)
