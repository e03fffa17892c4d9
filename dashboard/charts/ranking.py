"""The units of a period by score over the grade bands."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from checklists.model import Scheme
from dashboard.looks import GRADES, grade_look, period_text, score_text
from dashboard.reports import RankedUnit, Ranking
from dashboard.words import _, language

MOST_LABELLED = 40
"""With more units the names no longer fit beside the points; the table below has them."""

ROW_HEIGHT = 26


def ranking_chart(ranking: Ranking) -> go.Figure:
    """The units of a period by K over the grade bands; colour, shape and number tell the grade."""
    rows = ranking.ranked[::-1]
    labelled = len(rows) <= MOST_LABELLED
    figure = go.Figure()
    for look in GRADES:
        of_grade = [row for row in rows if row.score.grade == look.code]
        if of_grade:
            figure.add_trace(_points(of_grade, look.colour, look.symbol, _(look.word), labelled))
    _bands(figure, ranking.scheme, _lowest(rows))
    figure.update_layout(
        height=90 + (ROW_HEIGHT if labelled else 6) * max(len(rows), 4),
        margin={"l": 8, "r": 56, "t": 34, "b": 40},
        showlegend=False,
        xaxis={
            "range": [_lowest(rows), 1004],
            "title": _("K out of 1000 · {period}", period=period_text(ranking.period)),
            "zeroline": False,
            "fixedrange": True,
        },
        yaxis={
            "categoryorder": "array",
            "categoryarray": [_name(row) for row in rows],
            "showticklabels": labelled,
            "tickfont": {"size": 14},
            "fixedrange": True,
            "automargin": True,
        },
        hoverlabel={"align": "left"},
    )
    return figure


def _points(
    rows: Sequence[RankedUnit], colour: str, symbol: str, word: str, labelled: bool
) -> go.Scatter:
    return go.Scatter(
        x=[float(row.score.k or 0) for row in rows],
        y=[_name(row) for row in rows],
        mode="markers+text" if labelled else "markers",
        name=word,
        marker={"color": colour, "symbol": symbol, "size": 12 if labelled else 7},
        text=[score_text(row.score.k) for row in rows],
        textfont={"size": 14},
        textposition="middle right",
        customdata=[(row.place, row.score.audits, score_text(row.score.k), word) for row in rows],
        hovertemplate=_(
            "%{y}<br>Place %{customdata[0]}, K %{customdata[2]}, %{customdata[3]}"
            "<br>%{customdata[1]} audits"
        )
        + "<extra></extra>",
    )


def _bands(figure: go.Figure, scheme: Scheme, lowest: float) -> None:
    for band in scheme.grades:
        look = grade_look(band.code)
        low, high = max(float(band.low), lowest), float(band.high)
        if high <= lowest:
            continue
        figure.add_vrect(
            x0=low,
            x1=high,
            fillcolor=look.colour,
            opacity=0.07,
            line_width=0,
            layer="below",
            annotation_text=f"{look.shape} {band.name.get(language())}",
            annotation_position="top left",
        )


def _lowest(rows: Sequence[RankedUnit]) -> float:
    least = min((float(row.score.k or 0) for row in rows), default=0.0)
    return max(0.0, (least - 30) // 50 * 50)


def _name(row: RankedUnit) -> str:
    return row.unit.name(language())
