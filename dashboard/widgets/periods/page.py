"""The periods in a list, and the one that was touched: how far it is and what can be done."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard.looks import PERIOD_STATES, moment_text
from dashboard.periods.desk import PeriodLine
from dashboard.widgets.people.acting import show_said
from dashboard.widgets.periods.seals import show_history, show_sealed, show_so_far
from dashboard.widgets.periods.steps import show_steps
from dashboard.widgets.table import Column, table
from dashboard.words import _, period_words
from db.actors import Actor

FIRST = ("restating", "closing")
"""In which state a period is opened first, where nobody has chosen one."""


def show_periods(lines: Sequence[PeriodLine], actor: Actor) -> None:
    """All periods, and one of them opened; administrators find the steps there."""
    show_said()
    st.caption(_("Touch a period to see how far it is."))
    line = _chosen(lines)
    opened = table(
        [_row(line) for line in lines],
        [
            Column("period", _("Period"), kind="code"),
            Column("state", _("State"), kind="state"),
            Column("counting", _("Audits that count"), align="right", kind="number"),
            Column("provisional", _("Units provisional"), align="right", kind="number"),
            Column("waiting", _("Count only once confirmed"), align="right", kind="number"),
            Column("open", _("Not finished"), align="right", kind="number"),
            Column("since", _("State since"), kind="code"),
        ],
        key="periods",
        caption=_("Periods"),
        row_id="id",
        max_height=340,
        chosen=str(line.period),
    )
    if opened is not None:
        st.query_params["period"] = opened
        st.rerun()
    _show(line, actor)


def _show(line: PeriodLine, actor: Actor) -> None:
    with st.container(border=True, key="period-opened"):
        state = _(PERIOD_STATES[line.state])
        st.subheader(f"{period_words(line.period)} · {state}", anchor=False)
        if line.row is not None:
            by = _("{moment}, {person}", moment=_moment(line), person=line.row.changed_by)
            st.caption(f"{by}{_(': ')}{line.row.reason}" if line.row.reason else by)
        if line.state in ("sealed", "restating"):
            show_sealed(line.period, actor)
        elif not (actor.may_all and line.may_be_sealed):
            show_so_far(line.period, actor)
        if actor.may_all:
            show_steps(line, actor)
    show_history(line.period, actor)


def _chosen(lines: Sequence[PeriodLine]) -> PeriodLine:
    asked = st.query_params.get("period")
    ready = (line for line in lines if line.state in FIRST and line.may_be_sealed)
    months = (line for line in lines if line.period.kind == "month")
    named = (line for line in lines if str(line.period) == asked)
    return next((line for found in (named, ready, months) for line in found), lines[0])


def _row(line: PeriodLine) -> dict[str, object]:
    return {
        "id": str(line.period),
        "period": {"text": period_words(line.period), "sort": str(line.period)},
        "state": _(PERIOD_STATES[line.state]),
        "counting": line.audits.counting,
        "provisional": line.provisional,
        "waiting": line.audits.waiting,
        "open": line.audits.open,
        "since": None if line.row is None else _moment(line),
    }


def _moment(line: PeriodLine) -> str:
    return "" if line.row is None else moment_text(line.row.changed_at)
