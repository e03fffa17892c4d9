"""Units by place: one sentence, the table or the chart, and one unit opened."""

from __future__ import annotations

import streamlit as st

from dashboard.standings import Standings, UnitStanding
from dashboard.standings.placing import place_label
from dashboard.view import View
from dashboard.widgets.ranking.opened import PANEL, opened_code
from dashboard.widgets.ranking.parts import (
    grades_text,
    offer_rows,
    provisional_cell,
    provisional_columns,
    say_moved,
    say_places,
    say_provisional,
    score_cell,
    show_chart,
)
from dashboard.widgets.table import Column, grade_cell, table
from dashboard.widgets.unit_score import show_unit
from dashboard.words import _, language, period_words


def show_units(stands: Standings, view: View, chart: bool) -> None:
    """The scored units of all divisions, or of the chosen one with their places among all."""
    rows = [
        unit
        for unit in stands.units
        if unit.k is not None and view.division in (None, unit.row.division.code)
    ]
    sentence = _(
        "**{period}**: {units} units ranked — {grades}.",
        period=period_words(stands.period),
        units=len(rows),
        grades=grades_text(rows),
    )
    st.markdown(sentence)
    audits = sum(unit.audits for unit in rows)
    st.caption(_("{audits} submitted audits stand behind these scores.", audits=audits))
    say_places(stands, stands.units)
    if chart:
        show_chart(stands, rows, sentence)
    else:
        _table(stands, rows, view)
    say_provisional(rows)
    say_moved(stands, rows)
    st.caption(
        _(
            "K = K2 ÷ (K1 − K3) × 1000 over all sheets in force; sheets not filled in are in K3. "
            "Equal scores share a place. A last place alone proves nothing about a unit."
        )
    )


def _table(stands: Standings, rows: list[UnitStanding], view: View) -> None:
    st.caption(_("Touch a unit to see how its score comes about."))
    drawn = [_row(stands, unit) for unit in rows]
    columns = [
        Column("place", place_label(stands), align="right", kind="number"),
        Column("unit", _("Unit")),
        Column("division", _("Division")),
        Column("k", _("K out of 1000"), align="right", kind="number"),
        Column("grade", _("Grade"), kind="grade"),
        *provisional_columns(rows),
        Column("coefficient", _("Difficulty coefficient"), align="right", kind="number"),
        Column("sheets", _("Sheets scored"), align="right", kind="number"),
        Column("audits", _("Number of audits"), align="right", kind="number"),
    ]
    opened = table(
        drawn,
        columns,
        key="ranking",
        caption=_("Ranking {period}", period=period_words(stands.period)),
        row_id="code",
        opens="unit",
        panel=PANEL,
    )
    offer_rows(stands, drawn, columns, _("Ranking"))
    chosen = opened_code("unit", opened, view)
    for unit in rows:
        if unit.row.code == chosen:
            with st.container(key=f"{PANEL}-{chosen}"):
                show_unit(stands, unit)


def _row(stands: Standings, unit: UnitStanding) -> dict[str, object]:
    filled = sum(1 for means in unit.score.sheets if means.audits)
    division = unit.row.division.name(language())
    if unit.moved is not None:
        division = _("{division}, since {day}", division=division, day=unit.moved.isoformat())
    return {
        "code": unit.row.code,
        "place": unit.place,
        "unit": unit.row.name(language()),
        "division": division,
        "k": score_cell(unit),
        "grade": grade_cell(unit.grade),
        "provisional": provisional_cell(unit),
        "coefficient": unit.coefficient,
        "sheets": _("{filled} of {all}", filled=filled, all=len(stands.sheets)),
        "audits": unit.audits,
    }
