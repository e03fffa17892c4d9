"""What audits a score lacks, in words, and the way to begin one."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from checklists.coverage import Missing
from checklists.periods import Period
from checklists.standing_rules import StandingRules
from dashboard.looks import today
from dashboard.measured.fields import SHEETS as ENTERED
from dashboard.standings import UnitStanding
from dashboard.widgets.places import go
from dashboard.widgets.sheets import sheet_name
from dashboard.widgets.who import me
from dashboard.words import _, language
from db.actors import Role


def missing_words(rules: StandingRules, missing: Iterable[Missing]) -> list[str]:
    """What a score lacks, a line a requirement: whose audits, of which sheets, how many."""
    lines: dict[str, list[str]] = {}
    for lack in missing:
        number = _("{filled} of {all} audits", filled=lack.found, all=lack.needed)
        asked = rules.requirement(lack.rule)
        # Of a requirement of one sheet the name says it already.
        alone = lack.sheet is None or (asked is not None and len(asked.sheets) == 1)
        if not alone:
            name = sheet_name(lack.sheet or "")
            number = _("{sheet}: {number}", sheet=name, number=number)
        rule = lack.rule if asked is None else asked.name.get(language())
        lines.setdefault(rule + _(": "), []).append(number)
    return [rule + _("; ").join(found) for rule, found in lines.items()]


def show_missing(rules: StandingRules, unit: UnitStanding) -> None:
    """What one unit lacks, and a button a sheet for those who may begin an audit."""
    if not unit.missing:
        return
    st.markdown(_("**What is missing** for a year's coverage:"))
    st.markdown("\n".join(f"- {line}" for line in missing_words(rules, unit.missing)))
    actor = me().actor
    if not (actor.may_all or actor.holds(Role.INSPECTOR)):
        return
    lacking = dict.fromkeys(lack.sheet for lack in unit.missing if lack.sheet is not None)
    with st.container(horizontal=True):
        for sheet in lacking:
            _begin(unit, sheet)


def _begin(unit: UnitStanding, sheet: str) -> None:
    entered = sheet in ENTERED
    name = sheet_name(sheet)
    label = _("Enter: {sheet}", sheet=name) if entered else _("Begin: {sheet}", sheet=name)
    if not st.button(label, key=f"begin-{unit.row.code}-{sheet}", icon=":material/edit_square:"):
        return
    if entered:
        month = str(Period.month_of(today()))
        go("measured", period=month, unit=unit.row.code, sheet=sheet)
    st.session_state["unit"] = unit.row.id
    go(sheet)
