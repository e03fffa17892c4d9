"""Scores over time: lines over the grade bands, with gaps where nothing was scored."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

import plotly.graph_objects as go

from dashboard.charts.frame import (
    COLOURS,
    QUIET,
    TEXT,
    Ink,
    floor,
    plain_axis,
    said,
    score_bands,
    set_up,
    spread,
)
from dashboard.looks import grade_look, score_text
from dashboard.trends.course import Course, Line
from dashboard.trends.exact import Point
from dashboard.words import _, language
from db.rows import DivisionRow, UnitRow

Row = UnitRow | DivisionRow | None

HEIGHT = 440
PLOT = HEIGHT - 64
"""The height between the margins, in pixels."""
TOP = 1004.0
ROOM = 1.05
"""So many months of room are left of the first one, where the grades are named."""


def course_chart(course: Course, *, dark: bool = False) -> go.Figure:
    """A line for each unit or division; the last score of each coloured one beside its name."""
    ink = Ink.of(dark=dark)
    figure = go.Figure()
    low = lowest(course)
    score_bands(figure, course.scheme, low)
    colours = line_colours(course, ink)
    # Quiet lines first, so that the coloured ones lie over them, and the leading one over all.
    backwards = list(reversed(course.lines))
    for line in sorted(backwards, key=lambda line: colours[line.row] != QUIET):
        wide = leads(course) and line == course.lines[0]
        draw_line(figure, course.months, line, colours[line.row], wide=wide)
    _labels(figure, course, colours, ink)
    return set_up(
        figure,
        HEIGHT,
        ink,
        margin={"l": 8, "r": 168, "t": 28, "b": 36},
        xaxis=plain_axis(
            type="category",
            categoryorder="array",
            categoryarray=course.months,
            range=[-ROOM, len(course.months) - 0.7],
            showgrid=False,
        ),
        yaxis=plain_axis(range=[low, TOP], title=_("Score out of 1000")),
        hovermode="closest",
    )


def lowest(course: Course) -> float:
    """Where the axis of scores begins."""
    return floor([float(p.score) for line in course.lines for p in line.points if p.score])


def draw_line(
    figure: go.Figure, months: Sequence[str], line: Line, colour: str, *, wide: bool, **at: object
) -> None:
    """One line: a larger point for more audits, a hollow one where the score is provisional."""
    quiet = colour == QUIET
    figure.add_trace(
        go.Scatter(
            x=months,
            y=[None if p.score is None else float(p.score) for p in line.points],
            mode="lines+markers",
            connectgaps=False,
            cliponaxis=False,
            line={"color": colour, "width": 3 if wide else 1 if quiet else 2},
            marker={
                "color": colour,
                "opacity": 1,
                "size": [5 if quiet else min(6 + sqrt(p.audits), 14) for p in line.points],
                "symbol": ["circle-open" if p.provisional else "circle" for p in line.points],
            },
            text=[
                hover(name_of(line), month, p) for month, p in zip(months, line.points, strict=True)
            ],
            hovertemplate="%{text}<extra></extra>",
        ),
        **at,
    )


def hover(name: str, month: str, point: Point) -> str:
    """What a point says when it is touched."""
    told = _(
        "{name}<br>{month}: {score}, {grade}<br>{audits} audits",
        name=said(name),
        month=month,
        score=score_text(point.score),
        grade=_(grade_look(point.grade).word),
        audits=point.audits,
    )
    return told + ("<br>" + _("Provisional") if point.provisional else "")


def name_of(line: Line) -> str:
    """Whose line it is, in the reader's language."""
    return _("Whole company") if line.row is None else line.row.name(language())


def line_colours(course: Course, ink: Ink) -> dict[Row, str]:
    """A colour for each line; of many lines only the telling ones have one, the rest are quiet.

    What stands for several units together is drawn in ink above them.
    """
    found: dict[Row, str] = {line.row: QUIET for line in course.lines}
    above = course.lines[:1] if leads(course) else ()
    for line in above:
        found[line.row] = ink.strong
    others = [line for line in course.lines if line.scored and line not in above]
    telling = others if len(others) <= len(COLOURS) else _telling(others)
    return found | {line.row: colour for line, colour in zip(telling, COLOURS, strict=False)}


def leads(course: Course) -> bool:
    """Whether the first line stands for all the others together."""
    return len(course.wholes) == 1 or (bool(course.wholes) and course.wholes[0].row is None)


def _telling(lines: Sequence[Line]) -> list[Line]:
    """The best, the worst, the one that rose and the one that fell most, each once."""
    by_end = sorted(lines, key=_last)
    by_rise = sorted(lines, key=lambda line: _last(line) - _score(line, line.scored[0]))
    return list(dict.fromkeys((by_end[-1], by_end[0], by_rise[-1], by_rise[0])))


def _score(line: Line, place: int) -> float:
    return float(line.points[place].score or 0)


def _last(line: Line) -> float:
    return _score(line, line.scored[-1])


def _labels(figure: go.Figure, course: Course, colours: dict[Row, str], ink: Ink) -> None:
    lines = [line for line in course.lines if line.scored and colours[line.row] != QUIET]
    low = lowest(course)
    heights = [(TOP - _last(line)) * PLOT / (TOP - low) for line in lines]
    for line, height, place in zip(lines, heights, spread(heights), strict=True):
        last = line.scored[-1]
        mark = f'<span style="color:{colours[line.row]}">●</span>'
        figure.add_annotation(
            x=course.months[last],
            y=_last(line),
            text=f"{mark} {said(name_of(line))} {score_text(line.points[last].score)}",
            showarrow=False,
            xanchor="left",
            xshift=10,
            yshift=height - place,
            font={"size": TEXT, "color": ink.strong},
        )
