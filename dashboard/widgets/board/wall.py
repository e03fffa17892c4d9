"""The board alone on a wall screen: its title, the time, and pages that turn by themselves."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import streamlit as st

from dashboard.board.use_cases import Board, Wanted
from dashboard.looks import ZONE
from dashboard.orders.words import class_name
from dashboard.words import _, language

HERE = Path(__file__).parent
TURN = timedelta(seconds=12)
"""So long a page of the wall stands before the next one comes."""

REST = timedelta(seconds=60)
"""So long it stands after somebody turned it by a key."""

_wall = st.components.v2.component(
    "heng_wall",
    css=(HERE / "wall.css").read_text(encoding="utf-8"),
    js=(HERE / "wall.js").read_text(encoding="utf-8"),
)


def show_wall(found: Board, wanted: Wanted, every: timedelta) -> None:
    """The line above the board; it turns the pages of the list below it."""
    _wall(
        key="board-wall-line",
        data={
            "title": " · ".join((_("Order board"), *_narrowed(found, wanted))),
            "zone": ZONE.key,
            "locale": "en-GB" if language() == "en" else "zh-CN",
            "at": int(found.at.timestamp() * 1000),
            "stale": int(3 * every.total_seconds() * 1000),
            "turn": int(TURN.total_seconds() * 1000),
            "rest": int(REST.total_seconds() * 1000),
            "words": {
                "page": _("Page {page} of {pages}"),
                "keys": _("Arrow keys turn the pages"),
                "stale": _("No news for {minutes} min: look after the connection"),
            },
        },
    )


def _narrowed(found: Board, wanted: Wanted) -> list[str]:
    """What the board is narrowed to, in words."""
    units = {unit.id: unit.name(language()) for unit in found.units}
    divisions = {one.id: one.name(language()) for one in found.divisions}
    return [
        *([divisions.get(wanted.division_id, "")] if wanted.division_id is not None else []),
        *([units.get(wanted.unit_id, "")] if wanted.unit_id is not None else []),
        *([class_name(wanted.order_class, found.rules)] if wanted.order_class else []),
    ]
