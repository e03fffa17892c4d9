"""What a seal will freeze, what it will shut out, and what coverage lacks."""

from __future__ import annotations

from collections.abc import Iterator

import streamlit as st

from checklists.coverage import Missing
from dashboard.looks import grade_look, score_text, state_text
from dashboard.periods.sealing import BeforeSealing
from dashboard.standings.rows import Standings
from dashboard.widgets.coverage import missing_words
from dashboard.widgets.periods.changes import show_changes
from dashboard.widgets.sheets import sheet_name
from dashboard.widgets.table import Column, table
from dashboard.words import _, language, ngettext, period_words
from db.rows import AuditRow, DivisionRow, UnitRow


def show_before(before: BeforeSealing) -> None:
    """The figures that will be frozen, then by name what will not be in them."""
    st.markdown(_("What will be sealed:") + " " + figures_sentence(before.stands))
    _restated(before)
    _shut_out(before)
    show_coverage(before.stands, "to-seal")


def figures_sentence(stands: Standings) -> str:
    """How many units are scored, and the score of the company where the reader sees it."""
    scored = sum(1 for unit in stands.units if unit.k is not None)
    words = _(
        "**{period}**: {scored} of {units} units scored, {audits} audits count.",
        period=period_words(stands.period),
        scored=scored,
        units=len(stands.units),
        audits=stands.audits,
    )
    if stands.company is None or stands.company.k is None:
        return words
    look = grade_look(stands.company.grade)
    company = _(
        "Company: {score} / 1000 {grade}.", score=score_text(stands.company.k), grade=look.label
    )
    return f"{words} {company}"


def _restated(before: BeforeSealing) -> None:
    """What sealing again will change, before it is confirmed."""
    for period, changes in before.changes.items():
        title = _("What changes against the last seal of {period}", period=period_words(period))
        st.subheader(title, anchor=False)
        show_changes(changes, key=f"to-restate-{period}", caption=title)


def _shut_out(before: BeforeSealing) -> None:
    rows = [*_rows(before)]
    if not rows:
        _well(_("No audit is shut out."))
        return
    st.markdown(
        ngettext(
            "{number} audit will be shut out; it counts nowhere:",
            "{number} audits will be shut out; they count nowhere:",
            len(rows),
            number=len(rows),
        )
    )
    table(
        rows,
        [
            Column("unit", _("Unit")),
            Column("sheet", _("Sheet")),
            Column("period", _("Period"), kind="code"),
            Column("why", _("Why")),
            Column("inspector", _("Inspector")),
        ],
        key="seal-shut-out",
        caption=_("Audits that are shut out"),
        max_height=260,
    )


def _rows(before: BeforeSealing) -> Iterator[dict[str, object]]:
    for row in before.open_audits:
        why = [state_text(row)]
        if row.id in before.in_conflict:
            why.append(_("two answers to decide between"))
        yield _row(row, _("; ").join(why))
    for row in before.waiting:
        yield _row(row, _("Counts only once confirmed"))


def _row(row: AuditRow, why: str) -> dict[str, object]:
    return {
        "unit": row.unit.name(language()),
        "sheet": sheet_name(row.sheet),
        "period": row.period,
        "why": why,
        "inspector": row.inspector.name,
    }


def _well(words: str) -> None:
    st.caption(f":material/check: {words}")


def show_coverage(stands: Standings, key: str) -> None:
    """The units and divisions with fewer audits than are required, and what each lacks."""
    lacking: list[tuple[DivisionRow | UnitRow, tuple[Missing, ...]]] = [
        *((one.row, one.missing) for one in stands.divisions if one.row and one.missing),
        *((one.row, one.missing) for one in stands.units if one.missing),
    ]
    if not lacking:
        _well(_("No score lacks audits."))
        return
    with st.expander(_("Units and divisions that lack audits: {number}", number=len(lacking))):
        table(
            [
                {
                    "name": row.name(language()),
                    "lacks": _("; ").join(missing_words(stands.rules, missing)),
                }
                for row, missing in lacking
            ],
            [Column("name", _("Unit or division")), Column("lacks", _("What is missing"))],
            key=f"coverage-{key}",
            caption=_("What is missing"),
            max_height=260,
        )
