"""Many small figures in one: a course a sheet, and the hotline's figures beside the shift's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from dashboard.charts.course import draw_line, leads, line_colours, lowest, name_of
from dashboard.charts.frame import COLOURS, QUIET, TEXT, Ink, plain_axis, said, score_bands, set_up
from dashboard.trends.hotline import Comparison, Hotline, rounded
from dashboard.trends.panels import Panels
from dashboard.words import _, language

COLUMNS = 3
HIGH = 210
"""The height of one small figure with its title, in pixels."""
ROOM = 64
TOP = 1004.0


def panels_chart(panels: Panels, names: Mapping[str, str], *, dark: bool = False) -> go.Figure:
    """A small figure a sheet, all on the same axes so that they can be compared."""
    courses = [panel.course for panel in panels.panels]
    ink = Ink.of(dark=dark)
    figure = _grid([names[panel.sheet] for panel in panels.panels], ink)
    low = min((lowest(course) for course in courses), default=0.0)
    # What is coloured is chosen once, by the lines of all sheets together.
    widest = max(courses, key=lambda course: sum(bool(line.scored) for line in course.lines))
    colours = line_colours(widest, ink)
    for place, course in enumerate(courses):
        at = {"row": place // COLUMNS + 1, "col": place % COLUMNS + 1}
        for line in course.lines:
            wide = leads(course) and line == course.lines[0]
            draw_line(figure, course.months, line, colours[line.row], wide=wide, **at)
        # Plotly draws no band into a figure that is still empty.
        score_bands(figure, course.scheme, low, **at)
    _name_lines(figure, {name_of(line): colours[line.row] for line in widest.lines}, ink)
    figure.update_yaxes(plain_axis(range=[low, TOP], nticks=4))
    return _finish(figure, panels.months, len(courses), ink)


def hotline_chart(found: Hotline, *, dark: bool = False) -> go.Figure:
    """A small figure an item: the own mean of each month as a line, the shift's mean dashed."""
    ink = Ink.of(dark=dark)
    items = [one for one in found.items if any(month.number for month in one.months)]
    figure = _grid([f"{one.item.code} {one.item.group.get(language())}" for one in items], ink)
    own, shift = COLOURS[0], ink.strong
    for place, one in enumerate(items):
        at = {"row": place // COLUMNS + 1, "col": place % COLUMNS + 1}
        for colour, dash, part in ((shift, "dot", "mean"), (own, "solid", "own")):
            values = [getattr(month, part) for month in one.months]
            figure.add_trace(
                go.Scatter(
                    x=found.months,
                    y=[None if value is None else float(value) for value in values],
                    mode="lines+markers",
                    connectgaps=False,
                    cliponaxis=False,
                    line={"color": colour, "dash": dash, "width": 2},
                    marker={"size": 6 if part == "own" else 3},
                    showlegend=False,
                    text=_hovers(found.months, one),
                    hovertemplate="%{text}<extra></extra>",
                ),
                **at,
            )
    _name_lines(figure, {_("Own mean"): own, _("Mean of the shift"): shift}, ink)
    figure.update_yaxes(plain_axis(nticks=4, rangemode="normal"))
    return _finish(figure, found.months, len(items), ink)


def _hovers(months: Sequence[str], one: Comparison) -> list[str]:
    rule = one.rule
    return [
        _(
            "{month}<br>{own_label}: {own}<br>{mean_label}: {mean}<br>{number} figures",
            month=month,
            own_label=said(rule.actual.get(language())),
            own=rounded(found.own),
            mean_label=said(rule.mean.get(language())),
            mean=rounded(found.mean),
            number=found.number,
        )
        for month, found in zip(months, one.months, strict=True)
    ]


def _grid(titles: Sequence[str], ink: Ink) -> go.Figure:
    rows = max(-(-len(titles) // COLUMNS), 1)
    figure = make_subplots(
        rows=rows,
        cols=COLUMNS,
        subplot_titles=[said(title) for title in titles],
        horizontal_spacing=0.06,
        vertical_spacing=ROOM / (rows * HIGH) if rows > 1 else 0,
    )
    figure.update_annotations(font_size=TEXT, font_color=ink.strong, xanchor="center")
    return figure


def _name_lines(figure: go.Figure, colours: Mapping[str, str], ink: Ink) -> None:
    """The names of the lines above the figures: within them there is no room."""
    named = [(name, colour) for name, colour in colours.items() if colour != QUIET]
    words = "   ".join(
        f'<span style="color:{colour}">●</span> {said(name)}' for name, colour in named
    )
    figure.add_annotation(
        x=0,
        y=1,
        xref="paper",
        yref="paper",
        xanchor="left",
        yanchor="bottom",
        yshift=30,
        text=words,
        showarrow=False,
        font={"size": TEXT, "color": ink.strong},
    )


def _finish(figure: go.Figure, months: Sequence[str], number: int, ink: Ink) -> go.Figure:
    figure.update_xaxes(
        plain_axis(
            type="category",
            categoryorder="array",
            categoryarray=months,
            tickvals=[months[0], months[-1]],
            range=[-0.4, len(months) - 0.6],
            showgrid=False,
        )
    )
    rows = max(-(-number // COLUMNS), 1)
    for place in range(number, rows * COLUMNS):
        at = {"row": place // COLUMNS + 1, "col": place % COLUMNS + 1}
        figure.update_xaxes(visible=False, **at)
        figure.update_yaxes(visible=False, **at)
    return set_up(
        figure,
        rows * HIGH + 80,
        ink,
        margin={"l": 8, "r": 20, "t": 60, "b": 28},
        hovermode="closest",
    )
