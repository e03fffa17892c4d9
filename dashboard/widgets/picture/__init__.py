"""A chart as a picture to keep: what the browser has drawn, as PNG or SVG, with its title."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from dashboard.widgets.downloads import file_name
from dashboard.words import _

FOLDER = Path(__file__).parent

_buttons = st.components.v2.component(
    "heng_picture",
    js=(FOLDER / "picture.js").read_text(encoding="utf-8"),
    css=(FOLDER / "picture.css").read_text(encoding="utf-8"),
)


def offer_picture(chart: str, name: str, *, about: str = "") -> None:
    """Two buttons that save the chart drawn under a key as PNG and as SVG.

    `name` is the title in the picture and, made safe, the file's name: its parts are set apart by
    " · " and say the period. `about` is the line under it, as the filters that are set.
    """
    _buttons(
        key=f"picture-{chart}",
        data={
            "chart": chart,
            "title": name,
            "about": about,
            "group": _("The chart as a picture"),
            "failed": _("The chart is not drawn yet. Wait a moment and try again."),
            "kinds": [
                {
                    "kind": kind,
                    "file": file_name(name, kind),
                    "label": _("Picture as {kind}", kind=kind.upper()),
                }
                for kind in ("png", "svg")
            ],
        },
    )
