"""By what divisions are weighed and when a score is provisional, with what it rests on."""

from __future__ import annotations

import streamlit as st

from checklists.coverage import Requirement
from checklists.standing_rules import StandingRules
from dashboard.looks import ORIGINS, clause_text
from dashboard.widgets.sheets import sheet_name
from dashboard.widgets.table import Column, table
from dashboard.words import N_, _, language

PARAMETERS = {
    "coefficient_default": N_("Difficulty coefficient where none was set"),
    "coefficient_most": N_("Largest difficulty coefficient"),
    "coefficient_far": N_("Times more or less that a coefficient is asked about"),
    "coverage_year": N_("Year over which audits are counted"),
}


def show_standing_rules(rules: StandingRules) -> None:
    """By what divisions are weighed and when a score is provisional, with what it rests on."""
    st.subheader(_("Weights and coverage"), anchor=False)
    st.caption(_("A score with fewer audits behind it than are asked for here is provisional."))
    resting = rules.resting()
    table(
        [
            {
                "name": _parameter(rules, name),
                "value": _value(rules, name),
                "clause": clause_text(str(one.reference)),
                "origin": _(ORIGINS[one.origin])
                + ("" if one.reason is None else _(": ") + one.reason.get(language())),
            }
            for name, one in resting.items()
        ],
        [
            Column("name", _("Parameter")),
            Column("value", _("Value")),
            Column("clause", _("Clause")),
            Column("origin", _("Rests on")),
        ],
        key="catalogue-standings",
        caption=_("Weights and coverage"),
    )


def _parameter(rules: StandingRules, name: str) -> str:
    asked = rules.resting()[name]
    return asked.name.get(language()) if isinstance(asked, Requirement) else _(PARAMETERS[name])


def _value(rules: StandingRules, name: str) -> str:
    asked = rules.resting()[name]
    if isinstance(asked, Requirement):
        return _requirement(asked)
    if name == "coverage_year":
        return rules.coverage_year.wording.get(language())
    return str(getattr(rules, name).value)


def _requirement(asked: Requirement) -> str:
    if not asked.sheets:
        return _("at least {least} a year, of any sheet", least=asked.least)
    sheets = _(", ").join(sheet_name(code) for code in asked.sheets)
    return _("at least {least} a year of each: {sheets}", least=asked.least, sheets=sheets)
