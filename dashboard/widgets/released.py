"""The released periods on the start page of the evaluation meeting."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboard.looks import PERIOD_STATES, period_text, provisional_mark, score_text
from dashboard.standings.released import Released, released
from dashboard.view import View
from dashboard.widgets.frame import empty
from dashboard.widgets.table import Column, grade_cell, table
from dashboard.widgets.view_filter import turn_to
from dashboard.words import _
from db.actors import Actor


def show_released(actor: Actor) -> None:
    """The released periods with state and score; a button opens the newest, a row its own."""
    found = released(actor)
    if not found:
        empty(
            _(
                "No ranking has been released yet. It appears here as soon as an administrator "
                "releases one."
            )
        )
        return
    newest = period_text(str(found[0].period))
    if st.button(_("See the ranking of {period}", period=newest), type="primary"):
        turn_to("ranking", View(period=str(found[0].period)))
    st.caption(_("Touch a period to see its ranking."))
    opened = table(
        [_row(one) for one in found],
        [
            Column("period", _("Period"), kind="code"),
            Column("state", _("State"), kind="state"),
            Column("k", _("Company, Q out of 1000"), align="right", kind="number"),
            Column("grade", _("Grade"), kind="grade"),
            Column("units", _("Units ranked"), align="right", kind="number"),
        ],
        key="released",
        caption=_("Released periods"),
        row_id="id",
    )
    if opened is not None:
        turn_to("ranking", View(period=opened))


def _row(one: Released) -> dict[str, Any]:
    company = one.company
    k = None if company is None else company.k
    mark = provisional_mark(company is not None and company.provisional)
    return {
        "id": str(one.period),
        "period": {"text": period_text(str(one.period)), "sort": str(one.period)},
        "state": _(PERIOD_STATES[one.state]),
        "k": {"text": score_text(k) + mark, "sort": k},
        "grade": grade_cell(None if company is None else company.grade),
        "units": one.units,
    }
