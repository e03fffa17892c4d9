"""What frames every page: the demo's label, titles, empty states, and Streamlit kept quiet."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboard.widgets.places import go
from dashboard.words import _
from db.actors import Actor, Role

STYLE = """
<style>
.stApp [data-testid^="stBaseButton-primary"]:enabled { color: light-dark(#fff, #111417); }
[data-testid="stPopoverBody"] .stButton button { min-height: 2.75rem; }
.stApp :is(.stButton, .stDownloadButton, .stFormSubmitButton) button { min-height: 2.75rem; }
.stApp [data-testid="stPopoverButton"] { min-height: 2.75rem; }
.stApp [data-testid="stCheckbox"] label { min-height: 2.75rem; align-items: center; }
.stApp [data-testid="stButtonGroup"] button { min-height: 2.75rem; }
.stApp [data-testid="stSelectbox"] [role="group"] { min-height: 2.75rem; }
.stApp [data-testid="stTextInputRootElement"] { min-height: 2.75rem; }
.stApp [data-testid="stDateInputField"] { min-height: 2.75rem; }
@media (max-width: 900px) { .stApp [class*="-filters"] > div { flex: 1 1 30%; min-width: 30%; } }
[data-testid^="stTopNav"]:is(a, button) { min-height: 2.75rem; }
.stApp [data-testid="stMainBlockContainer"] { padding: 4rem clamp(1rem, 3vw, 4rem) 3rem; }
/* The bar of the form sticks to the very edge, also at the end of the sheet. */
.stApp [data-testid="stMainBlockContainer"]:has([class*="st-key-form-"]) { padding-bottom: 0; }
.stApp [data-testid="stStatusWidget"] { display: none; }
.stApp [data-testid="stCaptionContainer"], .stApp [data-testid="stCaptionContainer"] :is(p, li) {
  opacity: 1; color: light-dark(#4d5866, #b3bbc4); }
[data-testid="stLayoutWrapper"]:has(> .st-key-heng-page) { display: none; }
.heng-me { text-align: right; font-weight: 600; }
.heng-demo { display: inline-block; padding: .1rem .6rem; border: 1px dashed currentColor;
  border-radius: .25rem; font-size: .875rem; opacity: .85; }
.heng-result { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 .5rem; }
.heng-score { font-size: 2.75rem; font-weight: 700; font-variant-numeric: tabular-nums; }
.heng-grade { padding: .15rem .7rem; border-radius: .25rem;
  font-size: 1.25rem; vertical-align: .4rem; white-space: nowrap; }
.heng-of { font-size: 1.1rem; opacity: .75; white-space: nowrap; }
.stApp .heng-facts { display: flex; flex-wrap: wrap; gap: .35rem 2rem; margin: 0; padding: 0; }
.heng-facts dt { font-size: .8125rem; opacity: .7; }
.heng-facts dd { margin: 0; font-weight: 600; }
[class*="st-key-photos-"] [data-testid="stElementToolbar"] { display: none; }
[role="dialog"]:has(.st-key-photo-large) { width: min(96vw, 150dvh); max-width: none; }
.stApp .st-key-photo-large img, .st-key-photo-large img { width: 100%; object-fit: contain;
  height: calc(100dvh - 11rem); max-height: none; }
.heng-signed { width: min(100%, 26rem); height: auto; border-radius: .25rem; }
.heng-signature p { margin: 0 0 .25rem; }
</style>
"""


def quiet_streamlit() -> None:
    """Style what the theme cannot, and hide what Streamlit would say in English."""
    st.html(STYLE)


def frame_row() -> Any:
    """The row above every page, to be filled within a `with` block."""
    return st.container(horizontal=True, horizontal_alignment="right", vertical_alignment="center")


def heading(title: str, purpose: str) -> None:
    """A page's title and the one line that says what one does here."""
    st.title(title, anchor=False)
    st.caption(purpose)


def not_yours(actor: Actor, words: str) -> None:
    """A page that is not for whoever opened it: whom it is for, and the way to what is theirs."""
    if actor.holds(Role.INSPECTOR):
        own = _("What you inspected yourself is listed under Audits.")
        empty(f"{words} {own}", button=_("See the audits"), page="audits")
    else:
        empty(words, button=_("Go to the start page"), page="start")


def empty(words: str, *, button: str | None = None, page: str | None = None) -> None:
    """An empty page: what to do next, with the button to do it."""
    with st.container(border=True):
        st.markdown(words)
        if button and page and st.button(button, type="primary"):
            go(page)
