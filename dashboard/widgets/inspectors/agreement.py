"""How far two inspectors agreed who audited the same thing apart."""

from __future__ import annotations

from typing import Any

import streamlit as st

from checklists.periods import Period
from dashboard.inspectors.comparing import Agreement, Pair, agreement
from dashboard.looks import period_text
from dashboard.widgets.downloads import offer_table
from dashboard.widgets.places import go
from dashboard.widgets.sheets import sheet_name
from dashboard.widgets.table import Column, table
from dashboard.words import _, language, ngettext, sentences
from db.actors import Actor

OPENED = "agreement-opened"


def show_agreement(actor: Actor, period: Period) -> None:
    """The two figures of agreement in words, and the double audits behind them."""
    found = agreement(actor, period)
    if not found.pairs:
        words = _("No double audit of this period was handed in by both inspectors yet.")
        planned = ngettext(
            "{number} is planned.", "{number} are planned.", found.planned, number=found.planned
        )
        st.markdown(sentences(words, planned if found.planned else ""))
        return
    st.markdown(_sentence(found))
    st.markdown(_figure(_("Scores (ICC)"), found.icc, found))
    st.markdown(_figure(_("Items (alpha)"), found.alpha, found))
    st.caption(
        _(
            "1 is full agreement, 0 no more than by chance. ICC(A,1) compares the two scores of "
            "each double audit, Krippendorff's alpha the shares of points taken off each item."
        )
    )
    rows = [_row(pair) for pair in found.pairs]
    columns = [
        Column("unit", _("Unit")),
        Column("sheet", _("Sheet")),
        Column("day", _("Planned for"), kind="code"),
        Column("first", _("First inspector"), wrap=False),
        Column("first_score", _("Score"), align="right", kind="number"),
        Column("second", _("Second inspector"), wrap=False),
        Column("second_score", _("Score"), align="right", kind="number"),
        Column("apart", _("Difference"), align="right", kind="number"),
        Column("items", _("Items that differ"), align="right", kind="number"),
    ]
    title = _("Double audits")
    name = f"{title} · {period_text(str(period))}"
    opened = table(rows, columns, key="agreement", caption=name, row_id="id")
    offer_table(rows, columns, name, about=_("Shown and never applied to a score."))
    if opened:
        st.session_state[OPENED] = opened
    pair = next((p for p in found.pairs if p.row.id == st.session_state.get(OPENED)), None)
    if pair is not None:
        _open(pair)


def _sentence(found: Agreement) -> str:
    apart = [abs(one - other) for one, other in (pair.scores for pair in found.pairs)]
    return ngettext(
        "In {number} double audit the two scores lie {mean} points apart.",
        "In {number} double audits the two scores lie {mean} points apart on average.",
        len(apart),
        number=len(apart),
        mean=f"{sum(apart) / len(apart):.1f}",
    )


def _figure(word: str, value: float | None, found: Agreement) -> str:
    told = _("not known, since nothing varied")
    if value is not None:
        told = f"**{value:.2f}**"
    elif len(found.pairs) < 2:
        told = _("not known from so few double audits")
    return f"{word}{_(': ')}{told}"


def _row(pair: Pair) -> dict[str, Any]:
    first, second = pair.scores
    return {
        "id": pair.row.id,
        "unit": pair.row.unit.name(language()),
        "sheet": sheet_name(pair.row.sheet),
        "day": pair.row.planned_for.isoformat(),
        "first": pair.inspectors[0].name,
        "first_score": _number(first),
        "second": pair.inspectors[1].name,
        "second_score": _number(second),
        "apart": _number(abs(round(first, 1) - round(second, 1))),
        "items": {"text": f"{pair.differing} / {pair.compared}", "sort": pair.differing},
    }


def _number(value: float) -> dict[str, Any]:
    return {"text": f"{value:.1f}", "sort": round(value * 10)}


def _open(pair: Pair) -> None:
    with st.container(horizontal=True):
        for person, key in zip(pair.inspectors, pair.audits, strict=True):
            words = _("Open the audit of {name}", name=person.name)
            if st.button(words, icon=":material/open_in_new:", key=f"open-{key}"):
                go(pair.row.sheet, audit=key)
