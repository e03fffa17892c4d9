"""How severe the inspectors of a period are: a sentence, the chart, the table."""

from __future__ import annotations

from typing import Any

import streamlit as st

from checklists.periods import Period
from dashboard.inspectors.comparing import InspectorSeverity, Severities, severities
from dashboard.looks import period_text
from dashboard.widgets.table import Column
from dashboard.widgets.trends.parts import behind, draw, is_dark, listed
from dashboard.words import _
from db.actors import Actor

CHART = "inspectors-severity"


def show_severity(actor: Actor, period: Period) -> None:
    """Who gives more and who fewer points than the mean of all, and how sure that is."""
    found = severities(actor, period)
    if not found.inspectors:
        st.markdown(_("No audit of this period is submitted yet. Choose another one."))
        return
    sentence = _sentence(found)
    st.markdown(sentence)
    told = [row for row in found.inspectors if row.points is not None]
    if told:
        # The chart's library is fetched only where there is something to draw.
        from dashboard.charts.severity import severity_chart

        draw(severity_chart(found.inspectors, dark=is_dark()), sentence, key=CHART)
    behind(found.audits)
    st.caption(_("Above the mean is mild, more points are given; below it is strict."))
    name = _("Severity of inspectors")
    columns = [
        Column("person", _("Inspector")),
        Column("points", _("Points above the mean"), align="right", kind="number"),
        Column("range", _("90 % lie within"), align="right", kind="code", sortable=False),
        Column("audits", _("Audits"), align="right", kind="number"),
    ]
    if not found.connected:
        columns.append(Column("group", _("Linked group"), align="right", kind="number"))
    listed(
        [_row(row) for row in found.inspectors],
        columns,
        chart=CHART,
        name=f"{name} · {period_text(str(period))}",
        about=_("Shown and never applied to a score."),
        drawn=bool(told),
    )


def _sentence(found: Severities) -> str:
    told = [row for row in found.inspectors if row.points is not None]
    if not found.connected:
        return _(
            "The inspectors are not linked by units that they audited in common: a strict "
            "inspector and a weak unit cannot be told apart. Plan double audits, or let "
            "inspectors change units."
        )
    if not told:
        return _("There is one inspector only: there is nobody to compare with.")
    sure = [row for row in told if (row.low or 0) > 0 or (row.high or 0) < 0]
    if not sure:
        return _(
            "None of {number} inspectors stands out: every interval holds the mean.",
            number=len(told),
        )
    return _(
        "{sure} of {number} inspectors stand out from the mean: their intervals do not hold it.",
        sure=len(sure),
        number=len(told),
    )


def _row(row: InspectorSeverity) -> dict[str, Any]:
    told: dict[str, Any] = {"points": None, "range": None}
    if row.points is not None:
        told["points"] = {"text": _signed(row.points), "sort": round(row.points * 1000)}
        told["range"] = _("{low} to {high}", low=_signed(row.low), high=_signed(row.high))
    return {"person": row.person.name, **told, "audits": row.audits, "group": row.group + 1}


def _signed(points: float | None) -> str:
    return f"{points or 0:+.1f}".replace("-", "\u2212")
