"""How a unit's score comes about: each sheet with its means, then the formula with the numbers."""

from __future__ import annotations

from fractions import Fraction

import streamlit as st

from checklists.exact import SCORE_DIGITS, half_up, plain
from checklists.rollup import SheetMeans
from checklists.scoring import formula_one
from dashboard.looks import equals, provisional_mark, score_text
from dashboard.standings import Standings, UnitStanding
from dashboard.view import View
from dashboard.widgets.coverage import show_missing
from dashboard.widgets.explain.headline import points_of
from dashboard.widgets.explain.links import offer_explanation
from dashboard.widgets.places import go
from dashboard.widgets.sheets import sheet_name
from dashboard.widgets.table import Column, table
from dashboard.widgets.who import me
from dashboard.widgets.year_end import show_year_end
from dashboard.words import _, language, ngettext, period_words


def show_unit(stands: Standings, unit: UnitStanding) -> None:
    """The sheets of a unit, the formula over their sums, and the way to the audits."""
    score = unit.score
    st.subheader(f"{unit.row.name(language())} · {period_words(stands.period)}", anchor=False)
    k1, k2, k3 = (points_of(value) for value in (score.k1, score.k2, score.k3))
    k = "–" if score.k is None else plain(score.k)
    mark = provisional_mark(unit.provisional)
    full = plain(stands.scheme.full_marks.value)
    sign = equals(score.k1, score.k2, score.k3, unit.exact)
    filled = f"{k2} ÷ ({k1} − {k3}) × {full}"
    st.markdown(f"K = K2 ÷ (K1 − K3) × {full} = {filled} {sign} **{k}**{mark}")
    show_missing(stands.rules, unit)
    show_year_end(me().actor, stands, unit)
    order = [sheet.code for sheet in stands.sheets]
    table(
        [_row(stands, means) for means in sorted(score.sheets, key=lambda m: order.index(m.sheet))],
        [
            Column("sheet", _("Sheet")),
            Column("audits", _("Number of audits"), align="right", kind="number"),
            Column("k1", _("Mean K1"), align="right", kind="number"),
            Column("k2", _("Mean K2"), align="right", kind="number"),
            Column("k3", _("Mean K3"), align="right", kind="number"),
            Column("k", _("Score of the sheet"), align="right", kind="number"),
        ],
        key=f"unit-score-{unit.row.id}",
        caption=_("Sheets of the unit"),
    )
    st.caption(
        _("Several audits of a sheet count with the means of their K1, K2 and K3, shown rounded.")
    )
    show_waiting(unit.waiting)
    with st.container(horizontal=True):
        row, period = unit.row, str(stands.period)
        place = View(period=period, division=row.division.code, unit=row.code)
        offer_explanation(place, key="explain-unit")
        if st.button(_("See the audits of this unit"), icon=":material/assignment:"):
            st.session_state["audits-unit"] = row.id
            st.session_state["audits-period"] = period
            go("audits")


def show_waiting(number: int) -> None:
    """Say how many audits were submitted and do not count yet; nothing where there are none."""
    if number:
        st.caption(f":material/hourglass_top: {waiting_words(number)}")


def waiting_words(number: int) -> str:
    """How many audits were submitted and do not count yet."""
    return ngettext(
        "{number} audit waits for a confirmation and does not count yet.",
        "{number} audits wait for a confirmation and do not count yet.",
        number,
        number=number,
    )


def _row(stands: Standings, means: SheetMeans) -> dict[str, object]:
    exact = formula_one(stands.scheme, means.k1, means.k2, means.k3)
    rounded = None if exact is None else half_up(exact, SCORE_DIGITS)
    return {
        "sheet": sheet_name(means.sheet),
        "audits": means.audits,
        "k1": _number(means.k1),
        "k2": _number(means.k2),
        "k3": _number(means.k3),
        "k": {"text": score_text(rounded), "sort": "-1" if rounded is None else str(rounded)},
    }


def _number(value: Fraction) -> str:
    return plain(half_up(value, 4))
