"""Page set-up, who is signed in, and the navigation; nothing else."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from dashboard.widgets.entrance import let_in, settle, show_entrance
from dashboard.widgets.frame import frame_row, quiet_streamlit
from dashboard.widgets.menu import menu

st.set_page_config(
    page_title="衡 Heng", page_icon=str(Path(__file__).with_name("icon.svg")), layout="wide"
)
quiet_streamlit()
with frame_row():
    signed = let_in()
settle()
navigation = st.navigation(menu(signed), position="top" if signed else "hidden")
if signed is None or signed.must_change:
    show_entrance(signed)
else:
    navigation.run()
