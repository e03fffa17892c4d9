"""What if, of all scores of a period: other coefficients, other grades, audits left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from checklists.errors import WordedError
from checklists.exact import plain
from dashboard.looks import OCCASIONS, grade_look, score_text, with_division
from dashboard.standings import Standings
from dashboard.what_if.asked import SCORES, ScoresAsked, check_room, coefficient, read_scores
from dashboard.what_if.scores import Change, ScoresSupposed
from dashboard.what_if.supposing import Reckoned, audits_of, suppose_scores
from dashboard.widgets.pickers import choose
from dashboard.widgets.table import table
from dashboard.widgets.what_if.address import (
    keep,
    offer_clear,
    query,
    say_faults,
    say_shared,
    say_supposed,
)
from dashboard.widgets.what_if.cells import group_columns, group_row, unit_columns, unit_row
from dashboard.words import _, language, say
from db.actors import Actor
from db.rows import AuditRow

KEY = "what-if-scores"


def show_what_if(actor: Actor, stands: Standings) -> None:
    """What is supposed, and what would come of it; nothing is reckoned while nothing is."""
    if not stands.units:
        return
    full = stands.scheme.full_marks.value
    asked, faults = read_scores(query(SCORES), len(stands.scheme.grades), full)
    opened = bool(asked or faults)
    with st.expander(_("What if …"), expanded=opened, icon=":material/help_center:", key=KEY):
        found = suppose_scores(actor, stands.period, asked) if asked else None
        faults += () if found is None else found.faults
        if faults:
            say_faults(faults, SCORES, KEY)
            return
        _ask(actor, stands, asked)
        if found is not None and found.supposed is not None:
            _show(found, found.supposed, asked)


def _ask(actor: Actor, stands: Standings, asked: ScoresAsked) -> None:
    kinds = {
        "coefficients": _("A coefficient"),
        "grades": _("Grade bounds"),
        "audit": _("An audit left out"),
    }
    kind = choose(
        _("What is supposed"), kinds, key=f"{KEY}-kind", default="coefficients", hidden=True
    )
    if kind == "grades":
        _ask_grades(stands, asked)
    elif kind == "audit":
        _ask_audit(actor, stands, asked)
    else:
        _ask_coefficient(stands, asked)


def _ask_coefficient(stands: Standings, asked: ScoresAsked) -> None:
    rows = {unit.row.code: unit.row for unit in stands.units}
    names = {
        unit.row.code: f"{with_division(unit.row)} ({plain(unit.coefficient)})"
        for unit in stands.units
    }
    with st.form(f"{KEY}-coefficient", border=False):
        left, right = st.columns([3, 1])
        unit = left.selectbox(
            _("Unit"),
            list(names),
            index=None,
            format_func=names.__getitem__,
            placeholder=_("Choose a unit"),
        )
        value = right.text_input(_("Difficulty coefficient"), max_chars=12)
        sent = st.form_submit_button(_("Suppose it"), type="primary")
    if not sent:
        return
    if unit is None or not value.strip():
        st.error(_("Choose a unit and enter its coefficient."), icon=":material/error:")
        return
    others = {code: text for code, text in asked.coefficients.items() if code != unit}
    try:
        check_room(others, with_division(rows[unit]))
        fits = coefficient(with_division(rows[unit]), value, stands.rules.coefficient_most.value)
    except WordedError as error:
        st.error(say(error), icon=":material/error:")
        return
    _keep(replace(asked, coefficients={**others, unit: plain(fits)}))


def _ask_grades(stands: Standings, asked: ScoresAsked) -> None:
    bands = sorted(stands.scheme.grades, key=lambda band: band.low, reverse=True)[:-1]
    held = asked.bands or tuple(band.low for band in bands)
    with st.form(f"{KEY}-grades", border=False):
        columns = st.columns(len(bands))
        typed = [
            column.text_input(
                _("{grade} above", grade=grade_look(band.code).label), plain(value), max_chars=8
            )
            for column, band, value in zip(columns, bands, held, strict=True)
        ]
        sent = st.form_submit_button(_("Suppose it"), type="primary")
    if not sent:
        return
    full = stands.scheme.full_marks.value
    line = ",".join(one.strip() for one in typed)
    read, faults = read_scores({"bands": [line]}, len(bands) + 1, full)
    if faults:
        say = _("Enter falling numbers between 0 and {full}, one for each grade.", full=plain(full))
        st.error(say, icon=":material/error:")
        return
    _keep(replace(asked, bands=read.bands))


def _ask_audit(actor: Actor, stands: Standings, asked: ScoresAsked) -> None:
    rows = {unit.row.code: unit.row for unit in stands.units if unit.audits}
    unit = st.selectbox(
        _("Unit"),
        list(rows),
        index=None,
        format_func=lambda code: with_division(rows[code]),
        placeholder=_("Choose a unit"),
        key=f"{KEY}-unit",
    )
    if unit is None:
        return
    found = {row.id: row for row in audits_of(actor, stands.period, rows[unit])}
    offered = [key for key in found if key not in asked.without]
    if not offered:
        st.caption(_("You see no audit of this unit that could be left out."))
        return
    names = {sheet.code: sheet.name.get(language()) for sheet in stands.sheets}
    with st.form(f"{KEY}-audit", border=False):
        chosen = st.selectbox(
            _("Audit"), offered, format_func=lambda key: _audit(found[key], names)
        )
        sent = st.form_submit_button(_("Leave it out"), type="primary")
    if not sent or chosen is None:
        return
    try:
        check_room(asked.without, _audit(found[chosen], names))
    except WordedError as error:
        st.error(say(error), icon=":material/error:")
        return
    _keep(replace(asked, without=(*asked.without, chosen)))


def _keep(asked: ScoresAsked) -> None:
    keep(asked.query())
    st.rerun()


def _show(found: Reckoned, supposed: ScoresSupposed, asked: ScoresAsked) -> None:
    say_supposed()
    _offer_less(found, asked)
    changed = [one for one in supposed.units if one.changes]
    st.markdown(_sentence(supposed))
    if supposed.groups:
        table(
            [group_row(one) for one in supposed.groups],
            group_columns(),
            key=f"{KEY}-groups",
            caption=_("Divisions and the company, as supposed"),
        )
    if changed:
        table(
            [unit_row(one) for one in changed],
            unit_columns(),
            key=f"{KEY}-units",
            caption=_("Units that change, as supposed"),
            max_height=560,
        )
    say_shared()


def _sentence(supposed: ScoresSupposed) -> str:
    """How many units and divisions would change; coefficients change divisions alone."""
    divisions = [one for one in supposed.groups if one.row is not None]
    of_units = _(
        "{scores} of {rows} units would have another score, {grades} another grade, {places} "
        "another place.",
        **_number(supposed.units),
    )
    of_divisions = _(
        "{scores} of {rows} divisions would have another score, {grades} another grade, {places} "
        "another place.",
        **_number(divisions),
    )
    return f"**{of_units}** **{of_divisions}**" if divisions else f"**{of_units}**"


def _number(rows: Sequence[Change[Any]]) -> dict[str, int]:
    """How many rows there are, and of how many the score, the grade and the place would change."""
    return {
        "rows": len(rows),
        "scores": sum(one.before.k != one.after.k for one in rows),
        "grades": sum(one.before.grade != one.after.grade for one in rows),
        "places": sum(one.before.place != one.after.place for one in rows),
    }


def _offer_less(found: Reckoned, asked: ScoresAsked) -> None:
    """A button for each supposition that takes it out, and one for all of them."""
    with st.container(horizontal=True):
        for number, (words, less) in enumerate(_each(found, asked)):
            if st.button(words, icon=":material/close:", key=f"{KEY}-less-{number}"):
                _keep(less)
        offer_clear(SCORES, KEY)


def _each(found: Reckoned, asked: ScoresAsked) -> Iterator[tuple[str, ScoresAsked]]:
    """Every supposition in words, and what is asked without it."""
    names = {unit.row.code: unit.row.name(language()) for unit in found.stands.units}
    for code, value in asked.coefficients.items():
        others = {one: text for one, text in asked.coefficients.items() if one != code}
        words = _("Coefficient of {unit}: {value}", unit=names[code], value=value)
        yield words, replace(asked, coefficients=others)
    if asked.bands:
        told = " / ".join(plain(one) for one in asked.bands)
        yield _("Grade bounds {bounds}", bounds=told), replace(asked, bands=())
    sheets = {sheet.code: sheet.name.get(language()) for sheet in found.stands.sheets}
    for row in found.without:
        left = tuple(key for key in asked.without if key != row.id)
        unit = row.unit.name(language())
        words = _("Without the audit of {unit}: {audit}", unit=unit, audit=_audit(row, sheets))
        yield words, replace(asked, without=left)


def _audit(row: AuditRow, sheets: dict[str, str]) -> str:
    parts = [row.audited_on.isoformat(), sheets.get(row.sheet, row.sheet), _(OCCASIONS[row.kind])]
    return " · ".join([*parts, *([] if row.k is None else [score_text(row.k)])])
