"""Scores over time: lines of units and divisions, and a heat map of units by months."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import streamlit as st

from dashboard.charts.course import course_chart, name_of
from dashboard.charts.heat import heat_chart
from dashboard.looks import GRADES, points_text, score_text
from dashboard.trends.course import Course, Line
from dashboard.trends.use_cases import scores_over_time, units_by_month
from dashboard.view import View
from dashboard.widgets.table import Column
from dashboard.widgets.trends import parts
from dashboard.widgets.view_filter import narrow
from dashboard.words import _
from db.actors import Actor
from db.rows import DivisionRow, UnitRow

TENTH = Decimal("0.1")


def show_course(actor: Actor, view: View) -> None:
    """The lines over the grade bands, and the same as a table."""
    course = scores_over_time(actor, view)
    scored = [line for line in course.lines if line.scored]
    if not scored:
        parts.nothing(view)
        return
    sentence = _moved(course, scored)
    st.markdown(sentence)
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
    sentence = _graded(course)
    st.markdown(sentence)
    marks = [*(look.label for look in GRADES), _("– Not scored")]
    if _has_provisional(course):
        marks.append(_("☆ ○ △ □ Provisional: too few audits yet in its year"))
    st.caption(" · ".join(marks))
    parts.draw(heat_chart(course, dark=parts.is_dark()), sentence, key="trends-heat")
    parts.behind(course.audits)
    _table(course, view, _("Units by months"), "trends-heat")


def signed(change: Decimal) -> str:
    """A difference of scores with one decimal and its sign."""
    rounded = change.quantize(TENTH)
    return f"+{rounded}" if rounded > 0 else points_text(rounded)


def _has_provisional(course: Course) -> bool:
    return any(point.provisional for line in course.lines for point in line.points)


def _moved(course: Course, scored: Sequence[Line]) -> str:
    moved = [line for line in scored if len(line.scored) > 1]
    period = parts.span(course.months)
    if not moved:
        best = max(scored, key=lambda line: _at(line, -1))
        words = _("**{period}**: so far one month is scored each; best is {name} with {score}.")
        return words.format(period=period, name=name_of(best), score=score_text(_at(best, -1)))
    most = max(moved, key=lambda line: abs(_change(line)))
    facts = {
        "period": period,
        "name": name_of(most),
        "begin": course.months[most.scored[0]],
        "first": score_text(_at(most, 0)),
        "end": course.months[most.scored[-1]],
        "last": score_text(_at(most, -1)),
        "change": signed(_change(most)),
    }
    if len(moved) == 1:
        return _(
            "**{period}**: {name} went from {first} ({begin}) to {last} ({end}), {change}.", **facts
        )
    rose = sum(1 for line in moved if _change(line) > 0)
    fell = sum(1 for line in moved if _change(line) < 0)
    return _(
        "**{period}**: {rose} rose and {fell} fell. Most changed {name}: from {first} ({begin}) "
        "to {last} ({end}), {change}.",
        rose=rose,
        fell=fell,
        **facts,
    )


def _graded(course: Course) -> str:
    cells = [
        (point, line, month)
        for line in course.units
        for point, month in zip(line.points, course.months, strict=True)
    ]
    scored = [cell for cell in cells if cell[0].score is not None]
    point, line, month = min(scored, key=lambda cell: cell[0].score or 0)
    failed = sum(1 for cell in scored if cell[0].grade == "fail")
    return _(
        "**{period}**: {scored} of {all} unit months are scored, {failed} of them fail. "
        "Lowest: {name} in {month} with {score}.",
        period=parts.span(course.months),
        scored=len(scored),
        all=len(cells),
        failed=failed,
        name=name_of(line),
        month=month,
        score=score_text(point.score),
    )


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
        "change": None if change is None else {"text": signed(change), "sort": change},
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
