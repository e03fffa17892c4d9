"""Divisions by place, one opened with its formula, and the company over all its units."""

from __future__ import annotations

from fractions import Fraction

import streamlit as st

from checklists.exact import half_up, plain
from dashboard.looks import equals, provisional_mark
from dashboard.standings import GroupStanding, Standings, UnitStanding
from dashboard.standings.placing import place_label
from dashboard.view import View
from dashboard.widgets.explain.links import offer_explanation
from dashboard.widgets.ranking.opened import PANEL, opened_code
from dashboard.widgets.ranking.parts import (
    grades_text,
    offer_rows,
    provisional_cell,
    provisional_columns,
    say_moved,
    say_places,
    say_provisional,
    score_cell,
    show_chart,
)
from dashboard.widgets.table import Column, grade_cell, table
from dashboard.words import _, language, period_words

SHOWN = 6
"""Decimals of the sums that a formula shows; they are computed exactly."""


def show_divisions(stands: Standings, view: View, chart: bool) -> None:
    """The divisions with Q by place; one opened shows its units and its formula."""
    rows = stands.divisions
    scored = [group for group in rows if group.k is not None]
    sentence = _(
        "**{period}**: {divisions} divisions ranked — {grades}.",
        period=period_words(stands.period),
        divisions=len(scored),
        grades=grades_text(scored),
    )
    st.markdown(sentence)
    say_places(stands, stands.divisions)
    if chart:
        show_chart(stands, scored, sentence)
    else:
        _divisions(stands, view)
    say_provisional(scored)
    _say_formula()


def show_company(stands: Standings) -> None:
    """The company's Q over all units, with what each division brings into it."""
    company = stands.company
    if company is None:
        return
    st.subheader(f"{_('Company')} · {period_words(stands.period)}", anchor=False)
    _formula(stands, company)
    st.caption(
        _(
            "The company's score is over all its units, and not the mean of its divisions. "
            "What the divisions bring into both sums:"
        )
    )
    rows = [_share(group) for group in stands.divisions]
    columns = [
        Column("division", _("Division")),
        Column("counted", _("Units counted"), align="right", kind="number"),
        Column("left_out", _("Not scored"), align="right", kind="number"),
        Column("weight", "Σp", align="right", kind="number"),
        Column("weighted", "Σ(p·q)", align="right", kind="number"),
        Column("k", _("Q out of 1000"), align="right", kind="number"),
        Column("grade", _("Grade"), kind="grade"),
        *provisional_columns(stands.divisions),
    ]
    told = _("What the divisions bring into the company's score")
    table(rows, columns, key="ranking-company", caption=told)
    offer_explanation(View(period=str(stands.period)), key="explain-company")
    say_provisional([company])
    _say_formula()
    offer_rows(stands, rows, columns, _("Company"))


def _divisions(stands: Standings, view: View) -> None:
    st.caption(_("Touch a division to see how its score comes about."))
    rows = [_division(group) for group in stands.divisions]
    columns = _division_columns(stands)
    opened = table(
        rows,
        columns,
        key="ranking-divisions",
        caption=_("Divisions {period}", period=period_words(stands.period)),
        row_id="code",
        opens="division",
        panel=PANEL,
    )
    offer_rows(stands, rows, columns, _("Ranking of divisions"))
    chosen = opened_code("division", opened, view)
    for group in stands.divisions:
        if group.row is not None and group.row.code == chosen:
            with st.container(key=f"{PANEL}-{chosen}"):
                _open(stands, group, group.row.name(language()))


def _division_columns(stands: Standings) -> list[Column]:
    return [
        Column("place", place_label(stands), align="right", kind="number"),
        Column("division", _("Division")),
        Column("k", _("Q out of 1000"), align="right", kind="number"),
        Column("grade", _("Grade"), kind="grade"),
        *provisional_columns(stands.divisions),
        Column("counted", _("Units counted"), align="right", kind="number"),
        Column("left_out", _("Not scored"), align="right", kind="number"),
        Column("weight", _("Sum of coefficients"), align="right", kind="number"),
        Column("audits", _("Number of audits"), align="right", kind="number"),
    ]


def _open(stands: Standings, group: GroupStanding, name: str) -> None:
    st.subheader(f"{name} · {period_words(stands.period)}", anchor=False)
    _formula(stands, group)
    rows = [_unit(unit) for unit in group.units]
    columns = [
        Column("unit", _("Unit")),
        Column("p", _("p, difficulty coefficient"), align="right", kind="number"),
        Column("q", _("q, score rate"), align="right", kind="number"),
        Column("pq", "p·q", align="right", kind="number"),
        Column("k", _("K out of 1000"), align="right", kind="number"),
        Column("grade", _("Grade"), kind="grade"),
        *provisional_columns(group.units),
        Column("audits", _("Number of audits"), align="right", kind="number"),
    ]
    table(rows, columns, key="ranking-division-units", caption=_("Units of the division"))
    if group.row is not None:
        place = View(period=str(stands.period), division=group.row.code)
        offer_explanation(place, key="explain-division")
    say_moved(stands, group.units)
    offer_rows(stands, rows, columns, name)


def _formula(stands: Standings, group: GroupStanding) -> None:
    full = plain(stands.scheme.full_marks.value)
    if group.k is None:
        st.markdown(_("No unit is scored, so there is no score; that is not 0."))
        return
    weighted, weight = _number(group.mean.weighted), _number(group.mean.weight)
    sign = equals(group.mean.weighted, group.mean.weight, group.exact)
    score = f"**{plain(group.k)}**{provisional_mark(group.provisional)}"
    st.markdown(f"Q = Σ(p·q) ÷ Σp × {full} = {weighted} ÷ {weight} × {full} {sign} {score}")
    st.caption(
        _(
            "{counted} units count, {left_out} are not scored and drop out with their weight. "
            "{audits} audits stand behind it.",
            counted=group.mean.counted,
            left_out=group.mean.left_out,
            audits=group.audits,
        )
    )


def _division(group: GroupStanding) -> dict[str, object]:
    row = group.row
    return _share(group) | {
        "code": None if row is None else row.code,
        "place": group.place,
        "audits": group.audits,
    }


def _share(group: GroupStanding) -> dict[str, object]:
    return {
        "division": "" if group.row is None else group.row.name(language()),
        "counted": group.mean.counted,
        "left_out": group.mean.left_out,
        "weight": _number(group.mean.weight),
        "weighted": _number(group.mean.weighted),
        "k": score_cell(group),
        "grade": grade_cell(group.grade),
        "provisional": provisional_cell(group),
    }


def _unit(unit: UnitStanding) -> dict[str, object]:
    rate = unit.score.rate
    return {
        "unit": unit.row.name(language()),
        "p": unit.coefficient,
        "q": None if rate is None else _number(rate),
        "pq": None if rate is None else _number(rate * Fraction(unit.coefficient)),
        "k": score_cell(unit),
        "grade": grade_cell(unit.grade),
        "provisional": provisional_cell(unit),
        "audits": unit.audits,
    }


def _number(value: Fraction) -> str:
    """An exact number as a formula shows it, rounded."""
    return plain(half_up(value, SHOWN))


def _say_formula() -> None:
    st.caption(
        _(
            "Q = Σ(p·q) ÷ Σp × 1000, where p is a unit's difficulty coefficient and q its score "
            "rate. Sums are shown rounded and computed exactly."
        )
    )
