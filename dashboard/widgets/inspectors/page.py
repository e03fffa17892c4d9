"""The page of inspectors: a period, what is to be seen of it, and that it is never applied."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from checklists.periods import Period
from dashboard.looks import today
from dashboard.reports import periods
from dashboard.widgets.frame import empty
from dashboard.widgets.in_address import pick_part
from dashboard.widgets.inspectors.agreement import show_agreement
from dashboard.widgets.inspectors.items import show_items
from dashboard.widgets.inspectors.plan import show_plan
from dashboard.widgets.inspectors.severity import show_severity
from dashboard.widgets.people.acting import show_said
from dashboard.widgets.pickers import pick_period
from dashboard.widgets.who import me
from dashboard.words import N_, _
from db.actors import Actor

PAGE = "inspectors"
PARTS: dict[str, tuple[str, Callable[[Actor, Period], None]]] = {
    "severity": (N_("Severity"), show_severity),
    "agreement": (N_("Agreement"), show_agreement),
    "items": (N_("Items"), show_items),
    "plan": (N_("Double audits"), show_plan),
}
"""What there is to look at: its code in the address, its word, and what draws it."""


def show_inspectors() -> None:
    """What was chosen of a period; only administrators see any of it."""
    actor = me().actor
    if not actor.may_all:
        empty(
            _("How inspectors compare is seen by administrators only."),
            button=_("Go to the start page"),
            page="start",
        )
        return
    show_said()
    period = pick_period([*_long(periods(actor, "submitted"))] or [str(today().year)])
    words = {code: _(word) for code, (word, _show) in PARTS.items()}
    chosen = pick_part(PAGE, "show", _("Show"), words)
    st.caption(
        _(
            "This is shown and never applied: no score, grade or place changes by it. A figure "
            "about an inspector is a reason to talk and to train together, not a verdict."
        )
    )
    PARTS[chosen][1](actor, Period.parse(period or str(today().year)))


def _long(listed: list[str]) -> list[str]:
    """Years and seasons: a shorter period has too few audits to compare anybody by."""
    return [period for period in listed if Period.parse(period).kind in ("year", "season")]
