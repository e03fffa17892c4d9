"""What is left of a unit's points over a season: steps down to the line, and what waits lighter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import plotly.graph_objects as go

from checklists.account import Account, DayBalance
from dashboard.charts.fan import Fan, add_fan, end_labels
from dashboard.charts.frame import TEXT, Ink, plain_axis, set_up, spread
from dashboard.looks import points_text
from dashboard.words import _

HEIGHT, TOP, BOTTOM, MARGIN = 360, 28, 36, 170
CONFIRMED, WAITING, BELOW = "#0072B2", "#56B4E9", "#D55E00"
ROOM = 4


@dataclass(frozen=True)
class Axis:
    """The points between which the chart is drawn."""

    low: float
    high: float

    def pixels(self, points: float) -> float:
        """How far from the chart's top a balance lies."""
        return (self.high - points) / (self.high - self.low) * (HEIGHT - TOP - BOTTOM)


def account_chart(account: Account, fan: Fan | None = None, *, dark: bool = False) -> go.Figure:
    """A step line of what was confirmed and a dotted one with all that waits, over the line.

    A fan goes on from there to the season's end.
    """
    ink = Ink.of(dark=dark)
    figure = go.Figure()
    line = float(account.bounds.line)
    opened = fan if fan is not None and fan.opens else None
    low = _lowest(account, opened)
    figure.add_hrect(y0=low, y1=line, fillcolor=BELOW, opacity=0.08, line_width=0, layer="below")
    figure.add_hline(y=line, line={"color": BELOW, "width": 2, "dash": "dash"})
    if opened is not None:
        add_fan(figure, opened, ink)
    if account.waiting:
        _steps(figure, account.days, [one.if_all for one in account.days], WAITING, dash="dot")
    _steps(figure, account.days, [one.left for one in account.days], CONFIRMED)
    _label_line(figure, account, ink)
    axis = Axis(low, float(account.bounds.start) + ROOM)
    aside = opened is not None or _is_late(account)
    _label_ends(figure, account, axis, ink, opened)
    season = account.season
    return set_up(
        figure,
        HEIGHT,
        ink,
        margin={"l": 8, "r": MARGIN if aside else 24, "t": TOP, "b": BOTTOM},
        xaxis=plain_axis(
            type="date", range=[_axis(season.first), _axis(season.last)], tickformat="%m-%d"
        ),
        yaxis=plain_axis(range=[axis.low, axis.high], title=_("Points left")),
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
        y=float(account.bounds.line),
        xanchor="left",
        yanchor="top",
        xshift=6,
        text=_("Line {points}: below it, elimination is proposed").format(
            points=points_text(account.bounds.line)
        ),
        showarrow=False,
        font={"size": TEXT - 1, "color": ink.soft},
    )


def _label_ends(figure: go.Figure, account: Account, axis: Axis, ink: Ink, fan: Fan | None) -> None:
    """The figures of today beside the last step, and those of the fan in the margin; late in a
    season all of them are there, none over another.
    """
    told = _told(account)
    ends = [] if fan is None else end_labels(fan)
    if _is_late(account):
        ends, told = [*told, *ends], []
    elif fan is not None:
        # Below the last step is where the fan opens.
        told = [(told[0][0], " · ".join(words for _at, words in told))]
    places = spread([axis.pixels(height) for height, _words in ends])
    for (height, words), place in zip(ends, places, strict=True):
        shift = axis.pixels(height) - place
        _label(figure, (height, words), ink, x=1, xref="paper", yshift=shift)
    for number, one in enumerate(told):
        anchor = "top" if number else "bottom"
        _label(figure, one, ink, x=_axis(account.days[-1].day), yanchor=anchor)


def _told(account: Account) -> list[tuple[float, str]]:
    """What is left today, and what would be if all that waits were confirmed."""
    found = [(account.left, _("{points} left"))]
    if account.waiting:
        found.append((account.if_all, _("{points} if all is confirmed")))
    return [(float(points), words.format(points=points_text(points))) for points, words in found]


def _label(figure: go.Figure, label: tuple[float, str], ink: Ink, **place: object) -> None:
    height, words = label
    figure.add_annotation(
        y=height,
        xanchor="left",
        xshift=8,
        text=words,
        showarrow=False,
        font={"size": TEXT, "color": ink.strong},
        **{"yanchor": "middle", **place},
    )


def _is_late(account: Account) -> bool:
    """Whether the labels at the end need the margin."""
    return account.days_left < (account.season.last - account.season.first).days / 3


def _lowest(account: Account, fan: Fan | None) -> float:
    least = min((float(one.if_all) for one in account.days), default=float(account.bounds.line))
    if fan is not None:
        least = min(least, fan.lowest)
    floor = min(float(account.bounds.line) - 10, least - ROOM)
    return floor // 10 * 10


def _axis(day: date) -> str:
    return day.isoformat()
