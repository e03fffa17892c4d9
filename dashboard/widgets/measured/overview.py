"""The figures of a month by unit and sheet: what is there, what is begun, what is missing."""

from __future__ import annotations

import streamlit as st

from dashboard.looks import STATES, period_text
from dashboard.measured.fields import SHEETS
from dashboard.measured.overview import MISSING, Cell, Overview
from dashboard.widgets.downloads import offer_table
from dashboard.widgets.measured.states import (
    CORRECTED,
    missing_words,
    show_period,
    state_words,
)
from dashboard.widgets.sheets import sheet_name
from dashboard.widgets.table import Column, table
from dashboard.words import _, language

ORDER = (MISSING, "returned", "draft", "submitted")
"""What is still to be done sorts first."""
MARKS = {MISSING: "○", "draft": "◐", "returned": "↩", "submitted": "●"}


def show_overview(shown: Overview) -> str | None:
    """Say how far the month is and list its units; the code of a unit that was opened."""
    st.markdown(_sentence(shown))
    show_period(shown.sealed, shown.closing)
    columns = [
        Column("unit", _("Unit")),
        Column("division", _("Division")),
        *(Column(code, sheet_name(code), kind="state") for code in SHEETS),
    ]
    rows = [_row(shown, number) for number in range(len(shown.units))]
    opened = table(
        rows,
        columns,
        key="measured-overview",
        caption=_("Figures of the month"),
        row_id="id",
        max_height=720 if len(rows) > 20 else None,
    )
    offer_table(rows, columns, _("Measured figures") + f" · {period_text(shown.period)}")
    return opened


def _sentence(shown: Overview) -> str:
    states = shown.states
    drafts = _("draft {number}", number=states["draft"] + states["returned"])
    seen = any(unit.id in shown.entered for unit in shown.units)
    return _(
        "**{period}**: {units} units, {sheets} kinds of figures each. {states}.",
        period=period_text(shown.period),
        units=len(shown.units),
        sheets=len(SHEETS),
        states=_(", ").join(
            [
                _("Submitted {number}", number=states["submitted"]),
                *([drafts] if seen else []),
                f"{missing_words(seen=seen)} {states[MISSING]}",
            ]
        ),
    )


def _row(shown: Overview, number: int) -> dict[str, object]:
    unit = shown.units[number]
    seen = unit.id in shown.entered
    cells = {code: _cell(shown.cell(unit.id, code), seen=seen) for code in SHEETS}
    return {
        "id": unit.code,
        "unit": f"{unit.code} {unit.name(language())}",
        "division": unit.division.name(language()),
        **cells,
    }


def _cell(cell: Cell, *, seen: bool) -> dict[str, object]:
    word = missing_words(seen=seen) if cell.state == MISSING else _(STATES[cell.state])
    return {
        "text": f"{MARKS[cell.state]} {_(CORRECTED) if cell.corrects else word}",
        "title": state_words(cell, seen=seen),
        "sort": ORDER.index(cell.state),
        "muted": cell.state == MISSING,
    }
