"""The plan of double audits: what is planned, how far it is, and the form to plan another."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import streamlit as st

from checklists.errors import WordedError
from checklists.periods import Period
from dashboard.inspectors import planning as use
from dashboard.inspectors.planning import Planned
from dashboard.inspectors.sheets import sheets_to_score
from dashboard.looks import period_text, today, with_division
from dashboard.widgets.people.acting import attempt, day, key_in, reason, text
from dashboard.widgets.sheets import sheet_name
from dashboard.widgets.table import Column, table
from dashboard.words import _, language, say
from db.actors import Actor
from db.doubles import NewDouble
from db.rows import PersonRow

FORM = "double"
OPENED = "double-opened"


def show_plan(actor: Actor, period: Period) -> None:
    """The double audits of a period; one that nobody has begun can be withdrawn."""
    found, title = use.planned(actor, period), _("Double audits")
    opened = table(
        [_row(one) for one in found],
        [
            Column("day", _("Planned for"), kind="code"),
            Column("unit", _("Unit")),
            Column("sheet", _("Sheet")),
            Column("subject", _("Subject")),
            Column("people", _("Inspectors")),
            Column("state", _("State"), kind="state", wrap=False),
        ],
        key=f"doubles-{period}",
        caption=f"{title} · {period_text(str(period))}",
        empty=_(
            "No double audit is planned in this period. Two inspectors score the same thing "
            "apart, and neither sees what the other answers."
        ),
        row_id="id",
    )
    if opened:
        st.session_state[OPENED] = opened
    chosen = next((one for one in found if one.row.id == st.session_state.get(OPENED)), None)
    if chosen is not None and chosen.row.withdrawn_reason is None:
        _withdraw(actor, chosen)
    st.subheader(_("Plan a double audit"), anchor=False)
    _form(actor)


def _row(one: Planned) -> dict[str, Any]:
    return {
        "id": one.row.id,
        "day": one.row.planned_for.isoformat(),
        "unit": one.row.unit.name(language()),
        "sheet": sheet_name(one.row.sheet),
        "subject": one.row.subject,
        "people": _(", ").join(person.name for person in one.inspectors),
        "state": _state(one),
    }


def _state(one: Planned) -> str:
    if one.row.withdrawn_reason is not None:
        return _("Withdrawn")
    return (_("Planned"), _("One handed in"), _("Both handed in"))[one.handed_in]


def _withdraw(actor: Actor, chosen: Planned) -> None:
    with st.container(border=True):
        st.markdown(
            _(
                "{unit}, {sheet}, {day}",
                unit=chosen.row.unit.name(language()),
                sheet=sheet_name(chosen.row.sheet),
                day=chosen.row.planned_for,
            )
        )
        why = reason(f"{FORM}-withdraw")
        if st.button(_("Withdraw the double audit"), icon=":material/undo:"):
            attempt(
                lambda: use.withdraw(actor, chosen.row.id, why),
                _("The double audit is withdrawn."),
                f"{FORM}-withdraw",
            )


def _form(actor: Actor) -> None:
    units = {unit.id: unit for unit in use.open_units(actor)}
    if not units:
        st.markdown(_("There are no units yet. Add divisions and units first."))
        return
    first, second, third = st.columns([3, 3, 2])
    with first:
        unit = st.selectbox(
            _("Unit"),
            list(units),
            index=None,
            format_func=lambda key: with_division(units[key]),
            placeholder=_("Choose a unit"),
            key=key_in(FORM, "unit"),
        )
    with second:
        sheet = st.selectbox(
            _("Sheet"), sheets_to_score(), format_func=sheet_name, key=key_in(FORM, "sheet")
        )
    with third:
        on = day(FORM, "day", _("Day"), today()) or today()
    about = _("Subject (place, number or address that both audit)")
    subject = text(FORM, "subject", about, most=80)
    if unit is None:
        st.caption(_("Choose a unit: then the inspectors who could audit it are offered."))
        return
    try:
        could = {row.id: row for row in use.who_could(actor, units[unit], on)}
    except WordedError as error:
        st.error(say(error))
        return
    if len(could) < 2:
        st.markdown(
            _(
                "Fewer than two people inspect {unit} on this day who do not see every audit as "
                "administrators. Give somebody else the role of inspector first.",
                unit=units[unit].name(language()),
            )
        )
        return
    left, right = st.columns(2)
    with left:
        one = _person(_("First inspector"), "first", could)
    with right:
        other = _person(_("Second inspector"), "second", could)
    if st.button(_("Plan the double audit"), type="primary", icon=":material/check:"):
        if one is None or other is None:
            missing = _("First inspector") if one is None else _("Second inspector")
            st.error(_("{field}: nothing is chosen. Choose it above.", field=missing))
            return
        key = st.session_state.setdefault(key_in(FORM, "id"), str(uuid4()))
        new = NewDouble(unit, sheet, on, subject, one, other)
        attempt(
            lambda: use.plan(actor, key, new),
            _("The double audit is planned: both find it on their start page."),
            FORM,
        )


def _person(label: str, field: str, could: dict[int, PersonRow]) -> int | None:
    return st.selectbox(
        label,
        list(could),
        index=None,
        format_func=lambda key: could[key].name,
        placeholder=_("Choose an inspector"),
        key=key_in(FORM, field),
    )
