"""The reliability plot: what was said, against how often it happened."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from dashboard.charts.frame import COLOURS, QUIET, Ink, plain_axis, set_up
from dashboard.risk.reliability import Bin
from dashboard.words import _


def reliability_chart(held: Sequence[Bin], ink: Ink) -> go.Figure:
    """A point a bin, its area by how many forecasts it holds; on the diagonal all is as said."""
    figure = go.Figure()
    figure.add_trace(
        go.Scatter(
            x=[0, 100],
            y=[0, 100],
            mode="lines",
            line={"color": QUIET, "width": 1.5, "dash": "dash"},
            hoverinfo="skip",
        )
    )
    most = max(one.number for one in held)
    figure.add_trace(
        go.Scatter(
            x=[100 * one.said for one in held],
            y=[100 * one.came for one in held],
            mode="lines+markers",
            line={"color": COLOURS[0], "width": 1.5},
            marker={"size": [8 + 22 * (one.number / most) ** 0.5 for one in held], "opacity": 0.8},
            customdata=[one.number for one in held],
            hovertemplate=_("said %{x:.0f} %, happened %{y:.0f} %<br>%{customdata} forecasts")
            + "<extra></extra>",
        )
    )
    return set_up(
        figure,
        380,
        ink,
        xaxis=plain_axis(title=_("Said, %"), range=[-4, 104]),
        yaxis=plain_axis(title=_("Happened, %"), range=[-6, 108]),
    )
