"""The entrance: who is signed in, the demo's role switcher, and the sign-in page."""

from __future__ import annotations

from html import escape

import streamlit as st

from dashboard import gate
from dashboard.gate import SessionEnded, Signed
from dashboard.widgets import who
from dashboard.widgets.browser_page import kept, settle_page
from dashboard.widgets.frame import heading
from dashboard.widgets.pickers import pick_language
from dashboard.widgets.sign_in import password_form, sign_in_form
from dashboard.words import DEFAULT, _, language, say


def let_in() -> Signed | None:
    """Recognise who is at the page, inside the row above every page."""
    label = st.empty()
    at = st.container(width=300)
    demo = gate.is_demo()
    pick_language(kept()[1] if demo else "")
    if demo:
        words = escape(_("Demo: invented units, people and figures"))
        label.html(f'<div class="heng-demo" role="note">{words}</div>', width="stretch")
        with at:
            _switch_role()
    signed = who.recognise()
    if signed is not None and not demo:
        with at:
            st.html(f'<div class="heng-me">{escape(signed.actor.name)}</div>')
    return signed


def settle() -> None:
    """What the browser's page itself is told, once it is known who is there."""
    settle_page(st.session_state[who.CHOSEN] if gate.is_demo() else None)


def show_entrance(signed: Signed | None) -> None:
    """The sign-in page; or, with a one-time password, the page to choose one's own."""
    if signed is None:
        heading("衡 Heng", _("Sign in to score and to see what is yours."))
        sign_in_form()
        if _oidc_is_set_up():
            st.divider()
            _offer_oidc()
        return
    heading(_("Choose a password of your own"), _("The one you were given works only once."))
    password_form()


def _switch_role() -> None:
    people = gate.demo_people()
    # A box of its own for each language: its words would otherwise stay in the former one.
    key = "demo-person" if language() == DEFAULT else f"demo-person-{language()}"
    if st.session_state.get(who.CHOSEN) not in people:
        before = kept()[0]
        st.session_state[who.CHOSEN] = before if before in people else next(iter(people))
    st.session_state[key] = st.session_state[who.CHOSEN]

    def keep() -> None:
        st.session_state[who.CHOSEN] = st.session_state[key]

    st.selectbox(
        _("Role"),
        list(people),
        format_func=lambda person: _(people[person][1]) + _(": ") + people[person][0],
        key=key,
        on_change=keep,
        label_visibility="collapsed",
    )


def _oidc_is_set_up() -> bool:
    return bool(st.secrets.get("auth")) if _has_secrets() else False


def _has_secrets() -> bool:
    return bool(st.secrets.load_if_toml_exists())


def _offer_oidc() -> None:
    if not who.company_account():
        if st.button(_("Sign in with the company account")):
            st.login()
        return
    if gate.has_ended(st.user.to_dict()):
        st.info(say(SessionEnded()))
        if st.button(_("Sign in with the company account"), type="primary"):
            st.login()
    else:
        st.error(
            _(
                "The company account {account} is not known to Heng. "
                "Ask an administrator to add it, or use another account.",
                account=str(st.user.get("email") or st.user.get("sub") or ""),
            )
        )
    if st.button(_("Use another account")):
        st.logout()
