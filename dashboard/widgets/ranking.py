"""The ranking of a period: one sentence, the chart, the table, and who is not scored."""

from __future__ import annotations

import streamlit as st

from checklists.exact import half_up, plain
from dashboard.charts.ranking import ranking_chart
from dashboard.looks import GRADES, period_text, score_text
from dashboard.reports import RankedUnit, Ranking
from dashboard.widgets.pickers import choose
from dashboard.widgets.table import Column, grade_cell, table
from dashboard.widgets.unit_score import show_unit, show_waiting
from dashboard.words import _, language


def show_ranking(ranking: Ranking) -> None:
    """Ranked units as a table or as a chart, the units not scored apart."""
    st.markdown(_sentence(ranking))
    st.caption(_("{audits} submitted audits stand behind these scores.", audits=ranking.audits))
    show_waiting(sum(ranking.waiting.values()))
    views = {"table": _("Table"), "chart": _("Chart")}
    # The chart's library takes most of a second to load: it is fetched when it is asked for.
    if choose(_("Show"), views, key="ranking-view", default="table") == "chart":
        _chart(ranking)
    else:
        _table(ranking)
    _missing_sheets(ranking)
    if ranking.not_scored:
        _not_scored(ranking)
    st.caption(
        _(
            "K = K2 ÷ (K1 − K3) × 1000 over all sheets in force; sheets not filled in are in K3. "
            "Equal scores share a place. A last place alone proves nothing about a unit."
        )
    )


def _chart(ranking: Ranking) -> None:
    st.plotly_chart(
        ranking_chart(ranking),
        key="ranking-chart",
        config={"displayModeBar": False},
        alt=_sentence(ranking),
    )


def _sentence(ranking: Ranking) -> str:
    counts = [
        _("{number} {grade}", number=ranking.grades[look.code], grade=_(look.word))
        for look in GRADES
        if ranking.grades[look.code]
    ]
    return _(
        "**{period}**: {units} units ranked — {grades}.",
        period=period_text(ranking.period),
        units=len(ranking.ranked),
        grades=_(", ").join(counts),
    )


def _table(ranking: Ranking) -> None:
    st.caption(_("Touch a unit to see how its score comes about."))
    opened = table(
        [_row(ranking, row) for row in ranking.ranked],
        [
            Column("place", _("Place"), align="right", kind="number"),
            Column("unit", _("Unit")),
            Column("division", _("Division")),
            Column("k", _("K out of 1000"), align="right", kind="number"),
            Column("grade", _("Grade"), kind="grade"),
            Column("k2", _("Obtained K2"), align="right", kind="number"),
            Column("base", _("Scored K1 − K3"), align="right", kind="number"),
            Column("sheets", _("Sheets scored"), align="right", kind="number"),
            Column("audits", _("Number of audits"), align="right", kind="number"),
        ],
        key="ranking",
        caption=_("Ranking {period}", period=period_text(ranking.period)),
        row_id="id",
    )
    chosen = opened or st.session_state.get("ranking-unit")
    st.session_state["ranking-unit"] = chosen
    for row in ranking.ranked:
        if str(row.unit.id) == chosen:
            show_unit(ranking, row)


def _missing_sheets(ranking: Ranking) -> None:
    filled = {m.sheet for row in ranking.ranked for m in row.score.sheets if m.audits}
    missing = [s.name.get(language()) for s in ranking.sheets if s.code not in filled]
    if missing:
        words = _("Sheets nobody filled in, whose points are in K3: {sheets}.")
        st.caption(words.format(sheets=_(", ").join(missing)))


def _row(ranking: Ranking, row: RankedUnit) -> dict[str, object]:
    score = row.score
    filled = sum(1 for means in score.sheets if means.audits)
    return {
        "id": str(row.unit.id),
        "place": row.place,
        "unit": row.unit.name(language()),
        "division": row.unit.division.name(language()),
        "k": {"text": score_text(score.k), "sort": score.k, "title": str(score.k)},
        "grade": grade_cell(row.score.grade),
        "k2": plain(half_up(score.k2, 2)),
        "base": plain(half_up(score.k1 - score.k3, 2)),
        "sheets": _("{filled} of {all}", filled=filled, all=len(ranking.sheets)),
        "audits": score.audits,
    }


def _not_scored(ranking: Ranking) -> None:
    st.subheader(_("Not scored"), anchor=False)
    names = [
        f"{row.unit.division.name(language())} · {row.unit.name(language())}"
        for row in ranking.not_scored
    ]
    st.markdown(
        _(
            "No submitted audit counts for these units in {period}. No score is not 0:",
            period=period_text(ranking.period),
        )
    )
    st.markdown(_("; ").join(names))
