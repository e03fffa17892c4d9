"""A page of our own to print: one press opens it and the browser's dialog to print it."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from dashboard.widgets.downloads import file_name
from dashboard.words import _

HERE = Path(__file__).parent

_printing = st.components.v2.component(
    "heng_printing",
    css=(HERE / "printing.css").read_text(encoding="utf-8"),
    js=(HERE / "printing.js").read_text(encoding="utf-8"),
)


def offer_print(label: str, page: bytes, name: str, *, key: str) -> None:
    """A button that prints a page of HTML which loads nothing; `name` as for `file_name`.

    Where the browser opens no second page, the file is downloaded to be printed from there.
    """
    _printing(
        key=key,
        data={
            "label": label,
            "page": page.decode(),
            "file": file_name(name, "html"),
            "blocked": _("The browser opened no page to print: the file was downloaded instead."),
        },
        width="content",
    )
