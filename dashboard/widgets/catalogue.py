"""A sheet and its scheme as they hold on a day, with what every figure rests on."""

from __future__ import annotations

import streamlit as st

from checklists.catalogue_loader import load_catalogue
from checklists.exact import plain
from checklists.model import Item, Resting, Scheme, Sheet, Treatment
from dashboard.looks import ORIGINS, clause_text, today
from dashboard.policy_words import policy_words
from dashboard.rule_words import rule_words
from dashboard.widgets.downloads import offer_table
from dashboard.widgets.table import Column, grade_cell, table
from dashboard.words import N_, _, language

PARAMETERS = {
    "in_force": N_("In force"),
    "full_marks": N_("Full marks"),
    "judgement_step": N_("Smallest step of a judgement"),
    "formula": N_("Score of a unit, formula (1)"),
    "division_formula": N_("Score of a division, formula (2)"),
    "grade_bounds": N_("Bounds of grades"),
    "step_rounding": N_("Steps beyond a target"),
    "awards": N_("Bonus and demerit"),
    "repeats": N_("Repeated deductions"),
    "several_audits": N_("Several audits of a sheet"),
    "missing_sheet": N_("Sheets not filled in"),
    "skip_default": N_("“Not applicable”, where an item says nothing of its own"),
    "skip_limit": N_("Share of points left out beyond which a division head confirms"),
    "repeat_lookback_months": N_("Months in which a finding counts as repeated"),
    "repeat_multiplier": N_("Multiplier of repeated findings"),
}


def pick_sheet() -> Sheet:
    """Choose a sheet, as it holds today."""
    sheets = load_catalogue().sheets(today())
    code = st.selectbox(
        _("Sheet"),
        list(sheets),
        format_func=lambda code: sheets[code].name.get(language()),
        key="catalogue-sheet",
        filter_mode=None,
        persist_state="session",
    )
    return sheets[code]


def show_sheet(sheet: Sheet) -> None:
    """The items of a sheet, a table a section."""
    st.markdown(
        _(
            "{items} items, {points} points · {clause} · in force from {start}",
            items=len(sheet.items),
            points=plain(sheet.points),
            clause=clause_text(str(sheet.reference)),
            start=sheet.valid_from.isoformat(),
        )
    )
    for section in sheet.sections:
        st.subheader(section.name.get(language()), anchor=False)
        table(
            [_row(sheet, item) for item in sheet.items if item.section == section.code],
            _columns(),
            key=f"catalogue-{sheet.code}-{section.code}",
            caption=section.name.get(language()),
        )
    sections = {section.code: section.name.get(language()) for section in sheet.sections}
    offer_table(
        [_row(sheet, item) | {"section": sections[item.section]} for item in sheet.items],
        [Column("section", _("Category")), *_columns()],
        f"{sheet.name.get(language())} · {sheet.valid_from.isoformat()}",
        about=clause_text(str(sheet.reference)),
    )


def show_scheme(scheme: Scheme) -> None:
    """The grades and the parameters of a scheme, each with what it rests on."""
    st.subheader(scheme.name.get(language()), anchor=False)
    table(
        [_grade_row(scheme, position) for position in range(len(scheme.grades))],
        [Column("grade", _("Grade"), kind="grade"), Column("scores", _("Scores"))],
        key="catalogue-grades",
        caption=_("Grades"),
    )
    table(
        [_parameter(name, resting) for name, resting in scheme.resting().items()],
        [
            Column("name", _("Parameter")),
            Column("value", _("Value")),
            Column("clause", _("Clause")),
            Column("origin", _("Rests on")),
        ],
        key="catalogue-scheme",
        caption=_("Parameters of the scheme"),
    )


def _columns() -> list[Column]:
    return [
        Column("code", _("Item"), kind="code"),
        Column("group", _("Group"), width="7rem"),
        Column("wording", _("Requirement"), width="22rem"),
        Column("points", _("Points"), align="right", kind="number"),
        Column("rule", _("Rule"), width="13rem"),
        Column("policy", _("Skipping and proof"), width="12rem"),
        Column("clause", _("Clause"), width="8rem"),
        Column("origin", _("Rests on"), width="14rem"),
    ]


def _row(sheet: Sheet, item: Item) -> dict[str, object]:
    note = "" if item.note is None else " · " + item.note.get(language())
    return {
        "code": item.code,
        "group": item.group.get(language()),
        "wording": item.wording.get(language()) + note,
        "points": plain(item.rule.points),
        "rule": rule_words(item.rule),
        "policy": policy_words(sheet, item) or None,
        "clause": clause_text(str(item.reference)),
        "origin": _origin(item),
    }


def _grade_row(scheme: Scheme, position: int) -> dict[str, object]:
    band = scheme.grades[position]
    low = "[" if band.low_included else "("
    return {
        "grade": grade_cell(band.code),
        "scores": f"{low}{plain(band.low)}, {plain(band.high)}]",
    }


def _parameter(name: str, resting: Resting) -> dict[str, object]:
    value = getattr(resting, "value", "")
    words = resting.wording.get(language()) if isinstance(resting, Treatment) else str(value)
    return {
        "name": _(PARAMETERS[name]),
        "value": words or None,
        "clause": clause_text(str(resting.reference)),
        "origin": _origin(resting),
    }


def _origin(resting: Resting) -> str:
    word = _(ORIGINS[resting.origin])
    return word if resting.reason is None else word + _(": ") + resting.reason.get(language())
