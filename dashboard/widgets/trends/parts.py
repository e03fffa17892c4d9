"""What every view of the trends is made of: a sentence, a chart, what is behind it, a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from dashboard.looks import grade_look, score_text
from dashboard.trends.exact import Point
from dashboard.view import WORDS, View
from dashboard.widgets.downloads import offer_table
from dashboard.widgets.picture import offer_picture
from dashboard.widgets.table import Column, table
from dashboard.widgets.view_filter import chosen_words, narrow
from dashboard.words import _, ngettext


def is_dark() -> bool:
    """Whether the reader's page is dark."""
    return st.context.theme.type == "dark"


def draw(figure: Any, sentence: str, *, key: str) -> None:
    """A chart under the sentence that says what it shows; the sentence is read aloud for it."""
    st.plotly_chart(
        figure, key=key, config={"displayModeBar": False}, alt=sentence.replace("*", "")
    )


def behind(audits: int) -> None:
    """How many audits stand behind what is shown."""
    st.caption(
        ngettext(
            "{audits} audit stands behind these figures.",
            "{audits} audits stand behind these figures.",
            audits,
            audits=audits,
        )
    )


def listed(
    rows: Sequence[Mapping[str, Any]],
    columns: Sequence[Column],
    *,
    chart: str,
    name: str,
    about: str,
    row_id: str | None = None,
    max_height: int | None = None,
    drawn: bool = True,
) -> str | None:
    """The table under a chart, and both to download; the id of the row that was opened.

    Where the chart is not `drawn` there is no picture of it.
    """
    key = f"{chart}-table"
    opened = table(rows, columns, key=key, caption=name, row_id=row_id, max_height=max_height)
    with st.container(horizontal=True, vertical_alignment="center", key=f"{chart}-files"):
        offer_table(rows, columns, name, about=about)
        if drawn:
            offer_picture(chart, name, about=about)
    return opened


def score_cell(point: Point) -> dict[str, Any] | None:
    """A score with the shape of its grade; a dash where nothing was scored."""
    if point.score is None:
        return None
    look = grade_look(point.grade)
    text = score_text(point.score)
    title = f"{point.score} · {_(look.word)} · " + ngettext(
        "{total} audit", "{total} audits", point.audits, total=point.audits
    )
    if point.provisional:
        text, title = f"{text}\u2009◌", f"{title} · {_('Provisional')}"
    return {
        "text": text,
        "sort": point.score,
        "shape": look.shape,
        "colour": look.colour,
        "title": title,
    }


def month_columns(months: Sequence[str]) -> list[Column]:
    """A column a month; they are many, so that none has room for an arrow to sort by."""
    return [Column(month, month, kind="number", width="4.4em", sortable=False) for month in months]


def month_cells(months: Sequence[str], points: Sequence[Point]) -> dict[str, Any]:
    """The scores of a row by month."""
    return {month: score_cell(point) for month, point in zip(months, points, strict=True)}


def span(months: Sequence[str]) -> str:
    """The first and the last of some months."""
    return months[0] if len(months) == 1 else f"{months[0]} – {months[-1]}"


def about(view: View) -> str:
    """The filters that are set, for the line under a file's title."""
    told = [
        f"{_(WORDS[part])}{_(': ')}{words}"
        for part, words in chosen_words(view).items()
        if part != "period"
    ]
    if view.filtered:
        told.append(_("Only the chosen audits are counted: this is not the official score."))
    return _("; ").join(told)


def nothing(view: View, words: str = "") -> None:
    """No audit fits the view: what to do next, with the button to do it; `words` say what lacks."""
    with st.container(border=True):
        unit = chosen_words(view).get("unit")
        if words:
            st.markdown(words)
        st.markdown(
            _("No audit counts here. Take a filter out, or choose another period.")
            if unit is None
            else _(
                "Nothing was found for {unit}. Take a filter out, or choose another period.",
                unit=unit,
            )
        )
        wide = View(period=view.period)
        if view != wide and st.button(_("Take the filters out"), type="primary"):
            narrow(wide)
