"""What a score needs behind it and what it lacks, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from checklists.coverage import Missing, Requirement
from checklists.standing_rules import StandingRules
from dashboard.looks import ORIGINS, clause_text
from dashboard.widgets.sheets import sheet_name
from dashboard.widgets.table import Column, table
from dashboard.words import N_, _, language

PARAMETERS = {
    "coefficient_default": N_("Difficulty coefficient where none was set"),
    "coefficient_most": N_("Largest difficulty coefficient"),
    "coverage_year": N_("Year over which audits are counted"),
}


def missing_words(rules: StandingRules, missing: Iterable[Missing]) -> list[str]:
    """What a score lacks, a line a requirement: whose audits, of which sheets, how many."""
    lines: dict[str, list[str]] = {}
    for lack in missing:
        number = _("{filled} of {all}", filled=lack.found, all=lack.needed)
        what = number if lack.sheet is None else f"{sheet_name(lack.sheet)} {number}"
        lines.setdefault(lack.rule, []).append(what)
    return [f"{_name(rules, rule)}{_(': ')}{_(', ').join(found)}" for rule, found in lines.items()]


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


def _name(rules: StandingRules, code: str) -> str:
    found = rules.requirement(code)
    return code if found is None else found.name.get(language())
