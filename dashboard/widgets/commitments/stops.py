"""Planned stops of a month: the list, and a form to enter, correct or withdraw one."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import streamlit as st

from dashboard.commitments import stops as use
from dashboard.commitments.scope import moment
from dashboard.looks import ZONE, moment_text, period_text, today
from dashboard.widgets.people.acting import attempt, key_in, text
from dashboard.widgets.table import Column, table
from dashboard.widgets.who import me
from dashboard.words import _, language
from db.actors import Role
from db.planned_stops import NewStop, StopRow
from db.rows import UnitRow

FORM = "stops"
OPENED = "stops-opened"


def show_stops(month: str) -> None:
    """The stops of a month; those who handle orders enter, correct and withdraw them."""
    st.subheader(_("Planned stops"), anchor=False)
    found = use.stops(me().actor, month)
    opened = table(
        [_row(row, unit) for row, unit in found],
        [
            Column("unit", _("Unit")),
            Column("begins", _("Begins"), kind="code"),
            Column("ends", _("Ends"), kind="code"),
            Column("noticed", _("Notice given"), kind="code"),
            Column("ahead", _("Hours ahead"), align="right", kind="number"),
            Column("words", _("What for")),
            Column("by", _("Entered by"), wrap=False),
        ],
        key=f"stops-{month}",
        caption=_("Planned stops {month}", month=period_text(month)),
        empty=_("No stop was planned in this month."),
        row_id="id" if _may_enter() else None,
    )
    if not _may_enter():
        return
    if opened:
        st.session_state[OPENED] = opened
    chosen = next((row for row, _u in found if str(row.id) == st.session_state.get(OPENED)), None)
    units = use.units_to_enter(me().actor, month)
    with st.expander(
        _("Correct or withdraw the stop") if chosen else _("Enter a planned stop"),
        expanded=chosen is not None,
    ):
        _form(units, chosen)


def _may_enter() -> bool:
    actor = me().actor
    return actor.may_all or actor.holds(Role.AGENT, Role.DIVISION_HEAD)


def _row(row: StopRow, unit: UnitRow) -> dict[str, object]:
    hours = int((row.starts_at - row.noticed_at) / timedelta(hours=1))
    return {
        "id": str(row.id),
        "unit": unit.name(language()),
        "begins": moment_text(row.starts_at),
        "ends": moment_text(row.ends_at),
        "noticed": moment_text(row.noticed_at),
        "ahead": hours,
        "words": row.words,
        "by": row.recorded_by,
    }


def _form(units: list[UnitRow], chosen: StopRow | None) -> None:
    form = f"{FORM}-{chosen.id if chosen else 'new'}"
    names = {unit.id: unit.name(language()) for unit in units}
    options = list(names)
    index = options.index(chosen.unit_id) if chosen and chosen.unit_id in names else 0
    unit = st.selectbox(
        _("Unit"), options, index=index, format_func=names.__getitem__, key=key_in(form, "unit")
    )
    begins = _moment(form, "begins", _("Begins"), chosen.starts_at if chosen else None, 8)
    ends = _moment(form, "ends", _("Ends"), chosen.ends_at if chosen else None, 17)
    hour = datetime.now(ZONE).hour
    noticed = _moment(
        form, "noticed", _("Notice given"), chosen.noticed_at if chosen else None, hour
    )
    words = text(form, "words", _("What for"), most=500, value=chosen.words if chosen else "")
    done = _("The stop is corrected.") if chosen else _("The stop is entered.")
    if st.button(_("Save the stop"), type="primary", icon=":material/check:", key=f"{form}-save"):
        new = NewStop(unit, begins, ends, noticed, words)
        attempt(lambda: _save(new, chosen), done, form)
    if chosen is not None:
        why = text(form, "why", _("Why it is withdrawn"), most=500)
        if st.button(_("Withdraw the stop"), icon=":material/undo:", key=f"{form}-withdraw"):
            attempt(
                lambda: use.withdraw(me().actor, chosen.id, why), _("The stop is withdrawn."), form
            )


def _save(new: NewStop, chosen: StopRow | None) -> None:
    use.enter(me().actor, new, None if chosen is None else chosen.id)
    st.session_state.pop(OPENED, None)


def _moment(form: str, field: str, label: str, known: datetime | None, hour: int) -> datetime:
    local = None if known is None else known.astimezone(ZONE)
    left, right = st.columns(2)
    day = left.date_input(
        label,
        value=local.date() if local else today(),
        min_value=date(2020, 1, 1),
        max_value=date(2100, 12, 31),
        format="YYYY-MM-DD",
        key=key_in(form, f"{field}-day"),
    )
    clock = right.time_input(
        _("{what}: time", what=label),
        value=local.time() if local else time(hour),
        step=300,
        key=key_in(form, f"{field}-time"),
    )
    return moment(day, clock)
