"""Scores over time: lines of units and divisions, and a heat map of units by months."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import streamlit as st

from dashboard.charts.course import course_chart, name_of
from dashboard.charts.heat import heat_chart
from dashboard.looks import GRADES, change_text
from dashboard.trends.course import Course, Line
from dashboard.trends.use_cases import scores_over_time, units_by_month
from dashboard.view import View
from dashboard.widgets.table import Column
from dashboard.widgets.trends import parts
from dashboard.widgets.trends.course_words import counted, graded, moved, span_words
from dashboard.widgets.view_filter import narrow
from dashboard.words import _
from db.actors import Actor
from db.rows import DivisionRow, UnitRow


def show_course(actor: Actor, view: View) -> None:
    """The lines over the grade bands, and the same as a table."""
    course = scores_over_time(actor, view)
    told_of = counted(course) if view.unit else course.lines
    if not any(line.scored for line in told_of):
        parts.nothing(view)
        return
    sentence = moved(course)
    _say(sentence, course, view)
    parts.draw(course_chart(course, dark=parts.is_dark()), sentence, key="trends-course")
    parts.behind(course.audits)
    told = [_("A larger point rests on more audits. A gap is a month that was not scored.")]
    if _has_provisional(course):
        told.append(_("A hollow point is provisional: too few audits yet in its year."))
    st.caption("  \n".join(told))
    _table(course, view, _("Scores over time"), "trends-course")


def show_heat(actor: Actor, view: View) -> None:
    """A row a unit and a column a month, and the same as a table."""
    course = units_by_month(actor, view)
    if not any(line.scored for line in course.units):
        parts.nothing(view)
        return
    sentence = graded(course)
    _say(sentence, course, view)
    marks = [*(look.label for look in GRADES), _("– Not scored")]
    if _has_provisional(course):
        marks.append(_("☆ ○ △ □ Provisional: too few audits yet in its year"))
    st.caption(" · ".join(marks))
    parts.draw(heat_chart(course, dark=parts.is_dark()), sentence, key="trends-heat")
    parts.behind(course.audits)
    _table(course, view, _("Units by months"), "trends-heat")


def _say(sentence: str, course: Course, view: View) -> None:
    st.markdown(sentence)
    if words := span_words(course, view):
        st.caption(words)


def _has_provisional(course: Course) -> bool:
    return any(point.provisional for line in course.lines for point in line.points)


def _table(course: Course, view: View, title: str, chart: str) -> None:
    columns = [
        Column("name", _("Unit") if not course.wholes else _("Unit or division")),
        *parts.month_columns(course.months),
        Column("change", _("Change"), kind="number", wrap=False),
        Column("audits", _("Number of audits"), kind="number"),
    ]
    rows = [_row(course, line) for line in course.lines]
    opened = parts.listed(
        rows,
        columns,
        chart=chart,
        name=f"{title} · {parts.span(course.months)}",
        about=parts.about(view),
        row_id="id",
    )
    row = next((line.row for line in course.lines if _id(line) == opened), None)
    if isinstance(row, DivisionRow) and row.code != view.division:
        narrow(view.but(division=row.code))
    elif isinstance(row, UnitRow) and row.code != view.unit:
        narrow(view.but(unit=row.code))


def _row(course: Course, line: Line) -> Mapping[str, Any]:
    change = _change(line) if len(line.scored) > 1 else None
    return {
        "id": _id(line),
        "name": name_of(line),
        **parts.month_cells(course.months, line.points),
        "change": None if change is None else {"text": change_text(change), "sort": change},
        "audits": sum(point.audits for point in line.points),
    }


def _id(line: Line) -> str | None:
    """A touched row is looked at by itself; the company already is."""
    if line.row is None:
        return None
    return f"{'u' if isinstance(line.row, UnitRow) else 'd'}{line.row.id}"


def _at(line: Line, which: int) -> Decimal:
    return line.points[line.scored[which]].score or Decimal(0)


def _change(line: Line) -> Decimal:
    return _at(line, -1) - _at(line, 0)
