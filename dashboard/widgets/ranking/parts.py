"""What the levels of a ranking share: sentences, cells of scores, the chart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import streamlit as st

from dashboard.charts.ranking import ranking_chart
from dashboard.looks import GRADES, PROVISIONAL, score_text
from dashboard.standings import GroupStanding, Standings, UnitStanding
from dashboard.widgets.downloads import offer_table
from dashboard.widgets.picture import offer_picture
from dashboard.widgets.table import Column
from dashboard.words import _, period_words

Standing = UnitStanding | GroupStanding


def grades_text(rows: Sequence[Standing]) -> str:
    """How many have each grade: 3 excellent, 5 good."""
    number = Counter(row.grade for row in rows)
    return _(", ").join(
        _("{number} {grade}", number=number[look.code], grade=_(look.word))
        for look in GRADES
        if number[look.code]
    )


def say_places(stands: Standings, rows: Sequence[Standing]) -> None:
    """Among whom places are, where that is not the whole company."""
    number = sum(row.k is not None for row in rows)
    if stands.whole or not number:
        return
    if number == 1:
        words = _("You see only one here, and so there is no place.")
    elif isinstance(rows[0], GroupStanding):
        words = _("Places are among the {number} divisions you see, not in the company.")
    else:
        words = _("Places are among the {number} units you see, not in the company.")
    st.caption(words.format(number=number))


def score_cell(row: Standing) -> dict[str, object]:
    """The score of a row with one decimal; all six where one rests on it."""
    return {
        "text": score_text(row.k),
        "sort": row.k,
        "title": None if row.k is None else str(row.k),
    }


def provisional_columns(rows: Sequence[Standing]) -> list[Column]:
    """The column that says which scores are provisional, where any is."""
    any_is = any(row.provisional for row in rows)
    return [Column("provisional", _("Standing"), kind="state")] if any_is else []


def provisional_cell(row: Standing) -> dict[str, object] | None:
    """The mark of a provisional score: shape and word together."""
    if not row.provisional:
        return None
    return {"text": _(PROVISIONAL.word), "shape": PROVISIONAL.shape, "colour": PROVISIONAL.colour}


def show_chart(stands: Standings, rows: Sequence[Standing], sentence: str) -> None:
    """The scored rows over the grade bands, with the word for what is provisional."""
    st.plotly_chart(
        ranking_chart(rows, stands.scheme, period_words(stands.period)),
        key="ranking-chart",
        config={"displayModeBar": False},
        alt=sentence,
    )
    offer_picture("ranking-chart", " · ".join((_("Ranking"), period_words(stands.period))))


def say_provisional(rows: Sequence[Standing]) -> None:
    """What the mark means, where any score carries it."""
    if any(row.provisional for row in rows):
        words = _("Provisional: fewer audits stand behind it than are asked for; see “Coverage”.")
        st.caption(f"{PROVISIONAL.shape} {words}")


def say_moved(stands: Standings, units: Sequence[UnitStanding]) -> None:
    """How a unit counts that came to its division within the period, where one did."""
    if not any(unit.moved is not None for unit in units):
        return
    if stands.whole or stands.seal is not None:
        words = _("A unit that moved counts where it belongs on the last day, with all its audits.")
    else:
        words = _(
            "A unit that moved shows here what was audited since; the official ranking counts "
            "all its audits of the period."
        )
    st.caption(words)


def offer_rows(
    stands: Standings, rows: Sequence[Mapping[str, object]], columns: Sequence[Column], name: str
) -> None:
    """The rows as an Excel file, named after what they are and the period."""
    offer_table(rows, columns, " · ".join((name, period_words(stands.period))))
