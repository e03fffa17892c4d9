"""The funnel plot: scores by the number of audits behind them, and what chance alone makes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go

from dashboard.charts.frame import QUIET, TEXT, Ink, plain_axis, said, set_up
from dashboard.looks import grade_look
from dashboard.risk.funnel import Funnel
from dashboard.words import _

OUTER, INNER = 1, 0
DASHES = {OUTER: "solid", INNER: "dash"}
WORDS = {OUTER: "99.8 %", INNER: "95 %"}
ROOM = (0.16, 0.075)
"""What a name takes of the plot's width and height."""

MOST_NAMED = 12
"""So many units at most carry their names: those outside the limits, the farthest first."""


@dataclass(frozen=True)
class Spot:
    """A unit in the plot."""

    name: str
    audits: int
    score: float
    grade: str | None


def funnel_chart(spots: Sequence[Spot], funnel: Funnel, ink: Ink) -> go.Figure:
    """Scores over the number of audits; who lies outside the limits carries a name."""
    figure = go.Figure()
    most = max(one.audits for one in spots)
    least = min(one.audits for one in spots)
    along = np.linspace(max(1, least * 0.8), most * 1.08 + 1, 80)
    if funnel.spread is not None:
        for level, dash in DASHES.items():
            for side, edge in enumerate(funnel.limits(along, level)):
                figure.add_trace(_line(along, edge, dash, WORDS[level] if side else ""))
    figure.add_hline(y=funnel.mean, line={"color": QUIET, "width": 1})
    figure.add_trace(_points(spots, named(spots, funnel)))
    lowest, highest = _range(spots, funnel)
    return set_up(
        figure,
        460,
        ink,
        xaxis=plain_axis(title=_("Number of audits"), range=[0, most * 1.15 + 1]),
        yaxis=plain_axis(title=_("Score out of 1000"), range=[lowest, highest], tickformat="d"),
    )


def named(spots: Sequence[Spot], funnel: Funnel) -> frozenset[str]:
    """The names of those outside the outer limits, the farthest first, as far as none touch."""
    outside = [one for one in spots if funnel.beyond(one.audits, one.score) == len(WORDS)]
    outside.sort(key=lambda one: -abs(one.score - funnel.mean) * one.audits**0.5)
    wide = ROOM[0] * max(one.audits for one in spots)
    low, high = _range(spots, funnel)
    found: list[Spot] = []
    for one in outside:
        near = (abs(one.audits - it.audits) < wide for it in found)
        beside = (abs(one.score - it.score) < ROOM[1] * (high - low) for it in found)
        if not any(a and b for a, b in zip(near, beside, strict=True)):
            found.append(one)
    return frozenset(one.name for one in found[:MOST_NAMED])


def _line(along: np.ndarray, edge: np.ndarray, dash: str, words: str) -> go.Scatter:
    return go.Scatter(
        x=along,
        y=edge,
        mode="lines+text" if words else "lines",
        line={"color": QUIET, "width": 1.5, "dash": dash},
        text=[*[""] * (len(along) - 1), words] if words else None,
        textposition="top left" if dash == DASHES[OUTER] else "bottom left",
        textfont={"size": 12},
        hoverinfo="skip",
    )


def _points(spots: Sequence[Spot], names: frozenset[str]) -> go.Scatter:
    looks = [grade_look(one.grade) for one in spots]
    most = max(one.audits for one in spots)
    return go.Scatter(
        x=[one.audits for one in spots],
        y=[one.score for one in spots],
        mode="markers+text",
        marker={
            "color": [look.colour for look in looks],
            "symbol": [look.symbol for look in looks],
            "size": 11 if len(spots) <= 60 else 8,
        },
        text=[_beside(one.name) if one.name in names else "" for one in spots],
        textposition=["middle left" if one.audits * 2 > most else "middle right" for one in spots],
        textfont={"size": TEXT},
        customdata=[(said(one.name), _(look.word)) for one, look in zip(spots, looks, strict=True)],
        hovertemplate=_("%{customdata[0]}<br>%{y:.1f}, %{customdata[1]}<br>%{x} audits")
        + "<extra></extra>",
    )


def _beside(name: str) -> str:
    """A name with some air between it and its point, on whichever side it stands."""
    return f"\u2002{said(name)}\u2002"


def _range(spots: Sequence[Spot], funnel: Funnel) -> tuple[float, float]:
    scores = [one.score for one in spots]
    edge = 4 * (funnel.spread or 0.0) / max(1, min(one.audits for one in spots)) ** 0.5
    lowest = max(min(*scores, funnel.mean) - 40, 0.0)
    return max(0.0, min(lowest, max(lowest - 60, funnel.mean - edge))), min(
        1010.0, max(scores) + 30
    )
