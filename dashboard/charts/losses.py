"""Items by points lost: bars from the dearest down, those that make half of the loss in colour."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

import plotly.graph_objects as go

from checklists.exact import half_up
from dashboard.charts.frame import TEXT, Ink, plain_axis, said, set_up
from dashboard.looks import points_text
from dashboard.trends.losses import Loss, Losses
from dashboard.words import _

MOST = 20
"""So many items are drawn; the table has all."""
HIGH = 28
STRONG, PALE = "#0072B2", "rgba(127,127,127,0.45)"
LONGEST = 24
ROOM = 1.5
"""The axis is so much longer than the longest bar, for the figures after it."""


def losses_chart(losses: Losses, wordings: Mapping[str, str], *, dark: bool = False) -> go.Figure:
    """The dearest items with their points and their part of the whole."""
    ink = Ink.of(dark=dark)
    rows = losses.rows[:MOST][::-1]
    figure = go.Figure(
        go.Bar(
            x=[float(row.lost) for row in rows],
            y=[_name(row, wordings) for row in rows],
            orientation="h",
            marker={
                "color": [STRONG if row in losses.rows[: losses.half] else PALE for row in rows]
            },
            text=[f"{tenths(row.lost)} · {percent(row.share)}" for row in rows],
            textposition="outside",
            textfont={"size": TEXT, "color": ink.strong},
            cliponaxis=False,
            customdata=[_hover(row, wordings) for row in rows],
            hovertemplate="%{customdata}<extra></extra>",
        )
    )
    most = float(losses.rows[0].lost) if losses.rows else 1.0
    return set_up(
        figure,
        72 + HIGH * max(len(rows), 3),
        ink,
        xaxis=plain_axis(range=[0, most * ROOM], title=_("Points lost"), rangemode="tozero"),
        yaxis=plain_axis(type="category", automargin=True, showgrid=False),
        margin={"l": 8, "r": 24, "t": 8, "b": 44},
        bargap=0.25,
    )


def percent(share: Fraction) -> str:
    """A part of the whole with one decimal, halves up."""
    return f"{half_up(share * 100, 1)}%"


def tenths(points: Decimal) -> str:
    """Points with at most one decimal, halves up."""
    return points_text(half_up(Fraction(points), 1))


def _name(row: Loss, wordings: Mapping[str, str]) -> str:
    words = wordings.get(row.item, "")
    short = words if len(words) <= LONGEST else words[: LONGEST - 1] + "…"
    return f"{row.item} {said(short)}"


def _hover(row: Loss, wordings: Mapping[str, str]) -> str:
    return _(
        "{item} {words}<br>{lost} points lost, {mean} an audit<br>{hit} of {asked} audits, "
        "{running} of the loss up to here",
        item=row.item,
        words=said(wordings.get(row.item, "")),
        lost=points_text(row.lost),
        mean="–" if row.mean is None else points_text(row.mean),
        hit=row.hit,
        asked=row.asked,
        running=percent(row.running),
    )
