"""Who is at the page: the signed-in person, the role switcher of the demo, signing out."""

from __future__ import annotations

import streamlit as st

from dashboard import gate
from dashboard.gate import Signed

KEY = "signed"
CHOSEN = "demo-chosen"


def me() -> Signed:
    """Who is signed in; main.py lets no page run without."""
    signed: Signed = st.session_state[KEY]
    return signed


def recognise() -> Signed | None:
    """Who is at the page: the demo's chosen person, the cookie's, or the company account's."""
    chosen = st.session_state.get(CHOSEN)
    if chosen is not None and gate.is_demo():
        signed = gate.demo_person(chosen, address())
    else:
        signed = gate.signed_by_cookie(st.context.cookies.get(gate.COOKIE), address())
        if signed is None and company_account():
            agent = st.context.headers.get("User-Agent", "")
            signed = gate.signed_by_identity(st.user.to_dict(), address(), agent)
    st.session_state[KEY] = signed
    return signed


def company_account() -> bool:
    """Whether OpenID Connect is set up and somebody came in by it."""
    return bool(st.user.get("is_logged_in", False))


def address() -> str:
    """The address the browser comes from."""
    return st.context.ip_address or "127.0.0.1"
