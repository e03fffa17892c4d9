"""Units side by side: a row a sheet, a point a unit, told apart by colour and shape."""

from __future__ import annotations

from collections.abc import Mapping

import plotly.graph_objects as go

from dashboard.charts.course import hover
from dashboard.charts.frame import COLOURS, TEXT, Ink, floor, plain_axis, said, set_up
from dashboard.looks import grade_look
from dashboard.trends.beside import Beside
from dashboard.words import _, language

SYMBOLS = ("circle", "square", "diamond", "triangle-up", "star", "x")
HIGH = 44


def beside_chart(
    found: Beside, names: Mapping[str, str], period: str, *, dark: bool = False
) -> go.Figure:
    """The whole score in the first row, then every sheet; a unit without a score has no point."""
    ink = Ink.of(dark=dark)
    labels = [_("All sheets"), *(names[code] for code in found.sheets)]
    rows = [found.total, *found.rows]
    scores = [float(p.score) for row in rows for p in row if p.score is not None]
    low = floor(scores)
    figure = go.Figure()
    for band in found.scheme.grades:
        if float(band.high) > low:
            figure.add_vrect(
                x0=max(float(band.low), low),
                x1=float(band.high),
                fillcolor=grade_look(band.code).colour,
                opacity=0.08,
                line_width=0,
                layer="below",
            )
    for place, unit in enumerate(found.units):
        name = unit.name(language())
        points = [row[place] for row in rows]
        figure.add_trace(
            go.Scatter(
                x=[None if p.score is None else float(p.score) for p in points],
                y=labels,
                name=said(name),
                mode="markers",
                marker={
                    "color": COLOURS[place],
                    "opacity": 1,
                    "symbol": [SYMBOLS[place] + ("-open" if p.provisional else "") for p in points],
                    "size": 13,
                },
                text=[hover(name, period, p) for p in points],
                hovertemplate="%{text}<extra></extra>",
            )
        )
    return set_up(
        figure,
        96 + HIGH * len(rows),
        ink,
        xaxis=plain_axis(range=[low - 4, 1006], title=_("Score out of 1000")),
        yaxis=plain_axis(
            type="category",
            categoryorder="array",
            categoryarray=labels[::-1],
            automargin=True,
            griddash="dot",
        ),
        showlegend=True,
        legend={
            "orientation": "h",
            "x": 0,
            "y": 1,
            "yanchor": "bottom",
            "font": {"size": TEXT, "color": ink.strong},
            "itemclick": False,
            "itemdoubleclick": False,
        },
        margin={"l": 8, "r": 16, "t": 40, "b": 44},
    )
