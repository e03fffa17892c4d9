"""The fan of an account: where the balance may be up to the season's end, over its steps so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import plotly.graph_objects as go

from dashboard.charts.frame import Ink
from dashboard.words import _

WIDE, NARROW = "rgba(0,114,178,0.16)", "rgba(0,114,178,0.30)"
BANDS = ((0, 4, WIDE), (1, 3, NARROW))
"""Nine ends in ten and five in ten: the columns of the lower and the upper edge."""
MIDDLE = 2


@dataclass(frozen=True)
class Fan:
    """Days and the balance after them at 5, 25, 50, 75 and 95 %, a row a day, today's first."""

    ends: Sequence[date]
    balances: Sequence[Sequence[float]]

    @property
    def opens(self) -> bool:
        """Whether anything is still to come."""
        return len(self.ends) > 1

    @property
    def lowest(self) -> float:
        """The lowest balance that is drawn."""
        return min(row[0] for row in self.balances)

    @property
    def last(self) -> Sequence[float]:
        """The final balance at each level."""
        return self.balances[-1]


def add_fan(figure: go.Figure, fan: Fan, ink: Ink) -> None:
    """Two bands and the middle line, behind what was decided."""
    days = [one.isoformat() for one in fan.ends]
    for low, high, colour in BANDS:
        figure.add_trace(
            go.Scatter(
                x=[*days, *reversed(days)],
                y=[*_column(fan, high), *reversed(_column(fan, low))],
                fill="toself",
                fillcolor=colour,
                line={"width": 0},
                mode="lines",
                hoverinfo="skip",
            )
        )
    figure.add_trace(
        go.Scatter(
            x=days,
            y=_column(fan, MIDDLE),
            mode="lines",
            line={"color": ink.soft, "width": 2, "dash": "dashdot"},
            text=[_hover(fan, at) for at in range(len(days))],
            hovertemplate="%{text}<extra></extra>",
        )
    )


def end_labels(fan: Fan) -> list[tuple[float, str]]:
    """What stands beside the fan's end: heights and words, the highest first."""
    low, quarter, middle, upper, high = fan.last
    found = [
        (high, _("9 in 10: {low}–{high}"), (low, high)),
        (upper, _("5 in 10: {low}–{high}"), (quarter, upper)),
        (middle, _("middle: {low}"), (middle, middle)),
    ]
    return [(at, words.format(low=number(a), high=number(b))) for at, words, (a, b) in found]


def number(points: float) -> str:
    """A balance as it is written, with a true minus."""
    return format(points, "g").replace("-", "−")


def _hover(fan: Fan, at: int) -> str:
    low, quarter, middle, upper, high = (number(one) for one in fan.balances[at])
    return _(
        "{day}<br>middle: {middle} points<br>5 ends in 10: {quarter} to {upper}"
        "<br>9 ends in 10: {low} to {high}",
        day=fan.ends[at].isoformat(),
        middle=middle,
        quarter=quarter,
        upper=upper,
        low=low,
        high=high,
    )


def _column(fan: Fan, level: int) -> list[float]:
    return [row[level] for row in fan.balances]
