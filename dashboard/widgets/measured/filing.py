"""The month's workbook on the page: the template, a file shown first, and writing it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from checklists.catalogue_loader import load_catalogue
from checklists.errors import WordedError
from checklists.model import Sheet
from dashboard.answer_words import facts_words
from dashboard.imports.faults import LARGEST, MEGABYTE
from dashboard.imports.previews import Preview
from dashboard.looks import period_text, today
from dashboard.measured import filing
from dashboard.measured.comparing import FigureLine
from dashboard.widgets.imports import CHANGES, offer_workbook, show_preview
from dashboard.widgets.measured.overview import MARKS
from dashboard.widgets.people.acting import attempt, key_in, reason, renew, show_said
from dashboard.widgets.people.upload import choose_workbook
from dashboard.widgets.table import Column
from dashboard.widgets.who import me
from dashboard.words import _, language, say

FORM = "figures-file"
REFUSED = f"{FORM}-refused"


def show_filing(period: str) -> None:
    """The template of a month to download; a workbook to read, shown before it is written."""
    st.subheader(_("Excel workbook"), anchor=False)
    show_said()
    st.caption(
        _(
            "Take the template of {period}, fill it in, and read it here. Nothing is written "
            "before you have seen what changes; the file is kept as the source.",
            period=period_text(period),
        )
    )
    actor = me().actor
    name = _("heng-figures-{period}.xlsx", period=period)
    label = _("Template {period}", period=period_text(period))
    offer_workbook(label, name, lambda: filing.template(actor, period), language())
    key = key_in(FORM, f"file-{period}")
    file = choose_workbook(key, _("Read a workbook"), LARGEST // MEGABYTE)
    if file is None:
        _show_refused()
        return
    st.session_state.pop(REFUSED, None)
    try:
        shown = filing.preview(actor, period, file.getvalue())
    except WordedError as error:
        renew(FORM)
        st.session_state[REFUSED] = say(error)
        st.rerun()
    _show(shown)
    _apply(shown, period, file.getvalue(), file.name)


def _show_refused() -> None:
    """Why the last file was not read; the place for a file is free for the next."""
    if refused := st.session_state.get(REFUSED):
        st.error(refused, icon=":material/error:")


def _show(shown: Preview[FigureLine]) -> None:
    rows = [_row(line) for line in shown.lines if line.change != "same"]
    columns = [
        Column("sheet", _("Sheet"), wrap=False),
        Column("row", _("Row"), kind="number"),
        Column("unit", _("Unit"), wrap=False),
        Column("change", _("Change"), kind="state"),
        Column("what", _("What the row says"), width="18rem"),
    ]
    show_preview(shown, rows, columns, key=FORM)


def _row(line: FigureLine) -> dict[str, Any]:
    sheet = load_catalogue().sheet(line.sheet, today())
    told = [_change(sheet, line, code) for code in line.taken]
    if line.words != line.words_before:
        told.append(_("Source") + _(": ") + line.words)
    if not line.complete:
        told.append(_("not complete yet"))
    mark = MARKS["submitted" if line.complete else "draft"]
    words = _("Correction") if line.corrects else _(CHANGES[line.change])
    return {
        "sheet": sheet.name.get(language()),
        "row": line.row,
        "unit": f"{line.unit.code} {line.unit.name(language())}",
        "change": f"{mark} {words}",
        "what": _("; ").join(told),
    }


def _change(sheet: Sheet, line: FigureLine, code: str) -> str:
    before = line.before.get(code)
    old = f"{_facts(sheet, code, before)} → " if before is not None else ""
    return f"{code} {old}{_facts(sheet, code, line.taken[code])}"


def _facts(sheet: Sheet, code: str, answer: Mapping[str, Any] | None) -> str:
    item = sheet.item(code)
    return (facts_words(item, answer) if item else "") or _("none")


def _apply(shown: Preview[FigureLine], period: str, content: bytes, name: str) -> None:
    if shown.is_idle:
        if not shown.faults:
            st.info(_("The file changes nothing."))
        return
    corrects = sum(line.corrects for line in shown.lines)
    why = ""
    if corrects:
        st.warning(
            _("{number} rows change what is submitted: they become corrections.", number=corrects),
            icon=":material/history:",
        )
        why = reason(FORM)
    submit = st.checkbox(
        _("Submit and lock what is complete; the rest stays a draft"), key=key_in(FORM, "submit")
    )
    number = shown.number("new") + shown.number("changed")
    label = (
        _("Write the {number} good rows, leave out the rest", number=number)
        if shown.faults
        else _("Write {number} rows", number=number)
    )
    if st.button(label, type="primary", key=f"{FORM}-apply"):
        with st.spinner(_("Writing…")):
            attempt(
                lambda: filing.apply(
                    me().actor,
                    period,
                    content,
                    name,
                    seal=shown.seal,
                    reason=why,
                    submit=submit,
                ),
                _("{number} rows of {file} have been written.", number=number, file=name),
                FORM,
            )
