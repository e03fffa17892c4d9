"""Units by months: each cell in its grade's colour, with shape and score where there is room."""

from __future__ import annotations

import plotly.graph_objects as go

from dashboard.charts.course import hover, name_of
from dashboard.charts.frame import TEXT, Ink, plain_axis, said, set_up
from dashboard.looks import GRADES, grade_look, score_text
from dashboard.trends.course import Course
from dashboard.trends.exact import Point

MOST_WRITTEN = 60
"""With more units the rows are too low for figures; what a cell says is seen by touching it."""
HOLLOW = {"★": "☆", "●": "○", "▲": "△", "■": "□"}
"""The shapes of the grades where a score is provisional."""
THIN = "\u2009"
"""A thin blank: twelve months of shapes and scores stand beside each other on an upright tablet."""
HIGH, LOW = 28, 12
TINT = 0.45


def heat_chart(course: Course, *, dark: bool = False) -> go.Figure:
    """A row a unit and a column a month; what was not scored is grey with a dash, never 0."""
    ink = Ink.of(dark=dark)
    lines = course.units[::-1]
    written = len(lines) <= MOST_WRITTEN
    figure = go.Figure(
        go.Heatmap(
            x=course.months,
            y=[said(name_of(line)) for line in lines],
            z=[[_rank(point) for point in line.points] for line in lines],
            zmin=0,
            zmax=len(GRADES),
            colorscale=_scale(),
            showscale=False,
            xgap=2,
            ygap=2 if written else 1,
            text=[[_cell(point) for point in line.points] for line in lines] if written else None,
            texttemplate="%{text}" if written else None,
            textfont={"size": 12, "color": ink.strong},
            customdata=[
                [
                    hover(name_of(line), month, point)
                    for month, point in zip(course.months, line.points, strict=True)
                ]
                for line in lines
            ],
            hovertemplate="%{customdata}<extra></extra>",
        )
    )
    return set_up(
        figure,
        64 + (HIGH if written else LOW) * max(len(lines), 2),
        ink,
        xaxis=plain_axis(type="category", side="top", showgrid=False),
        yaxis=plain_axis(
            type="category",
            showgrid=False,
            automargin=True,
            tickfont={"size": TEXT if written else 10},
            dtick=1,
        ),
        margin={"l": 8, "r": 8, "t": 36, "b": 8},
    )


def _cell(point: Point) -> str:
    if point.score is None:
        return "–"
    shape = grade_look(point.grade).shape
    mark = HOLLOW[shape] if point.provisional else shape
    return f"{mark}{THIN}{score_text(point.score)}"


def _rank(point: Point) -> int:
    """0 for not scored, then the grades from the worst to the best."""
    look = grade_look(point.grade)
    return len(GRADES) - GRADES.index(look) if look in GRADES else 0


def _scale() -> list[list[object]]:
    """Steps and no gradients: a grade is one colour, paler than its chip so that text reads."""
    colours = ["rgba(127,127,127,0.18)", *(_pale(look.colour) for look in reversed(GRADES))]
    steps = len(GRADES)
    found: list[list[object]] = []
    for place, colour in enumerate(colours):
        # The value k lies in the middle of its step, from (k - 1/2) to (k + 1/2) of all steps.
        found += [
            [max(0.0, (place - 0.5) / steps), colour],
            [min(1.0, (place + 0.5) / steps), colour],
        ]
    return found


def _pale(colour: str) -> str:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red},{green},{blue},{TINT})"
