"""What is left of a unit's points over a season: steps down to the line, and what waits lighter."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import plotly.graph_objects as go

from checklists.account import Account, DayBalance
from dashboard.charts.frame import TEXT, Ink, plain_axis, set_up
from dashboard.looks import points_text
from dashboard.words import _

HEIGHT = 360
CONFIRMED, WAITING, BELOW = "#0072B2", "#56B4E9", "#D55E00"
ROOM = 4


def account_chart(account: Account, *, dark: bool = False) -> go.Figure:
    """A step line of what was confirmed and a dotted one with all that waits, over the line."""
    ink = Ink.of(dark=dark)
    figure = go.Figure()
    line = float(account.bounds.line)
    low = _lowest(account)
    figure.add_hrect(y0=low, y1=line, fillcolor=BELOW, opacity=0.08, line_width=0, layer="below")
    figure.add_hline(y=line, line={"color": BELOW, "width": 2, "dash": "dash"})
    if account.waiting:
        _steps(figure, account.days, [one.if_all for one in account.days], WAITING, dash="dot")
    _steps(figure, account.days, [one.left for one in account.days], CONFIRMED)
    _label_line(figure, account, ink)
    _label_ends(figure, account, ink)
    season = account.season
    return set_up(
        figure,
        HEIGHT,
        ink,
        margin={"l": 8, "r": 150 if _is_late(account) else 24, "t": 28, "b": 36},
        xaxis=plain_axis(
            type="date", range=[_axis(season.first), _axis(season.last)], tickformat="%m-%d"
        ),
        yaxis=plain_axis(range=[low, float(account.bounds.start) + ROOM], title=_("Points left")),
        hovermode="closest",
    )


def _steps(
    figure: go.Figure,
    days: Sequence[DayBalance],
    heights: Sequence[Decimal],
    colour: str,
    dash: str = "solid",
) -> None:
    words = _("{day}<br>{points} points left")
    if dash != "solid":
        words = _("{day}<br>{points} points left if all is confirmed")
    figure.add_trace(
        go.Scatter(
            x=[_axis(one.day) for one in days],
            y=[float(height) for height in heights],
            mode="lines+markers",
            line={"shape": "hv", "color": colour, "width": 3, "dash": dash},
            marker={"size": 6, "color": colour},
            text=[
                words.format(day=one.day.isoformat(), points=points_text(height))
                for one, height in zip(days, heights, strict=True)
            ],
            hovertemplate="%{text}<extra></extra>",
            cliponaxis=False,
        )
    )


def _label_line(figure: go.Figure, account: Account, ink: Ink) -> None:
    figure.add_annotation(
        x=0,
        xref="paper",
        y=0,
        yref="paper",
        xanchor="left",
        yanchor="bottom",
        xshift=6,
        yshift=4,
        text=_("Line {points}: below it, elimination is proposed").format(
            points=points_text(account.bounds.line)
        ),
        showarrow=False,
        font={"size": TEXT - 1, "color": ink.soft},
    )


def _label_ends(figure: go.Figure, account: Account, ink: Ink) -> None:
    """The two figures to the right of the last step, in the margin late in a season."""
    last = account.days[-1].day
    told = [(account.left, _("{points} left"))]
    if account.waiting:
        told.append((account.if_all, _("{points} if all is confirmed")))
    for height, words in told:
        figure.add_annotation(
            x=_axis(last),
            y=float(height),
            xanchor="left",
            yanchor="bottom" if height == account.left else "top",
            xshift=8,
            text=words.format(points=points_text(height)),
            showarrow=False,
            font={"size": TEXT, "color": ink.strong},
        )


def _is_late(account: Account) -> bool:
    """Whether the labels at the end need the margin."""
    return account.days_left < (account.season.last - account.season.first).days / 3


def _lowest(account: Account) -> float:
    least = min((one.if_all for one in account.days), default=account.bounds.line)
    floor = min(account.bounds.line - 10, least - ROOM)
    return float(floor // 10 * 10)


def _axis(day: date) -> str:
    return day.isoformat()
