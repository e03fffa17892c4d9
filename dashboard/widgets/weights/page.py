"""The coefficients of a period, each with since when and why; a unit opened tells its history."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from checklists.periods import Period
from dashboard import coefficients
from dashboard.coefficients import Weight
from dashboard.looks import moment_text
from dashboard.widgets.downloads import offer_table
from dashboard.widgets.people.acting import show_said
from dashboard.widgets.table import Column, table
from dashboard.widgets.weights.editing import show_editing
from dashboard.widgets.who import me
from dashboard.words import _, language, period_words


def show_coefficients(period: Period) -> None:
    """The table of a period, one unit opened, and for administrators the way to change some."""
    weights = coefficients.weights(me().actor, period)
    show_said()
    st.caption(
        _(
            "Formula (2) weighs the units of a division by these. A period has what holds in its "
            "last month; a unit for which none was ever set has 1."
        )
    )
    opened = table(
        [_row(weight) for weight in weights],
        _columns(),
        key="coefficients",
        caption=_("Difficulty coefficients {period}", period=period_words(period)),
        row_id="id",
        empty=_("There is no unit in this period."),
    )
    _history(weights, opened)
    if me().actor.may_all and weights:
        show_editing(period, weights)
    name = " · ".join((_("Difficulty coefficients"), period_words(period)))
    code = Column("code", _("Code"), kind="code")
    offer_table([_row(weight) for weight in weights], [code, *_columns()], name)


def _columns() -> list[Column]:
    return [
        Column("unit", _("Unit")),
        Column("division", _("Division")),
        Column("value", _("Difficulty coefficient"), align="right", kind="number"),
        Column("month", _("From month")),
        Column("reason", _("Reason")),
        Column("by", _("Set by")),
    ]


def _row(weight: Weight) -> dict[str, object]:
    since = weight.since
    return {
        "id": str(weight.unit.id),
        "division": weight.unit.division.name(language()),
        "code": weight.unit.code,
        "unit": weight.unit.name(language()),
        "value": weight.value.normalize() if since else {"text": "1", "sort": 1, "muted": True},
        "month": since.month if since else {"text": _("never set"), "muted": True},
        "reason": since.reason if since else None,
        "by": since.set_by if since else None,
    }


def _history(weights: Sequence[Weight], opened: str | None) -> None:
    chosen = opened or st.session_state.get("coefficients-unit")
    st.session_state["coefficients-unit"] = chosen
    weight = next((one for one in weights if str(one.unit.id) == chosen), None)
    if weight is None:
        return
    name = weight.unit.name(language())
    st.subheader(_("{unit}: every coefficient there was", unit=name), anchor=False)
    table(
        [
            {
                "month": row.month,
                "value": row.value.normalize(),
                "reason": row.reason,
                "by": row.set_by,
                "at": moment_text(row.set_at),
            }
            for row in coefficients.history(me().actor, weight.unit.id)
        ],
        [
            Column("month", _("From month")),
            Column("value", _("Difficulty coefficient"), align="right", kind="number"),
            Column("reason", _("Reason")),
            Column("by", _("Set by")),
            Column("at", _("Set at")),
        ],
        key=f"coefficient-history-{weight.unit.id}",
        caption=_("{unit}: every coefficient there was", unit=name),
        empty=_("None was ever set; it counts with 1, as all units do by default."),
    )
