"""Units or divisions of a period by score over the grade bands."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from checklists.model import Scheme
from dashboard.charts.frame import bands
from dashboard.looks import GRADES, PROVISIONAL, score_text
from dashboard.standings import GroupStanding, UnitStanding
from dashboard.words import _, language

MOST_LABELLED = 40
"""With more units the names no longer fit beside the points; the table below has them."""

ROW_HEIGHT = 26


Standing = UnitStanding | GroupStanding


def ranking_chart(ranked: Sequence[Standing], scheme: Scheme, period: str) -> go.Figure:
    """Scored rows by K or Q over the grade bands; colour, shape and number tell the grade.

    A provisional score is hollow and carries its shape; hovering says the word.
    """
    rows = [row for row in ranked if row.k is not None][::-1]
    labelled = len(rows) <= MOST_LABELLED
    figure = go.Figure()
    for look in GRADES:
        of_grade = [row for row in rows if row.grade == look.code]
        if of_grade:
            figure.add_trace(_points(of_grade, look.colour, look.symbol, _(look.word), labelled))
    _bands(figure, scheme, _lowest(rows))
    figure.update_layout(
        height=90 + (ROW_HEIGHT if labelled else 6) * max(len(rows), 4),
        margin={"l": 8, "r": 56, "t": 34, "b": 40},
        showlegend=False,
        xaxis={
            "range": [_lowest(rows), 1004],
            "title": _("Score out of 1000 · {period}", period=period),
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
    rows: Sequence[Standing], colour: str, symbol: str, word: str, labelled: bool
) -> go.Scatter:
    return go.Scatter(
        x=[float(row.k or 0) for row in rows],
        y=[_name(row) for row in rows],
        mode="markers+text" if labelled else "markers",
        name=word,
        marker={
            "color": colour,
            "symbol": [f"{symbol}-open" if row.provisional else symbol for row in rows],
            "size": 12 if labelled else 7,
        },
        text=[_told(row, PROVISIONAL.shape) for row in rows],
        textfont={"size": 14},
        textposition="middle right",
        customdata=[
            (
                row.place or "–",
                row.audits,
                _told(row, f"{PROVISIONAL.shape} {_(PROVISIONAL.word)}"),
                word,
            )
            for row in rows
        ],
        hovertemplate=_(
            "%{y}<br>Place %{customdata[0]}, score %{customdata[2]}, %{customdata[3]}"
            "<br>%{customdata[1]} audits"
        )
        + "<extra></extra>",
    )


def _told(row: Standing, mark: str) -> str:
    return f"{score_text(row.k)} {mark}" if row.provisional else score_text(row.k)


def _bands(figure: go.Figure, scheme: Scheme, lowest: float) -> None:
    for low, high, colour, label in bands(scheme, lowest):
        figure.add_vrect(
            x0=low,
            x1=high,
            fillcolor=colour,
            opacity=0.07,
            line_width=0,
            layer="below",
            annotation_text=label,
            annotation_position="top left",
        )


def _lowest(rows: Sequence[Standing]) -> float:
    least = min((float(row.k or 0) for row in rows), default=0.0)
    return max(0.0, (least - 30) // 50 * 50)


def _name(row: Standing) -> str:
    return "" if row.row is None else row.row.name(language())
