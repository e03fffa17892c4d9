"""Sheet by sheet: small figures over time, and units side by side."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from checklists.catalogue_loader import load_catalogue
from dashboard.charts.beside import beside_chart
from dashboard.charts.course import name_of
from dashboard.charts.grid import panels_chart
from dashboard.looks import period_text, score_text, with_division
from dashboard.trends.beside import LEAST, MOST, Beside
from dashboard.trends.panels import Panels
from dashboard.trends.use_cases import scores_by_sheet, side_by_side
from dashboard.view import View
from dashboard.widgets.sheets import sheet_name
from dashboard.widgets.table import Column
from dashboard.widgets.trends import parts
from dashboard.words import _, language
from db.actors import Actor

UNITS = "units"
"""The name of the chosen units in the address."""


def show_panels(actor: Actor, view: View) -> None:
    """A small figure a sheet, and the same as a table."""
    panels = scores_by_sheet(actor, view)
    own = [line for panel in panels.panels for line in panel.course.units]
    if not panels.panels or (view.unit and not any(line.scored for line in own)):
        parts.nothing(view)
        return
    sentence = _lowest(panels)
    st.markdown(sentence)
    parts.draw(
        panels_chart(panels, sheet_names(), dark=parts.is_dark()), sentence, key="trends-panels"
    )
    parts.behind(panels.audits)
    columns = [
        Column("sheet", _("Sheet")),
        Column("name", _("Unit or division")),
        *parts.month_columns(panels.months),
    ]
    rows = [
        {"sheet": sheet_name(panel.sheet), "name": name_of(line)}
        | parts.month_cells(panels.months, line.points)
        for panel in panels.panels
        for line in panel.course.lines
    ]
    title = " · ".join([_("Scores by sheet"), parts.span(panels.months)])
    parts.listed(rows, columns, chart="trends-panels", name=title, about=parts.about(view))


def show_beside(actor: Actor, view: View) -> None:
    """Two to six units, chosen here and kept in the address, sheet by sheet."""
    asked = [code for code in st.query_params.get(UNITS, "").split(",") if code]
    found = side_by_side(actor, view, asked)
    if len(found.offered) < LEAST:
        st.markdown(_("There is only one unit to see here, and nothing beside it."))
        return
    _pick(found)
    unscored = _unscored(found, view)
    if all(point.score is None for point in found.total):
        parts.nothing(view, unscored)
        return
    sentence = _apart(found, view)
    st.markdown(sentence)
    if unscored:
        st.markdown(unscored)
    period = period_text(view.period or "")
    parts.draw(
        beside_chart(found, sheet_names(), period, dark=parts.is_dark()),
        sentence,
        key="trends-beside",
    )
    parts.behind(found.audits)
    columns = [
        Column("sheet", _("Sheet")),
        *(Column(unit.code, unit.name(language()), kind="number") for unit in found.units),
    ]
    names = [_("All sheets"), *(sheet_name(code) for code in found.sheets)]
    rows: list[Mapping[str, Any]] = [
        {"sheet": name}
        | {
            unit.code: parts.score_cell(point)
            for unit, point in zip(found.units, points, strict=True)
        }
        for name, points in zip(names, (found.total, *found.rows), strict=True)
    ]
    title = " · ".join([_("Units side by side"), period])
    parts.listed(rows, columns, chart="trends-beside", name=title, about=parts.about(view))


def sheet_names() -> dict[str, str]:
    """The names of all sheets in the reader's language, by code."""
    return {code: sheet_name(code) for code in load_catalogue().sheet_codes}


def _pick(found: Beside) -> None:
    key = f"trends-{UNITS}"
    names = {unit.code: with_division(unit) for unit in found.offered}
    # The address is what holds, also after the browser's back button.
    st.session_state[key] = [unit.code for unit in found.units]

    def keep() -> None:
        st.query_params[UNITS] = ",".join(st.session_state[key])

    st.multiselect(
        _("Units side by side, {least} to {most}", least=LEAST, most=MOST),
        list(names),
        format_func=names.__getitem__,
        key=key,
        max_selections=MOST,
        on_change=keep,
        placeholder=_("Choose a unit"),
    )


def _unscored(found: Beside, view: View) -> str:
    """Which of the units have no audit to show; empty where all have."""
    names = [
        unit.name(language())
        for unit, point in zip(found.units, found.total, strict=True)
        if point.score is None
    ]
    if not names:
        return ""
    return _(
        "No audit counts in {period} for {units}: not scored, which is not 0.",
        period=period_text(view.period or ""),
        units=_(", ").join(names),
    )


def _apart(found: Beside, view: View) -> str:
    scored = [
        (point.score, unit.name(language()))
        for unit, point in zip(found.units, found.total, strict=True)
        if point.score is not None
    ]
    best, worst = max(scored), min(scored)
    facts = {
        "period": period_text(view.period or ""),
        "best": best[1],
        "high": score_text(best[0]),
        "worst": worst[1],
        "low": score_text(worst[0]),
    }
    gaps = [
        (max(scores) - min(scores), sheet_name(code))
        for code, row in zip(found.sheets, found.rows, strict=True)
        if len(scores := [point.score for point in row if point.score is not None]) > 1
    ]
    if len(scored) < LEAST or not gaps:
        return _("**{period}**: {best} has {high}; the others are not scored.", **facts)
    gap, sheet = max(gaps)
    return _(
        "**{period}**: {best} {high}, {worst} {low}. They are farthest apart on {sheet}: "
        "{gap} points.",
        sheet=sheet,
        gap=score_text(gap),
        **facts,
    )


def _lowest(panels: Panels) -> str:
    last = [
        (
            line.points[line.scored[-1]].score,
            sheet_name(panel.sheet),
            name_of(line),
            line.scored[-1],
        )
        for panel in panels.panels
        for line in panel.course.lines
        if line.scored
    ]
    score, sheet, name, month = min(last, key=lambda one: one[0] or 0)
    return _(
        "**{period}**: {sheets} sheets are scored. At the end {name} is lowest on {sheet}: "
        "{score} in {month}.",
        period=parts.span(panels.months),
        sheets=len(panels.panels),
        name=name,
        sheet=sheet,
        score=score_text(score),
        month=panels.months[month],
    )
