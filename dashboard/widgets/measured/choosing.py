"""Which month and sheet of figures is looked at; all of it stands in the address."""

from __future__ import annotations

import streamlit as st

from checklists.errors import BadPeriod
from checklists.periods import Period
from dashboard.looks import period_text, today
from dashboard.measured.fields import SHEETS
from dashboard.widgets.in_address import pick, pick_one
from dashboard.widgets.sheets import sheet_name
from dashboard.words import _

PAGE = "measured"
BACK = 24
"""So many months back figures may be chosen."""


def pick_month() -> str:
    """The month of the address, or this one."""
    month = Period.month_of(today())
    months = [str(month)]
    for _each in range(BACK):
        month = month.previous
        months.append(str(month))
    asked = st.query_params.get("period", "")
    if _is_month(asked) and asked not in months:
        months.append(asked)
    named = {one: period_text(one) for one in months}
    return pick_one(PAGE, "period", _("Period"), named, months[0])


def pick_sheet() -> str | None:
    """One kind of figures, or None for all of them."""
    return pick(PAGE, "sheet", _("Sheet"), {code: sheet_name(code) for code in SHEETS})


def _is_month(text: str) -> bool:
    try:
        return Period.parse(text).kind == "month"
    except BadPeriod:
        return False
