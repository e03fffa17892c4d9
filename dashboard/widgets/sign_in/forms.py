"""Signing in and out happen by HTTP, because only a response can set or end the cookie."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from dashboard.words import _, language

FOLDER = Path(__file__).parent

_form = st.components.v2.component(
    "heng_sign_in",
    js=(FOLDER / "form.js").read_text(encoding="utf-8"),
    css=(FOLDER / "form.css").read_text(encoding="utf-8"),
)


def sign_in_form() -> None:
    """Name and password; the page loads anew once the cookie is set."""
    _draw(
        "sign-in",
        "POST",
        "/api/session",
        fields=[
            {"name": "login", "label": _("Sign-in name"), "kind": "text", "fill": "username"},
            {
                "name": "password",
                "label": _("Password"),
                "kind": "password",
                "fill": "current-password",
            },
        ],
        button=_("Sign in"),
        entrance=True,
    )


def password_form() -> None:
    """The old password and a new one; other sessions of the person end."""
    _draw(
        "password",
        "POST",
        "/api/password",
        fields=[
            {
                "name": "old",
                "label": _("Present password"),
                "kind": "password",
                "fill": "current-password",
            },
            {"name": "new", "label": _("New password"), "kind": "password", "fill": "new-password"},
        ],
        button=_("Change the password"),
    )


def sign_out_button() -> None:
    """End this session and load the page anew."""
    _draw("sign-out", "DELETE", "/api/session", fields=[], button=_("Sign out"), forgets=True)


def _draw(
    key: str,
    method: str,
    url: str,
    *,
    fields: list[dict[str, str]],
    button: str,
    entrance: bool = False,
    forgets: bool = False,
) -> None:
    _form(
        key=key,
        data={
            "method": method,
            "url": url,
            "fields": fields,
            "button": button,
            "entrance": entrance,
            "forgets": forgets,
            "language": language(),
            "failed": _("The server does not answer. Check the network and try again."),
        },
    )
