"""What all figures share: margins, grade bands behind scores, colours of lines, labels at ends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

import plotly.graph_objects as go

from checklists.model import Scheme
from dashboard.looks import grade_look
from dashboard.words import language

COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#7F7F7F")
"""Okabe-Ito, for lines and points that are told apart by their label as well."""

QUIET = "rgba(127,127,127,0.55)"
LABEL_GAP = 17
"""So many pixels apart are labels that do not touch."""

TEXT = 14


@dataclass(frozen=True)
class Ink:
    """Colours that follow the page: of strong lines and names, and of what is beside them."""

    strong: str
    soft: str

    @staticmethod
    def of(*, dark: bool) -> Ink:
        """The ink of the light or of the dark page."""
        return Ink("#E8EBEE", "#B3BBC4") if dark else Ink("#1B2430", "#4D5866")


def plain_axis(**fields: object) -> dict[str, object]:
    """An axis that neither zooms nor draws a zero line of its own."""
    return {"zeroline": False, "fixedrange": True, "tickfont": {"size": TEXT}, **fields}


def set_up(figure: go.Figure, height: int, ink: Ink, **layout: object) -> go.Figure:
    """The size, margins, words and hover box of every figure; other parts as given."""
    fields: dict[str, object] = {
        "height": height,
        "margin": {"l": 8, "r": 16, "t": 28, "b": 36},
        "showlegend": False,
        "hoverlabel": {"align": "left", "font": {"size": TEXT}},
        "dragmode": False,
    }
    for update in (figure.update_xaxes, figure.update_yaxes):
        update(tickfont_color=ink.soft, title_font_color=ink.soft, title_font_size=TEXT)
    figure.update_layout(**{**fields, **layout})
    return figure


def bands(scheme: Scheme, lowest: float) -> Iterator[tuple[float, float, str, str]]:
    """The grades above a lowest score: from where to where, colour, shape and name."""
    for band in scheme.grades:
        look = grade_look(band.code)
        low, high = max(float(band.low), lowest), float(band.high)
        if high > lowest:
            yield low, high, look.colour, f"{look.shape} {band.name.get(language())}"


def score_bands(figure: go.Figure, scheme: Scheme, lowest: float, **place: object) -> None:
    """The grades as a quiet background of an axis of scores, each named once."""
    for low, high, colour, label in bands(scheme, lowest):
        figure.add_hrect(
            y0=low,
            y1=high,
            fillcolor=colour,
            opacity=0.08,
            line_width=0,
            layer="below",
            annotation_text="" if place else label,
            annotation_position="top left",
            annotation_font_size=12,
            **place,
        )


def floor(scores: Sequence[float]) -> float:
    """Where an axis of scores begins: a round number below the lowest one."""
    least = min(scores, default=0.0)
    return max(0.0, (least - 20) // 50 * 50)


def said(text: str) -> str:
    """A name as a figure shows it: signs of markup are signs, not markup."""
    return escape(text, quote=False)


def spread(heights: Sequence[float], gap: float = LABEL_GAP) -> list[float]:
    """Places for labels at these heights, moved as little as needed so that none touch.

    In pixels from the top; the order of the labels stays that of the heights.
    """
    order = sorted(range(len(heights)), key=lambda which: heights[which])
    placed: list[list[float]] = []
    # Labels that touch become a block around their middle, and blocks that touch become one.
    for which in order:
        placed.append([heights[which]])
        while len(placed) > 1 and _bottom(placed[-2], gap) > _top(placed[-1], gap):
            last = placed.pop()
            placed[-1] += last
    found = [0.0] * len(heights)
    line = iter(order)
    for block in placed:
        top = _top(block, gap) + gap / 2
        for step in range(len(block)):
            found[next(line)] = top + step * gap
    return found


def _top(block: Sequence[float], gap: float) -> float:
    return sum(block) / len(block) - len(block) * gap / 2


def _bottom(block: Sequence[float], gap: float) -> float:
    return _top(block, gap) + len(block) * gap
