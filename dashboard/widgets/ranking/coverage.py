"""What audits are missing behind the scores of a period, and the way to begin one."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from checklists.coverage import year_of
from checklists.standing_rules import StandingRules
from dashboard.looks import PROVISIONAL, score_text
from dashboard.standings import Standings, UnitStanding
from dashboard.view import View
from dashboard.widgets.coverage import missing_words, show_missing
from dashboard.widgets.ranking.opened import PANEL, opened_code
from dashboard.widgets.ranking.parts import offer_rows, provisional_cell
from dashboard.widgets.table import Column, table
from dashboard.words import _, language


def show_coverage(stands: Standings, view: View) -> None:
    """The units and divisions with fewer audits than a year asks for; what is missing by unit."""
    rules = stands.rules
    units = [
        unit
        for unit in stands.units
        if unit.missing and view.division in (None, unit.row.division.code)
    ]
    first, last = year_of(stands.period, rules.coverage_year.value)
    _say(units, first, last)
    _divisions(stands, rules, view)
    if not units:
        return
    rows = [_row(rules, unit) for unit in units]
    columns = [
        Column("unit", _("Unit")),
        Column("division", _("Division")),
        Column("k", _("K out of 1000"), align="right", kind="number"),
        Column("provisional", _("Standing"), kind="state"),
        Column("missing", _("What is missing")),
    ]
    opened = table(
        rows,
        columns,
        key="ranking-coverage",
        caption=_("What is missing"),
        row_id="code",
        panel=PANEL,
    )
    offer_rows(stands, rows, columns, _("Coverage"))
    chosen = opened_code("unit", opened, view)
    for unit in units:
        if unit.row.code == chosen:
            with st.container(key=f"{PANEL}-{chosen}"):
                st.subheader(unit.row.name(language()), anchor=False)
                show_missing(rules, unit)


def _say(units: Sequence[UnitStanding], first: str, last: str) -> None:
    if units:
        provisional = sum(unit.provisional for unit in units)
        words = _(
            "{units} units have fewer audits than are asked for from {first} to {last}; "
            "{provisional} scores are provisional ({shape}).",
            units=len(units),
            first=first,
            last=last,
            provisional=provisional,
            shape=PROVISIONAL.shape,
        )
    else:
        words = _("From {first} to {last} no unit lacks an audit.", first=first, last=last)
    st.markdown(words)
    st.caption(_("How many are asked for, and why, stands in the catalogue under the sheets."))


def _divisions(stands: Standings, rules: StandingRules, view: View) -> None:
    lines = [
        f"- **{group.row.name(language())}** — {_('; ').join(missing_words(rules, group.missing))}"
        for group in stands.divisions
        if group.row and group.missing and view.division in (None, group.row.code)
    ]
    if lines:
        st.markdown("\n".join(lines))


def _row(rules: StandingRules, unit: UnitStanding) -> dict[str, object]:
    return {
        "code": unit.row.code,
        "unit": unit.row.name(language()),
        "division": unit.row.division.name(language()),
        "k": {"text": score_text(unit.k), "sort": unit.k},
        "provisional": provisional_cell(unit),
        "missing": _("; ").join(missing_words(rules, unit.missing)),
    }
