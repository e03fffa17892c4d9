"""The filters of the list of audits, and its pages."""

from __future__ import annotations

from typing import TypeVar

import streamlit as st

from checklists.periods import Period
from dashboard.looks import STATES, period_text, with_division
from dashboard.reports import Organisation, periods
from dashboard.widgets.pickers import choose
from dashboard.widgets.sheets import SCORED, sheet_name
from dashboard.words import _, ngettext
from db.actors import Actor, Role
from db.audits import AuditFilter
from db.models import OPEN

T = TypeVar("T")

PAGE_SIZE = 50


def pick_audits(actor: Actor, organisation: Organisation) -> AuditFilter:
    """One row of filters; what is not chosen does not restrict."""
    first, second, third, fourth = st.columns([3, 2, 2, 3])
    units = {unit.id: unit for unit in organisation.units}
    with first:
        unit = _any(
            _("Unit"),
            {key: with_division(unit) for key, unit in units.items()},
            "audits-unit",
        )
    with second:
        sheet = _any(_("Sheet"), {code: sheet_name(code) for code in SCORED}, "audits-sheet")
    with third:
        named = {period: period_text(period) for period in periods(actor)}
        period = _any(_("Period"), named, "audits-period")
    with fourth:
        # To the evaluation meeting no open audit is ever shown.
        known = [key for key in STATES if key not in OPEN or _sees_open(actor)]
        state = choose(_("State"), {key: _(STATES[key]) for key in known}, key="audits-state")
    months = Period.parse(period).months if period else (None,)
    return AuditFilter(
        unit_id=unit,
        sheet=sheet,
        state=state,
        first_period=months[0],
        last_period=months[-1],
    )


def _sees_open(actor: Actor) -> bool:
    roles = (Role.INSPECTOR, Role.DIVISION_HEAD, Role.UNIT_REPRESENTATIVE)
    return actor.may_all or actor.holds(*roles)


def pick_page(total: int) -> int:
    """Which audits of so many to show: the number of those before them."""
    pages = max(1, -(-total // PAGE_SIZE))
    st.caption(ngettext("{total} audit", "{total} audits", total, total=total))
    if pages == 1:
        return 0
    return (st.pagination(pages, key=f"audits-page-{pages}") - 1) * PAGE_SIZE


def _any(label: str, options: dict[T, str], key: str) -> T | None:
    return st.selectbox(
        label,
        list(options),
        index=None,
        format_func=options.__getitem__,
        key=key,
        placeholder=_("All"),
        persist_state="session",
    )
