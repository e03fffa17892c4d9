"""The table of a ranking as it may end: place, score and grade now, and what is forecast."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from dashboard.forecasts.ranking import MIDDLE, Prospect, Prospects, moved
from dashboard.looks import PROVISIONAL
from dashboard.risk import words
from dashboard.risk.rankability import told_apart
from dashboard.standings import Standings
from dashboard.standings.placing import place_label
from dashboard.widgets.ranking.parts import (
    offer_rows,
    score_cell,
)
from dashboard.widgets.table import Column, grade_cell, table
from dashboard.words import _, language, period_words, sentences
from db.actors import Actor
from db.rows import DivisionRow

RISING, FALLING, SAME = "▲", "▼", "＝"


def show_table(actor: Actor, stands: Standings, found: Prospects, rows: Sequence[Prospect]) -> None:
    """The official figures of each unit, and what is forecast of it, as an Excel file as well."""
    rose = moved(actor, found, stands.period)
    drawn = [_row(found, row, rose) for row in rows]
    columns = _columns(stands, found, compared=bool(rose))
    title = _("Prospects {period}", period=period_words(stands.period))
    table(drawn, columns, key="ranking-prospects", caption=title)
    if found.shown is not None and not found.shown.forecast.settled:
        st.caption(_read_so([column.key for column in columns]))
    new = [row for row in rows if row.forecast is not None and not row.forecast.comparable]
    for row in new:
        st.caption(words.new_words(row.unit.row.name(language())))
    offer_rows(stands, drawn, columns, _("Prospects"))


def _columns(stands: Standings, found: Prospects, *, compared: bool) -> list[Column]:
    columns = [
        _number("place", _place(stands, found.division)),
        *([Column("moved", _("Since the period before"), wrap=False)] if compared else []),
        Column("unit", _("Unit")),
        _number("k", _("K out of 1000")),
        Column("grade", _("Grade"), kind="grade"),
    ]
    if found.shown is None or found.shown.forecast.settled:
        return columns
    line = f"{found.shown.forecast.line:g}"
    apart = told_apart(found.shown.forecast.rankable)
    return [
        *columns,
        *([_number("places", _("Likely places"))] if apart else []),
        *([] if found.shown.withheld else [_number("last", _("Last"))]),
        _number("below", _("{line} or less", line=line)),
        _number("end", _("K at the end")),
        Column("grade_end", _("Grade at the end"), kind="grade"),
    ]


def _read_so(shown: Sequence[str]) -> str:
    """How the columns that are shown are to be read."""
    spread = _("“K at the end” in brackets holds in 9 of 10 ends.")
    if "places" in shown:
        spread = _("“K at the end” in brackets and “likely places” hold in 9 of 10 ends.")
    chances = _("“Or less” counts out of 100 ends like this one.")
    if "last" in shown:
        chances = _("“Last” and “or less” count out of 100 ends like this one.")
    return sentences(spread, chances, _("The official figures are place, K and grade."))


def _number(key: str, label: str) -> Column:
    return Column(key, label, kind="number", wrap=False)


def _place(stands: Standings, division: DivisionRow | None) -> str:
    return place_label(stands) if division is None else _("Place in the division")


def _row(found: Prospects, row: Prospect, rose: Mapping[int, int]) -> dict[str, object]:
    return {
        "place": row.unit.place,
        "moved": _moved(rose.get(row.unit.row.id)),
        "unit": row.unit.row.name(language()),
        "k": _score(row),
        "grade": grade_cell(row.unit.grade),
        **_ahead(found, row),
    }


def _score(row: Prospect) -> dict[str, object]:
    """The score now, with the shape of what is provisional."""
    cell = score_cell(row.unit)
    mark = f" {PROVISIONAL.shape}" if row.unit.provisional else ""
    return cell | {"text": f"{cell['text']}{mark}"}


def _moved(moved: int | None) -> dict[str, object]:
    """A movement by shape and number together; nothing to compare with is a dash."""
    if moved is None:
        return {"text": "–", "muted": True, "sort": None}
    if moved == 0:
        return {"text": SAME, "muted": True, "sort": 0, "title": _("the same place")}
    shape = RISING if moved > 0 else FALLING
    told = _("{number} places up") if moved > 0 else _("{number} places down")
    return {"text": f"{shape} {abs(moved)}", "sort": moved, "title": told.format(number=abs(moved))}


def _ahead(found: Prospects, row: Prospect) -> dict[str, object]:
    nothing: dict[str, object] = dict.fromkeys(("end", "grade_end", "places", "last", "below"))
    one = row.forecast
    if found.shown is None or one is None or one.spread is None:
        return nothing
    settled = found.shown.forecast.settled
    low, high = one.spread[0], one.spread[-1]
    return {
        "end": {"text": f"{one.spread[MIDDLE]:.0f} ({low:.0f}–{high:.0f})", "sort": one.spread[2]},
        "grade_end": grade_cell(row.grade),
        "places": _places(one.best, one.worst),
        "last": _chance_cell(one.last, settled=settled),
        "below": _chance_cell(one.below, settled=settled),
    }


def _places(best: int | None, worst: int | None) -> dict[str, object] | None:
    if best is None or worst is None:
        return None
    return {"text": str(best) if best == worst else f"{best}–{worst}", "sort": best + worst}


def _chance_cell(chance: float | None, *, settled: bool) -> dict[str, object] | None:
    if chance is None:
        return None
    told = words.number_words(chance, settled=settled)
    return {"text": told, "sort": chance, "muted": chance < words.STEP / 100}
