"""Inspectors by how many points they give above the mean of all, with what holds 90 %."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from dashboard.charts.frame import Ink, plain_axis, said, set_up
from dashboard.inspectors.comparing import InspectorSeverity
from dashboard.words import _

ROW_HEIGHT = 28
COLOUR = "#0072B2"


def severity_chart(rows: Sequence[InspectorSeverity], *, dark: bool = False) -> go.Figure:
    """A point and its interval an inspector, the mildest on top; those without one are left out."""
    ink = Ink.of(dark=dark)
    told = [row for row in rows if row.points is not None][::-1]
    codes = [row.person.code for row in told]
    names = [said(row.person.name) for row in told]
    middle = [row.points or 0.0 for row in told]
    figure = go.Figure(
        go.Scatter(
            x=middle,
            # Two may have one name.
            y=codes,
            text=names,
            mode="markers",
            marker={"color": COLOUR, "size": 11},
            error_x={
                "type": "data",
                "symmetric": False,
                "array": [(row.high or 0.0) - (row.points or 0.0) for row in told],
                "arrayminus": [(row.points or 0.0) - (row.low or 0.0) for row in told],
                "color": ink.soft,
                "thickness": 2,
                "width": 5,
            },
            customdata=[(f"{row.low:+.1f}", f"{row.high:+.1f}", row.audits) for row in told],
            hovertemplate=_(
                "%{text}: %{x:+.1f} points, %{customdata[0]} to %{customdata[1]}"
                "<br>%{customdata[2]} audits"
            )
            + "<extra></extra>",
        )
    )
    figure.add_vline(x=0, line_color=ink.soft, line_width=1)
    reach = max((abs(end or 0.0) for row in told for end in (row.low, row.high)), default=1.0)
    return set_up(
        figure,
        96 + ROW_HEIGHT * max(len(told), 3),
        ink,
        xaxis=plain_axis(
            range=[-1.08 * reach, 1.08 * reach],
            title=_("Points above (+) or under (−) the mean of all inspectors"),
        ),
        yaxis=plain_axis(
            type="category", tickvals=codes, ticktext=names, automargin=True, griddash="dot"
        ),
        margin={"l": 8, "r": 16, "t": 16, "b": 44},
    )
