"""The draws of a month: drawing what is still to be drawn, and proving what was."""

from __future__ import annotations

import streamlit as st

from dashboard.calling import drawing, timing
from dashboard.calling.drawing import DrawMonth, UnitMonth
from dashboard.calling.words import class_words
from dashboard.looks import moment_text, period_text
from dashboard.widgets.calling.elsewhere import show_elsewhere
from dashboard.widgets.calling.proof import show_proof
from dashboard.widgets.frame import empty
from dashboard.widgets.in_address import pick_month
from dashboard.widgets.people.acting import attempt, reason
from dashboard.widgets.table import Column, table
from dashboard.widgets.who import me
from dashboard.words import _, language

FORM = "draw"


def show_draws() -> None:
    """Every unit of a month with its draw or with what there is to draw from."""
    left, _rest = st.columns([2, 6])
    with left:
        months = timing.months()
        month = pick_month("calling", months, months[0])
    shown = drawing.look(me().actor, month)
    if not shown.units:
        empty(_("There is no unit here whose orders are called back."))
        show_elsewhere(shown)
        return
    st.markdown(_sentence(shown))
    if shown.undrawn:
        _draw(shown)
    opened = table(
        [row for unit in shown.units for row in _rows(unit, month)],
        [
            Column("unit", _("Unit")),
            Column("orders", _("Orders"), help=_("Of which orders the sample is drawn")),
            Column("population", _("Dispatched"), align="right", kind="number"),
            Column("size", _("To call"), align="right", kind="number"),
            Column("state", _("State")),
            Column("by", _("Drawn by")),
            Column("at", _("Drawn at")),
        ],
        key=f"draws-{month}",
        caption=_("Draws of {month}", month=period_text(month)),
        row_id="id",
        panel="proof",
    )
    show_proof(month, opened)
    show_elsewhere(shown)


def _sentence(shown: DrawMonth) -> str:
    drawn = len(shown.units) - len(shown.undrawn)
    told = _("{drawn} of {units} units are drawn.", drawn=drawn, units=len(shown.units))
    if shown.undrawn and not shown.over:
        told += " " + _("The month is not over: a draw now leaves out the orders still to come.")
    return told


def _draw(shown: DrawMonth) -> None:
    names = {unit.id: unit.name(language()) for unit in shown.undrawn}
    with st.container(border=True):
        chosen = st.multiselect(
            _("Units to draw"),
            list(names),
            default=None,
            format_func=names.__getitem__,
            placeholder=_("All that are not drawn yet"),
            select_all=False,
            key=f"draw-units-{shown.month}",
        )
        why = ""
        if not shown.over:
            why = reason(FORM)
        words = _("Draw {number} units", number=len(chosen or names))
        if st.button(words, type="primary", icon=":material/casino:"):
            month, units = shown.month, list(chosen or names)
            attempt(
                lambda: drawing.draw(me().actor, month, units, why),
                _(
                    "{number} units are drawn for {month}. Their calls wait under “{part}”.",
                    number=len(units),
                    month=period_text(month),
                    part=_("Calls to make"),
                ),
                FORM,
            )
        st.caption(_("A month is drawn once. The seed is made by the program and kept."))


def _rows(one: UnitMonth, month: str) -> list[dict[str, object]]:
    name = one.unit.name(language())
    if one.drawn:
        return [
            {
                "id": str(row.id),
                "unit": name,
                "orders": class_words(row.sample_class, month),
                "population": len(row.population),
                "size": row.size,
                "state": _("drawn early: {reason}", reason=row.reason)
                if row.reason
                else _("drawn"),
                "by": row.person,
                "at": moment_text(row.drawn_at),
            }
            for row in one.drawn
        ]
    return [
        {
            "id": None,
            "unit": name,
            "orders": class_words(found.rule.code, month),
            "population": len(found.orders),
            "size": found.size,
            "state": {"text": _("not drawn"), "muted": True},
            "by": None,
            "at": None,
        }
        for found in one.waiting
    ]
